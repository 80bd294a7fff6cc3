import type { AttributeSource } from './attributes.ts';
import { type Comparison, comparisonOf } from './conditionOperators.ts';
import { type ConditionToken, tokenizeCondition } from './conditionTokens.ts';

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
export function parseCondition(condition: string): Expression | undefined {
  const tokens = condition.length > maxLength ? undefined : tokenizeCondition(condition);
  if (tokens === undefined) return undefined;
  const reader: Reader = { tokens, position: 0, depth: 0 };
  const expression = readSequence(reader);
  return reader.position === tokens.length ? expression : undefined;
}

type Reader = { readonly tokens: readonly ConditionToken[]; position: number; depth: number };
type Read<T> = (reader: Reader) => T | undefined;

const take = (reader: Reader): ConditionToken | undefined => reader.tokens[reader.position++];

function takeMark(reader: Reader, mark: string): boolean {
  const next = reader.tokens[reader.position];
  if (next?.kind !== 'mark' || next.text !== mark) return false;
  reader.position += 1;
  return true;
}

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
    return takeMark(reader, ')') ? inner : undefined;
  }
  const read = functions.get(peekWord(reader) ?? '');
  if (read === undefined) return readComparison(reader);
  reader.position += 1;
  return read(reader);
};

const readPattern = (reader: Reader): string | undefined => {
  if (!takeMark(reader, '{')) return undefined;
  const token = take(reader);
  return token?.kind === 'text' && takeMark(reader, '}') ? token.text : undefined;
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
      const attribute = readOperand(reader);
      return attribute && 'source' in attribute ? { kind: 'exists', attribute } : undefined;
    },
  ],
]);

const readComparison: Read<Expression> = (reader) => {
  const left = readOperand(reader);
  const operator = take(reader);
  const comparison = operator?.kind === 'word' ? comparisonOf(operator.text) : undefined;
  const right = readOperand(reader);
  return left && comparison && right && { kind: 'compare', comparison, left, right };
};

const readOperand: Read<Operand> = (reader) => {
  if (takeMark(reader, '{')) return readSet(reader);
  const token = take(reader);
  if (token?.kind === 'attribute') return { source: token.source, name: token.text };
  const literal = toLiteral(token);
  return literal === undefined ? undefined : [literal];
};

const readSet: Read<readonly string[]> = (reader) => {
  const literals: string[] = [];
  do {
    const literal = toLiteral(take(reader));
    if (literal === undefined) return undefined;
    literals.push(literal);
  } while (takeMark(reader, ','));
  return takeMark(reader, '}') ? literals : undefined;
};

const toLiteral = (token: ConditionToken | undefined): string | undefined =>
  token?.kind === 'text' || token?.kind === 'word' ? token.text : undefined;
