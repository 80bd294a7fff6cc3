/** One condition of the filter box as it was written: `-user:alice,bob`, `idle>30m` or a word. */
export type FilterTerm = {
  /** Undefined for a word that may stand anywhere in a row. */
  readonly key: string | undefined;
  readonly operator: ':' | '>' | '>=' | '<' | '<=';
  /** Any of them will do. */
  readonly values: readonly string[];
  readonly isNegated: boolean;
  /** Place of its first character. */
  readonly position: number;
  readonly length: number;
};

export type FilterFaultCode =
  | 'noClosingQuote'
  | 'unknownKey'
  | 'noValue'
  | 'unknownValue'
  | 'notAnAddress'
  | 'notADuration'
  | 'wrongOperator';

/** Where a filter cannot be read, and what would be. Words for it are the page's business. */
export class FilterFault extends Error {
  override readonly name = 'FilterFault';
  readonly code: FilterFaultCode;
  readonly position: number;
  readonly length: number;
  /** What was written there. */
  readonly text: string;
  /** What could stand there instead. */
  readonly expected: readonly string[];

  constructor(
    code: FilterFaultCode,
    place: Pick<FilterFault, 'position' | 'length' | 'text'>,
    expected: readonly string[] = [],
  ) {
    super(`${code} at character ${place.position + 1}`);
    this.code = code;
    this.position = place.position;
    this.length = place.length;
    this.text = place.text;
    this.expected = expected;
  }
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const key = String.raw`(?<key>[A-Za-z]+)\s*(?<operator>:|>=|<=|>|<)`;
/** A value may stand apart from its key, but what is another term's key is no value. */
const gap = String.raw`(?:\s+(?!-?[A-Za-z]+\s*[:<>]))?`;
const keyed = new RegExp(`${key}${gap}${String.raw`(?<values>(?:${quoted}|[^\s"])*)(?=\s|$)`}`, 'y');
const word = new RegExp(String.raw`(?:${quoted}|[^\s"]+)(?=\s|$)`, 'y');
const item = new RegExp(String.raw`${quoted}|[^,"]+`, 'g');

/** What keyboards for Japanese and Korean write instead, each one character. */
const narrow: Readonly<Record<string, string>> = {
  '：': ':',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '，': ',',
  '、': ',',
  '＂': '"',
  '－': '-',
};

/** All of them have to hold. Throws `FilterFault`. */
export function readTerms(written: string): readonly FilterTerm[] {
  const text = written.replaceAll(/[：＞＜＝，、＂－]/g, (wide) => narrow[wide] ?? wide);
  const terms: FilterTerm[] = [];
  let at = 0;
  for (;;) {
    at += text.slice(at).search(/\S|$/);
    if (at === text.length) return terms;
    const isNegated = text[at] === '-' && /\S/.test(text[at + 1] ?? '');
    const term = readTerm(text, isNegated ? at + 1 : at);
    const start = at;
    at = term.position + term.length;
    terms.push({ ...term, isNegated, position: start, length: at - start });
  }
}

function readTerm(text: string, position: number): Omit<FilterTerm, 'isNegated'> {
  const named = matchAt(keyed, text, position);
  if (named?.groups?.['key'] !== undefined) {
    const { key: name, operator, values = '' } = named.groups;
    const length = named[0].length;
    return { key: name, operator: operator as ':', values: toValues(values), position, length };
  }
  const free = matchAt(word, text, position)?.[0];
  if (free !== undefined) {
    return { key: undefined, operator: ':', values: [unquote(free)], position, length: free.length };
  }
  const rest = text.slice(position);
  throw new FilterFault('noClosingQuote', { position, length: rest.length, text: rest });
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

const toValues = (text: string): readonly string[] =>
  (text.match(item) ?? []).map(unquote).filter((value) => value !== '');

const unquote = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text;
