import { beforeAll, expect, test } from 'vitest';
import { type AccessNames, decisionText } from '../../../../portal/access/decisionText.ts';
import { startI18n, t } from '../../../../portal/i18n/i18n.ts';
import type { AccessDecisionRow } from '../../../../shared/contracts/access.ts';

beforeAll(() => startI18n('en'));

const groupId = '30000000-0000-4000-8000-000000000001';
const row = {
  action: 'Microsoft.Compute/virtualMachines/read',
  allowed: true,
  cause: 'RoleAssignment',
  grantedBy: { roleName: 'Reader', scope: '/subscriptions/s-1', groupId, isInherited: false },
} as unknown as AccessDecisionRow;
const said = (person: AccessNames['person']): string =>
  decisionText(t, row, { place: () => 'there', person });

test('a group is called by its name where that is known', () => {
  expect(said(() => 'Operators')).toBe(
    'Through the role Reader, assigned at this scope to the group Operators.',
  );
});

test('a group without a known name is unknown, with the id that the directory knows', () => {
  expect(said(() => undefined)).toBe(
    `Through the role Reader, assigned at this scope to the group Unknown (${groupId}).`,
  );
});
