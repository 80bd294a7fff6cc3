import { expect, test } from 'vitest';
import { isKeyAccepted } from '../../../../../infra/local/functionsHost/functionKeys.ts';

const keys = { master: 'master-key', host: 'host-key' };

test.each([
  // level, header, query, accepted
  ['anonymous', undefined, undefined, true],
  ['Anonymous', 'wrong', undefined, true],
  ['function', undefined, undefined, false],
  ['function', 'host-key', undefined, true],
  ['function', undefined, 'host-key', true],
  ['function', 'master-key', undefined, true],
  ['function', 'wrong', 'host-key', false],
  ['function', 'host-key', 'wrong', true],
  ['function', '', 'host-key', false],
  ['function', 'host-ke', undefined, false],
  [undefined, undefined, undefined, false],
  [undefined, undefined, 'host-key', true],
  ['admin', 'host-key', undefined, false],
  ['admin', 'master-key', undefined, true],
])('level %s with header %s and code %s: %s', (level, header, query, accepted) => {
  expect(isKeyAccepted(keys, level, { header, query })).toBe(accepted);
});

test('keys are not asked for unless they are switched on', () => {
  expect(isKeyAccepted(undefined, 'admin', { header: undefined, query: undefined })).toBe(true);
});
