import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDeeperThan } from '../../../../functions/http/jsonDepth.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((one) => depthOf(one)))
    : 0;

test('the depth of any JSON is told from its text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(8), (value, most) => {
      expect(isDeeperThan(JSON.stringify(value), most)).toBe(depthOf(value) > most);
    }),
  );
});

test('brackets in a text, quotes that are escaped and what never closes count for what they are', () => {
  expect(isDeeperThan(JSON.stringify({ a: '[[[["[[{{\\"[[' }), 1)).toBe(false);
  expect(isDeeperThan('"\\\\"[[[', 2)).toBe(true);
  expect(isDeeperThan('['.repeat(1_000_000), 32)).toBe(true);
});
