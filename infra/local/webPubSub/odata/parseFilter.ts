import { callFunction } from './callFunction.ts';
import { type Cursor, createCursor } from './cursor.ts';
import {
  type Comparison,
  combine,
  compare,
  type Expression,
  expectType,
  type FilterSubject,
  isIn,
  literal,
  not,
  property,
} from './expression.ts';

export type Filter = (subject: FilterSubject) => boolean;

/** An OData `$filter` as the service understands it. Throws only FilterError. */
export function parseFilter(text: string): Filter {
  const cursor = createCursor(text);
  const parsed = parseOr(cursor);
  cursor.take('end');
  const { evaluate } = expectType(parsed, 'bool');
  return (subject) => evaluate(subject) === true;
}

function parseOr(cursor: Cursor): Expression {
  let left = parseAnd(cursor);
  while (cursor.takeWord('or')) left = combine('or', left, parseAnd(cursor));
  return left;
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseComparison(cursor);
  while (cursor.takeWord('and')) left = combine('and', left, parseComparison(cursor));
  return left;
}

const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const satisfies readonly Comparison[];

function parseComparison(cursor: Cursor): Expression {
  let left = parseUnary(cursor);
  for (;;) {
    if (cursor.takeWord('in')) left = isIn(left, parseCollection(cursor));
    else {
      const operator = comparisons.find((word) => cursor.takeWord(word));
      if (operator === undefined) return left;
      left = compare(operator, left, parseUnary(cursor));
    }
  }
}

function parseCollection(cursor: Cursor): Expression | readonly Expression[] {
  return cursor.next.kind === '(' ? parseList(cursor) : parsePrimary(cursor);
}

function parseUnary(cursor: Cursor): Expression {
  if (!cursor.takeWord('not')) return parsePrimary(cursor);
  return not(cursor.nested(() => parseUnary(cursor)));
}

function parseList(cursor: Cursor): Expression[] {
  cursor.take('(');
  const items: Expression[] = [];
  while (cursor.next.kind !== ')') {
    if (items.length > 0) cursor.take(',');
    items.push(cursor.nested(() => parseOr(cursor)));
  }
  cursor.take(')');
  return items;
}

function parsePrimary(cursor: Cursor): Expression {
  switch (cursor.next.kind) {
    case 'string':
      return literal('string', cursor.take('string').text);
    case 'int':
      return literal('int', Number(cursor.take('int').text));
    case '(': {
      cursor.take('(');
      const inner = cursor.nested(() => parseOr(cursor));
      cursor.take(')');
      return inner;
    }
    case 'word':
    case ')':
    case ',':
    case 'end':
      return parseWord(cursor);
  }
}

function parseWord(cursor: Cursor): Expression {
  const word = cursor.take('word').text;
  if (cursor.next.kind === '(') return callFunction(word, parseList(cursor));
  if (word === 'true' || word === 'false') return literal('bool', word === 'true');
  return word === 'null' ? literal('null', null) : property(word);
}
