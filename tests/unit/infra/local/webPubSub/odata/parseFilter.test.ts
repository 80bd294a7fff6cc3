import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FilterError } from '../../../../../../infra/local/webPubSub/odata/filterError.ts';
import { parseFilter } from '../../../../../../infra/local/webPubSub/odata/parseFilter.ts';

const ann = {
  connectionId: 'c1',
  userId: 'ann',
  groups: new Set(['g1', 'g.2']),
  protocol: 'json.webpubsub.azure.v1',
};
const nobody = { connectionId: 'c2', userId: undefined, groups: new Set<string>(), protocol: undefined };

test.each([
  ["userId eq 'ann'", true, false],
  ["USERID eq 'ann'", true, false],
  ["userId eq 'Ann'", false, false],
  ["userId ne 'bob'", true, false],
  ["not (userId eq 'bob')", true, true],
  ['userId eq null', false, true],
  ['userId ne null', true, false],
  ['null eq null', true, true],
  ['userId eq protocol', false, false],
  ['userId ne protocol', true, false],
  ['length(userId) ne 9', true, false],
  ["'g1' in groups", true, false],
  ["not ('g1' in groups)", false, true],
  ["userId in ('bob','ann')", true, false],
  ['userId in ()', false, false],
  ['protocol eq null', false, true],
  ["startswith(protocol, 'json.') and connectionId ne 'x'", true, false],
  ["contains(userId,'nn') or connectionId eq 'c2'", true, true],
  ["endswith(userId,'nn')", true, false],
  ['length(userId) eq 3', true, false],
  ['length(userId) gt 2', true, false],
  ['length(userId) lt 4', true, false],
  ['length(userId) eq null', false, true],
  ["indexof(userId,'n') eq 1", true, false],
  ["indexof(userId,'n') eq -1", false, true],
  ["toupper(concat(userId,'x')) eq 'ANNX'", true, false],
  ["tolower('ABC') eq 'abc'", true, true],
  ["substring(userId,1) eq 'nn'", true, false],
  ["substring(userId,0,1) eq 'a'", true, false],
  ["trim('  a ') eq 'a'", true, true],
  ["userId eq 'it''s'", false, false],
  ['true', true, true],
  ['false or true and false', false, false],
  ['(true or false) and not false', true, true],
  ['1 le 1 and 2 ge 1', true, true],
])('%s', (filter, ofAnn, ofNobody) => {
  const matches = parseFilter(filter);

  expect([matches(ann), matches(nobody)]).toEqual([ofAnn, ofNobody]);
});

test.each([
  ['invalid filter', "Syntax error at position 14 in 'invalid filter'."],
  ['userId lt 1', "Type 'string', expect 'int'."],
  ["userId eq 'a' and 1", "Type 'int', expect 'bool'."],
  ['userId', "Type 'string', expect 'bool'."],
  ["userId eq 'a", "There is an unterminated string literal at position 12 in 'userId eq 'a'."],
  ['userId eq', "Syntax error at position 9 in 'userId eq'."],
  ['name eq 1', "Property 'name' is not supported."],
  ['constructor eq 1', "Property 'constructor' is not supported."],
  ['year(userId) eq 1', "Function 'year' is not supported."],
  ['length() eq 1', "Function 'length' does not take 0 arguments."],
  ['1 in groups', "Type 'int', expect 'string'."],
  ['#', "Syntax error at position 1 in '#'."],
])('%s is refused', (filter, message) => {
  expect(() => parseFilter(filter)).toThrow(new FilterError(message));
});

test('nesting ends at a hundred', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}true${')'.repeat(depth)}`;

  expect(parseFilter(nested(100))(ann)).toBe(true);
  expect(() => parseFilter(nested(101))).toThrow(FilterError);
  expect(() => parseFilter('not '.repeat(5_000))).toThrow(FilterError);
});

test('a filter may be long', () => {
  const filter = Array.from({ length: 20_000 }, (_, i) => `userId eq 'u${i}'`).join(' or ');

  expect(parseFilter(filter)(ann)).toBe(false);
});

test('whatever the text, it is a filter or a FilterError', () => {
  const part = fc.constantFrom(
    'userId',
    'groups',
    "'a'",
    '1',
    '(',
    ')',
    ',',
    ' ',
    'and',
    'not',
    'in',
    'eq',
    'lt',
    'length',
    "'",
    'null',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 20 }).map((parts) => parts.join(' ')),
  );

  fc.assert(
    fc.property(text, (filter) => {
      try {
        expect(typeof parseFilter(filter)(ann)).toBe('boolean');
      } catch (error) {
        expect(error).toBeInstanceOf(FilterError);
      }
    }),
  );
});
