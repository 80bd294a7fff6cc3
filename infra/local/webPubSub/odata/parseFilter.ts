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

/** A part whose syntax is right; whether it makes sense shows when it is called. Syntax errors come first. */
type Draft = () => Expression;

/** An OData `$filter` as the service understands it. Throws only FilterError. */
export function parseFilter(text: string): Filter {
  const cursor = createCursor(text);
  const draft = parseOr(cursor);
  cursor.take('end');
  const { evaluate } = expectType(draft(), 'bool');
  return (subject) => evaluate(subject) === true;
}

const parseOr = (cursor: Cursor): Draft => parseChain(cursor, 'or', parseAnd);

const parseAnd = (cursor: Cursor): Draft => parseChain(cursor, 'and', parseComparison);

function parseChain(cursor: Cursor, operator: 'and' | 'or', parsePart: (cursor: Cursor) => Draft): Draft {
  const first = parsePart(cursor);
  if (!cursor.takeWord(operator)) return first;
  const parts = [first];
  do parts.push(parsePart(cursor));
  while (cursor.takeWord(operator));
  return () =>
    combine(
      operator,
      parts.map((part) => part()),
    );
}

const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const satisfies readonly Comparison[];

function parseComparison(cursor: Cursor): Draft {
  const left = parseUnary(cursor);
  const operator = comparisons.find((word) => cursor.takeWord(word));
  if (operator !== undefined) {
    const right = parseUnary(cursor);
    return () => compare(operator, left(), right());
  }
  return cursor.takeWord('in') ? parseIn(cursor, left) : left;
}

function parseIn(cursor: Cursor, left: Draft): Draft {
  if (cursor.next.kind === '(') {
    const items = parseList(cursor);
    return () =>
      isIn(
        left(),
        items.map((item) => item()),
      );
  }
  const collection = parsePrimary(cursor);
  return () => isIn(left(), collection());
}

function parseUnary(cursor: Cursor): Draft {
  if (!cursor.takeWord('not')) return parsePrimary(cursor);
  const operand = cursor.nested(() => parseUnary(cursor));
  return () => not(operand());
}

function parseList(cursor: Cursor): Draft[] {
  cursor.take('(');
  const items: Draft[] = [];
  while (cursor.next.kind !== ')') {
    if (items.length > 0) cursor.take(',');
    items.push(cursor.nested(() => parseOr(cursor)));
  }
  cursor.take(')');
  return items;
}

function parsePrimary(cursor: Cursor): Draft {
  switch (cursor.next.kind) {
    case 'string': {
      const { text } = cursor.take('string');
      return () => literal('string', text);
    }
    case 'int': {
      const { text } = cursor.take('int');
      return () => literal('int', Number(text));
    }
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

function parseWord(cursor: Cursor): Draft {
  const word = cursor.take('word').text;
  if (cursor.next.kind === '(') {
    const given = parseList(cursor);
    return () =>
      callFunction(
        word,
        given.map((argument) => argument()),
      );
  }
  if (word === 'true' || word === 'false') return () => literal('bool', word === 'true');
  return word === 'null' ? () => literal('null', null) : () => property(word);
}
