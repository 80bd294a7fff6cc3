import type { AttributeSource } from './attributes.ts';
import { type Comparison, comparisonOf } from './conditionOperators.ts';
import { type ConditionToken, type PlacedToken, tokenizeCondition } from './conditionTokens.ts';

export type AttributeName = { readonly source: AttributeSource; readonly name: string };
/** An attribute, or literals as they are written. */
export type Operand = AttributeName | readonly string[];

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'actionMatches' | 'subOperationMatches'; readonly pattern: string }
  | { readonly kind: 'exists'; readonly attribute: AttributeName }
  | {
      readonly kind: 'compare';
      readonly comparison: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    };

/** Azure's own limit is 8 KB. Deeper than this nobody writes, and a stack has an end. */
const maxLength = 8_192;
const maxDepth = 32;

/**
 * A condition of version 2.0. Undefined for what cannot be read. Azure wants parentheses where AND and OR meet, so a
 * mix without them cannot be read either.
 */
export const parseCondition = (condition: string): Expression | undefined =>
  readCondition(condition).expression;

/** Where a condition cannot be read any further, counted in letters from its beginning; undefined when it can. */
export const findConditionFault = (condition: string): number | undefined => readCondition(condition).faultAt;

function readCondition(condition: string): { readonly expression?: Expression; readonly faultAt?: number } {
  if (condition.length > maxLength) return { faultAt: maxLength };
  const { tokens, readTo } = tokenizeCondition(condition);
  const reader: Reader = { tokens, position: 0, depth: 0 };
  const expression = readSequence(reader);
  const isWhole = readTo === condition.length && reader.position === tokens.length;
  // Nothing is taken that does not fit, so the reader stands before what it could not read.
  if (expression === undefined || !isWhole) return { faultAt: tokens[reader.position]?.at ?? readTo };
  return { expression };
}

type Reader = { readonly tokens: readonly PlacedToken[]; position: number; depth: number };
type Read<T> = (reader: Reader) => T | undefined;

/** The next token, if it is one of these: what does not fit is left where it is. */
function takeIf(reader: Reader, fits: (token: ConditionToken) => boolean): ConditionToken | undefined {
  const next = reader.tokens[reader.position];
  if (next === undefined || !fits(next)) return undefined;
  reader.position += 1;
  return next;
}

const takeMark = (reader: Reader, mark: string): boolean =>
  takeIf(reader, ({ kind, text }) => kind === 'mark' && text === mark) !== undefined;

const wordsOf = { '&&': 'and', '||': 'or', '!': 'not' } as const;

/** `and`, `or`, `not`, or the name of a function, in lower case. */
function peekWord({ tokens, position }: Reader): string | undefined {
  const next = tokens[position];
  if (next?.kind === 'mark') return wordsOf[next.text as keyof typeof wordsOf];
  return next?.kind === 'word' ? next.text.toLowerCase() : undefined;
}

const readSequence: Read<Expression> = (reader) => {
  let left = readOne(reader);
  let joinedBy: string | undefined;
  for (;;) {
    const kind = peekWord(reader);
    if (left === undefined || (kind !== 'and' && kind !== 'or')) return left;
    if (joinedBy !== undefined && joinedBy !== kind) return undefined;
    joinedBy = kind;
    reader.position += 1;
    const right = readOne(reader);
    left = right && { kind, left, right };
  }
};

const readOne: Read<Expression> = (reader) => {
  reader.depth += 1;
  const expression = reader.depth > maxDepth ? undefined : readInside(reader);
  reader.depth -= 1;
  return expression;
};

const readInside: Read<Expression> = (reader) => {
  if (takeMark(reader, '(')) {
    const inner = readSequence(reader);
    return inner !== undefined && takeMark(reader, ')') ? inner : undefined;
  }
  const read = functions.get(peekWord(reader) ?? '');
  if (read === undefined) return readComparison(reader);
  reader.position += 1;
  return read(reader);
};

const readPattern = (reader: Reader): string | undefined => {
  if (!takeMark(reader, '{')) return undefined;
  const token = takeIf(reader, ({ kind }) => kind === 'text');
  return token !== undefined && takeMark(reader, '}') ? token.text : undefined;
};

const matching =
  (kind: 'actionMatches' | 'subOperationMatches'): Read<Expression> =>
  (reader) => {
    const pattern = readPattern(reader);
    return pattern === undefined ? undefined : { kind, pattern };
  };

const functions = new Map<string, Read<Expression>>([
  ['actionmatches', matching('actionMatches')],
  ['suboperationmatches', matching('subOperationMatches')],
  [
    'not',
    (reader) => {
      const of = readOne(reader);
      return of && { kind: 'not', of };
    },
  ],
  [
    'exists',
    (reader) => {
      const attribute = readAttribute(reader);
      return attribute && { kind: 'exists', attribute };
    },
  ],
]);

const readComparison: Read<Expression> = (reader) => {
  const left = readOperand(reader);
  const comparison = left && readOperator(reader);
  const right = comparison && readOperand(reader);
  return left && comparison && right && { kind: 'compare', comparison, left, right };
};

const readOperator: Read<Comparison> = (reader) => {
  const isOperator = ({ kind, text }: ConditionToken): boolean =>
    kind === 'word' && comparisonOf(text) !== undefined;
  const operator = takeIf(reader, isOperator);
  return operator && comparisonOf(operator.text);
};

const readOperand: Read<Operand> = (reader) => {
  if (takeMark(reader, '{')) return readSet(reader);
  const attribute = readAttribute(reader);
  if (attribute !== undefined) return attribute;
  const literal = takeIf(reader, isLiteral);
  return literal && [literal.text];
};

const readAttribute: Read<AttributeName> = (reader) => {
  const token = takeIf(reader, ({ kind }) => kind === 'attribute');
  return token?.kind === 'attribute' ? { source: token.source, name: token.text } : undefined;
};

const readSet: Read<readonly string[]> = (reader) => {
  const literals: string[] = [];
  do {
    const literal = takeIf(reader, isLiteral);
    if (literal === undefined) return undefined;
    literals.push(literal.text);
  } while (takeMark(reader, ','));
  return takeMark(reader, '}') ? literals : undefined;
};

const isLiteral = ({ kind }: ConditionToken): boolean => kind === 'text' || kind === 'word';
