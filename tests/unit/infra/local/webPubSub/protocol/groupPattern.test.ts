import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseGroupPattern } from '../../../../../../infra/local/webPubSub/protocol/groupPattern.ts';

test.each([
  ['room', 'room', true],
  ['room', 'Room', false],
  ['room.?', 'room.1', true],
  ['room.?', 'room..', false],
  ['room.?', 'room.12', false],
  ['room.*', 'room.12', true],
  ['room.*', 'room.', true],
  ['room.*', 'room.1.2', false],
  ['room.**', 'room.1.2', true],
  ['**', 'a.b.c', true],
  ['*.b.*', 'a.b.c', true],
  ['a**z', 'a.y.z', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['a\\?b\\\\', 'a?b\\', true],
])('%s on %s: %s', (pattern, group, expected) => {
  expect(parseGroupPattern(pattern)?.(group)).toBe(expected);
});

test.each(['', 'a\\', 'a\\b', '*.*.*.*.*.*', '**.**.**'])('%s is no pattern', (pattern) => {
  expect(parseGroupPattern(pattern)).toBeUndefined();
});

test('five asterisks are allowed, and no name makes them slow', () => {
  const matches = parseGroupPattern('*a*a*a*a*b');

  expect(matches?.('a'.repeat(1_024))).toBe(false);
  expect(matches?.(`${'a'.repeat(1_000)}b`)).toBe(true);
});

test('a pattern without special characters matches itself alone', () => {
  const plain = fc.string({ minLength: 1 }).filter((text) => !/[\\*?]/.test(text));

  fc.assert(
    fc.property(plain, plain, (pattern, group) => {
      expect(parseGroupPattern(pattern)?.(group)).toBe(pattern === group);
    }),
  );
});
