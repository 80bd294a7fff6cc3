import { type Attribute, attributeNames, findAttribute } from './attributes.ts';
import { type Condition, call, comparison, functionNames } from './conditions.ts';
import { filterFault } from './filterFault.ts';
import { type Token, tokenize } from './tokenize.ts';

const maxLength = 2_000;
/** Parentheses and `not`s within one another: the parser calls itself for each. */
const maxDepth = 20;

type Reader = { readonly next: () => Token; readonly peek: () => Token; readonly depth: number };

/**
 * The condition that a `$filter` states, in the part of OData's language that `docs/session-filters.md`
 * describes. `and` binds closer than `or`. Refuses with the place of the first fault.
 */
export function parseFilter(text: string): Condition {
  if (text.length > maxLength) throw filterFault(maxLength, `a filter has at most ${maxLength} characters.`);
  const tokens = tokenize(text);
  let at = 0;
  const end = tokens[tokens.length - 1] as Token;
  const reader = { next: () => tokens[at++] ?? end, peek: () => tokens[at] ?? end, depth: 0 };
  const condition = readOr(reader);
  const rest = reader.next();
  if (rest.kind !== 'end') throw filterFault(rest.position, `expected 'and', 'or' or the end.`);
  return condition;
}

function readOr(reader: Reader): Condition {
  const any = [readAnd(reader)];
  while (takeWord(reader, 'or')) any.push(readAnd(reader));
  return any.length === 1 ? (any[0] as Condition) : (subject) => any.some((one) => one(subject));
}

function readAnd(reader: Reader): Condition {
  const all = [readTerm(reader)];
  while (takeWord(reader, 'and')) all.push(readTerm(reader));
  return all.length === 1 ? (all[0] as Condition) : (subject) => all.every((one) => one(subject));
}

function readTerm(outer: Reader): Condition {
  const first = outer.next();
  const reader = { ...outer, depth: outer.depth + 1 };
  if (reader.depth > maxDepth) throw filterFault(first.position, `a filter nests at most ${maxDepth} deep.`);
  if (first.kind === '(') {
    const inner = readOr(reader);
    expectMark(reader, ')');
    return inner;
  }
  if (first.kind !== 'word')
    throw filterFault(first.position, 'expected an attribute, a function, not or (.');
  if (first.text.toLowerCase() === 'not') {
    const inner = readTerm(reader);
    return (subject) => !inner(subject);
  }
  return reader.peek().kind === '(' ? readCall(reader, first) : readComparison(reader, first);
}

function readComparison(reader: Reader, name: Token): Condition {
  return comparison(attributeOf(name), reader.next(), reader.next());
}

function readCall(reader: Reader, name: Token): Condition {
  if (!functionNames.some((one) => one.toLowerCase() === name.text.toLowerCase())) {
    throw filterFault(name.position, `there is no function ${name.text}: use ${functionNames.join(', ')}.`);
  }
  expectMark(reader, '(');
  const attribute = attributeOf(reader.next());
  expectMark(reader, ',');
  const argument = reader.next();
  expectMark(reader, ')');
  return call(name, attribute, argument);
}

function attributeOf(token: Token): Attribute {
  const attribute = token.kind === 'word' ? findAttribute(token.text) : undefined;
  if (attribute === undefined) {
    throw filterFault(token.position, `expected an attribute: ${attributeNames.join(', ')}.`);
  }
  return attribute;
}

function expectMark(reader: Reader, mark: '(' | ')' | ','): void {
  const token = reader.next();
  if (token.kind !== mark) throw filterFault(token.position, `expected ${mark}`);
}

function takeWord(reader: Reader, word: 'and' | 'or'): boolean {
  const token = reader.peek();
  if (token.kind !== 'word' || token.text.toLowerCase() !== word) return false;
  reader.next();
  return true;
}
