import { expect, test } from 'vitest';
import { sha256 } from '../../../../shared/azure/sha256.ts';
import { bastionKey, portIdOf } from '../../../../shared/fleet/keys.ts';
import { vm } from '../../../support/accessFacts.ts';
import { bastion } from '../../../support/sessionFacts.ts';

test('keys are hex of a fixed length and equal for ids that ARM holds to be equal', () => {
  expect(bastionKey(sha256, bastion)).toMatch(/^[0-9a-f]{12}$/);
  expect(portIdOf(sha256, vm)).toMatch(/^[0-9a-f]{24}$/);
  expect(bastionKey(sha256, bastion.toUpperCase())).toBe(bastionKey(sha256, bastion));
  expect(portIdOf(sha256, vm.toUpperCase())).toBe(portIdOf(sha256, vm));
});

test('different resources have different keys', () => {
  expect(bastionKey(sha256, `${bastion}x`)).not.toBe(bastionKey(sha256, bastion));
  expect(portIdOf(sha256, `${vm}x`)).not.toBe(portIdOf(sha256, vm));
});
