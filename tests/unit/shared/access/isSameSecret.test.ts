import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameSecret } from '../../../../shared/access/isSameSecret.ts';

test('A11 the same secret is the same, and nothing else is', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (one, other) => {
      expect(isSameSecret(one, one)).toBe(true);
      expect(isSameSecret(one, other)).toBe(one === other);
      expect(isSameSecret(one, one.slice(0, -1))).toBe(false);
      expect(isSameSecret(`${one.slice(0, -1)}\u{1F600}`, one)).toBe(false);
    }),
  );
});

test('A11 nothing is the same as a secret that was never set', () => {
  expect(isSameSecret('', '')).toBe(false);
});
