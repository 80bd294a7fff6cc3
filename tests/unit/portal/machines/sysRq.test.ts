import { expect, test } from 'vitest';
import { canSendSysRq, namedSysRqKeys } from '../../../../portal/machines/sysRq.ts';

test('keys that end something are marked', () => {
  const marked = namedSysRqKeys.filter(({ isDangerous }) => isDangerous).map(({ keys }) => keys);

  expect(marked).toEqual(['k', 'f', 'i', 'e', 'u', 'c', 'o', 'b', 'reisub']);
});

test('every key with a name can be sent', () => {
  expect(namedSysRqKeys.filter(({ keys }) => !canSendSysRq(keys))).toEqual([]);
});

test.each(['', 'a b', 'h!', 'é', 'x'.repeat(17)])('%j cannot be sent', (keys) => {
  expect(canSendSysRq(keys)).toBe(false);
});
