import { type Constraint, parseConstraint } from './routeConstraint.ts';

type Literal = { readonly kind: 'literal'; readonly text: string };
type Parameter = {
  readonly kind: 'parameter';
  readonly name: string;
  readonly optional: boolean;
  readonly catchAll: boolean;
  readonly fallback: string | undefined;
  readonly constraints: readonly Constraint[];
};
type Segment = { readonly parts: readonly (Literal | Parameter)[]; readonly pattern: RegExp };

/** An ASP.NET route template such as `items/{id:int?}` or `files/{*rest}`, ready to be matched. */
export type RouteTemplate = { readonly text: string; readonly segments: readonly Segment[] };
export type RouteValues = Readonly<Record<string, string>>;

/** `{{` and `}}` stand for braces; inside of a parameter they belong to its regex. */
const token = /(?<escaped>\{\{|\}\})|\{(?<inner>(?:\{\{|\}\}|[^{}])+)\}|(?<slash>\/)|(?<text>[^{}/]+)/gy;

export function parseRouteTemplate(text: string): RouteTemplate {
  const segments: Segment['parts'][number][][] = text === '' ? [] : [[]];
  let end = 0;
  for (const { 0: whole, index, groups = {} } of text.matchAll(token)) {
    end = index + whole.length;
    if (groups['slash']) segments.push([]);
    else if (groups['inner']) segments.at(-1)?.push(parseParameter(text, groups['inner']));
    else segments.at(-1)?.push({ kind: 'literal', text: groups['escaped']?.slice(1) ?? whole });
  }
  if (end !== text.length) throw new Error(`Route "${text}" has unbalanced braces.`);
  for (const [at, parts] of segments.entries()) {
    if (parts.length === 0) throw new Error(`Route "${text}" has an empty segment.`);
    const catchAll = parts.some((part) => part.kind === 'parameter' && part.catchAll);
    if (catchAll && (parts.length > 1 || at < segments.length - 1)) {
      throw new Error(`Route "${text}": a catch-all must be the whole last segment.`);
    }
  }
  return { text, segments: segments.map((parts) => ({ parts, pattern: toPattern(parts) })) };
}

/** `*name:constraint(…):constraint=default` or `name?`. */
function parseParameter(text: string, inner: string): Parameter {
  const unescaped = inner.replaceAll('{{', '{').replaceAll('}}', '}');
  const optional = unescaped.endsWith('?');
  const source = optional ? unescaped.slice(0, -1) : unescaped;
  const head = /^(\*{0,2})(\w+)/.exec(source);
  let end = head?.[0].length ?? 0;
  const constraints: Constraint[] = [];
  for (const match of source.slice(end).matchAll(/:(\w+(?:\([^]*?\)(?=[:=]|$))?)/gy)) {
    end += match[0].length;
    constraints.push(parseConstraint(match[1] ?? ''));
  }
  const rest = source.slice(end);
  if (!head?.[2] || (rest !== '' && !rest.startsWith('='))) {
    throw new Error(`Route "${text}" has a malformed parameter "{${inner}}".`);
  }
  const fallback = rest === '' ? undefined : rest.slice(1);
  return { kind: 'parameter', name: head[2], optional, catchAll: head[1] !== '', fallback, constraints };
}

function toPattern(parts: Segment['parts']): RegExp {
  const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const source = parts.map((part) => (part.kind === 'literal' ? escape(part.text) : '([^]+)')).join('');
  return new RegExp(`^${source}$`, 'i');
}

/**
 * The values of the template's parameters, or undefined when the path (decoded, without the leading slash) is
 * not this route. An empty segment (`//`) matches nothing before a catch-all has begun; a trailing slash counts
 * for nothing.
 */
export function matchRoute({ segments }: RouteTemplate, path: string): RouteValues | undefined {
  const pieces = path === '' ? [] : path.replace(/\/$/, '').split('/');
  const values: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const piece = pieces[at];
    const [part] = segment.parts;
    if (part?.kind === 'parameter' && part.catchAll) {
      const rest = piece === undefined ? undefined : path.split('/').slice(at).join('/');
      return piece !== '' && take(values, part, rest) ? values : undefined;
    }
    const matches = piece === undefined ? matchAbsent(segment, values) : matchPiece(segment, piece, values);
    if (!matches) return undefined;
  }
  return pieces.length > segments.length ? undefined : values;
}

/** Segments beyond the end of the path must be single parameters that can do without a value. */
function matchAbsent({ parts }: Segment, values: Record<string, string>): boolean {
  const [part] = parts;
  if (parts.length !== 1 || part?.kind !== 'parameter') return false;
  return (part.optional || part.fallback !== undefined) && take(values, part, undefined);
}

function matchPiece({ parts, pattern }: Segment, piece: string, values: Record<string, string>): boolean {
  const found = pattern.exec(piece);
  if (!found) return false;
  const parameters = parts.filter((part) => part.kind === 'parameter');
  return parameters.every((parameter, at) => take(values, parameter, found[at + 1]));
}

/** False when a constraint forbids the value. Absent without a default, it stays out of the result. */
function take(values: Record<string, string>, parameter: Parameter, found: string | undefined): boolean {
  const value = found ?? parameter.fallback;
  if (value === undefined) return true;
  values[parameter.name] = value;
  return parameter.constraints.every((constraint) => constraint(value));
}
