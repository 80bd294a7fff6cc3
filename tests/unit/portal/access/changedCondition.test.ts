import { expect, test } from 'vitest';
import { changedCondition } from '../../../../portal/access/changedCondition.ts';

const properties = {
  roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7',
  principalId: '20000000-0000-4000-8000-0000000000aa',
  principalType: 'Group',
  scope: '/subscriptions/s-1',
  condition: "@Resource[x] StringEquals 'y'",
  conditionVersion: '2.0',
  createdOn: '2026-11-21T08:00:00Z',
};
const grant = {
  roleDefinitionId: properties.roleDefinitionId,
  principalId: properties.principalId,
  principalType: 'Group',
};

test('another condition takes nothing else away', () => {
  const changed = changedCondition({ properties: { ...properties, description: 'On call' } }, 'new');

  expect(changed).toEqual({ ...grant, description: 'On call', condition: 'new', conditionVersion: '2.0' });
});

test('no condition is none at all', () => {
  expect(changedCondition({ properties }, '')).toEqual(grant);
});

test('a kind of principal that only Azure knows is left to it', () => {
  const { principalType } = changedCondition({ properties: { ...properties, principalType: 'Device' } }, '');

  expect(principalType).toBeUndefined();
});
