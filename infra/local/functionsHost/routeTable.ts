import { type LoadedFunction, triggerOf } from './contract.ts';
import { matchRoute, parseRouteTemplate, type RouteTemplate, type RouteValues } from './routeTemplate.ts';

export type Route = {
  readonly function: LoadedFunction;
  readonly trigger: ReturnType<typeof triggerOf>;
  readonly template: RouteTemplate;
  /** Upper case; undefined takes all. */
  readonly methods: readonly string[] | undefined;
};

export type RouteMatch = { readonly route: Route; readonly values: RouteValues };

/**
 * The HTTP functions in the order in which they are tried: by name, ignoring case. Literals have no precedence
 * over parameters. Azure drops a function whose route conflicts and runs the rest; here it stops the host.
 */
export function createRouteTable(
  functions: readonly LoadedFunction[],
  routePrefix: string,
): readonly Route[] {
  const routes = functions
    .map((loaded) => toRoute(loaded, routePrefix))
    .filter((route) => route !== undefined)
    .toSorted((a, b) => compareOrdinal(a.function.metadata.name, b.function.metadata.name));
  for (const [at, route] of routes.entries()) {
    const other = routes.slice(0, at).find((earlier) => conflicts(earlier, route));
    if (other) {
      throw new Error(
        `Function "${route.function.metadata.name}": The route specified conflicts with the route defined by function '${other.function.metadata.name}'.`,
      );
    }
  }
  return routes;
}

/** The first function by name whose route and methods match. A wrong method is no match: 404, never 405. */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  for (const route of routes) {
    if (route.methods && !route.methods.includes(method)) continue;
    const values = matchRoute(route.template, path);
    if (values) return { route, values };
  }
  return undefined;
}

/** Decodes a request's path as Kestrel does: all but `%2F`, which stays inside of its segment. */
export function decodePath(rawPath: string): string {
  const segments: string[] = [];
  for (const raw of rawPath.slice(1).split('/')) {
    const segment = raw.split(/(%2f)/i).map(decodeOrKeep).join('');
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

function decodeOrKeep(text: string): string {
  if (/^%2f$/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not UTF-8: Kestrel leaves such bytes alone, too
  }
}

function toRoute(loaded: LoadedFunction, routePrefix: string): Route | undefined {
  const { name } = loaded.metadata;
  if (!/^[a-z][\w-]{0,127}$/i.test(name) || name.toLowerCase() === 'host') {
    throw new Error(`"${name}" is not a valid function name.`);
  }
  const trigger = triggerOf(loaded.metadata);
  if (trigger.type.toLowerCase() !== 'httptrigger') return undefined;
  const route = trigger.route ?? name;
  if (/^(?:admin|runtime)/i.test(route)) {
    throw new Error(`Function "${name}": The specified route conflicts with one or more built in routes.`);
  }
  const text = [routePrefix, route].filter((part) => part !== '').join('/');
  const methods = trigger.methods?.map((method) => method.toUpperCase());
  return { function: loaded, trigger, template: parseRouteTemplate(text), methods };
}

function conflicts(a: Route, b: Route): boolean {
  if (a.template.text.toLowerCase() !== b.template.text.toLowerCase()) return false;
  return !a.methods || !b.methods || a.methods.some((method) => b.methods?.includes(method));
}

function compareOrdinal(a: string, b: string): number {
  const [left, right] = [a.toUpperCase(), b.toUpperCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
