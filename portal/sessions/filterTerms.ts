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
const keyed = new RegExp(
  String.raw`(?<key>[A-Za-z]+)(?<operator>:|>=|<=|>|<)(?<values>(?:${quoted}|[^\s"])*)(?=\s|$)`,
  'y',
);
const word = new RegExp(String.raw`(?<word>${quoted}|[^\s"]+)(?=\s|$)`, 'y');
const item = new RegExp(String.raw`${quoted}|[^,"]+`, 'g');

/** All of them have to hold. Throws `FilterFault`. */
export function readTerms(text: string): readonly FilterTerm[] {
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
  const { key, operator, values = '' } = matchAt(keyed, text, position) ?? {};
  if (key !== undefined) {
    const length = key.length + (operator?.length ?? 0) + values.length;
    return { key, operator: operator as ':', values: toValues(values), position, length };
  }
  const free = matchAt(word, text, position)?.word;
  if (free !== undefined) {
    return { key: undefined, operator: ':', values: [unquote(free)], position, length: free.length };
  }
  const rest = text.slice(position);
  throw new FilterFault('noClosingQuote', { position, length: rest.length, text: rest });
}

function matchAt(pattern: RegExp, text: string, position: number) {
  pattern.lastIndex = position;
  return pattern.exec(text)?.groups;
}

const toValues = (text: string): readonly string[] =>
  (text.match(item) ?? []).map(unquote).filter((value) => value !== '');

const unquote = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text;
