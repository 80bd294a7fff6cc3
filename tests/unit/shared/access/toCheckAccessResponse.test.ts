import { expect, test } from 'vitest';
import { decideAccess } from '../../../../shared/access/decideAccess.ts';
import { toCheckAccessResponse } from '../../../../shared/access/toCheckAccessResponse.ts';
import { checkAccessResponse } from '../../../../shared/contracts/access.ts';
import {
  alice,
  assignment,
  denyAssignment,
  facts,
  permission,
  role,
  roleName,
  subscription,
  vm,
} from '../../../support/accessFacts.ts';

const action = 'Microsoft.Compute/virtualMachines/restart/action';
const group = '40000000-0000-4000-8000-0000000000bb';
const definitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleName}`;
const suggested = role([permission({ actions: [action] })], { roleName: 'Restarter' });

const explain = (given: Parameters<typeof decideAccess>[0], actions = [action]) => {
  const asked: number[] = [];
  const response = toCheckAccessResponse({
    principalId: alice,
    scope: vm,
    decisions: actions.map((one) => decideAccess(given, { action: one, scope: vm })),
    suggest: (refused) => {
      asked.push(refused.length);
      return refused.length === 0 ? undefined : suggested;
    },
  });
  expect(checkAccessResponse.parse(response)).toEqual(response);
  return { response, asked };
};

test('a grant says by which assignment and role, from where, and through which group', () => {
  const given = facts([permission({ actions: ['*'] })], {
    principalIds: [alice, group],
    assignments: [assignment({ principalId: group, principalType: 'Group' })],
  });

  const { response } = explain(given);

  expect(response).toEqual({
    principalId: alice,
    scope: vm,
    value: [
      {
        action,
        isDataAction: false,
        allowed: true,
        cause: 'RoleAssignment',
        decidedBy: `${subscription}/providers/Microsoft.Authorization/roleAssignments/${assignment().name}`,
        reason: `The role 'Test role', assigned to the group '${group}' at ${subscription}, grants it.`,
        grantedBy: {
          roleAssignmentId: `${subscription}/providers/Microsoft.Authorization/roleAssignments/${assignment().name}`,
          roleDefinitionId: definitionId,
          roleName: 'Test role',
          scope: subscription,
          isInherited: true,
          groupId: group,
        },
      },
    ],
  });
});

test('a refusal says what came near, nearest first, and the role that would help', () => {
  const condition = "ActionMatches{'x'}";
  const given = facts([permission({ actions: ['*'] })], {
    assignments: [assignment({ roleDefinitionId: 'gone' }), assignment({ scope: vm, condition })],
  });

  const { response } = explain(given);

  expect(response.value).toEqual([
    {
      action,
      isDataAction: false,
      allowed: false,
      cause: 'ConditionNotMet',
      reason: `The role 'Test role', assigned at ${vm}, gives '${action}' under a condition that is not met here.`,
      missed: [
        {
          roleAssignmentId: `${vm}/providers/Microsoft.Authorization/roleAssignments/${assignment().name}`,
          roleDefinitionId: definitionId,
          roleName: 'Test role',
          scope: vm,
          isInherited: false,
          condition,
          cause: 'ConditionNotMet',
        },
        {
          roleAssignmentId: `${subscription}/providers/Microsoft.Authorization/roleAssignments/${assignment().name}`,
          roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/gone`,
          scope: subscription,
          isInherited: true,
          cause: 'ActionNotListed',
        },
      ],
      smallestRole: {
        roleDefinitionId: definitionId,
        roleName: 'Restarter',
        type: 'CustomRole',
        description: '',
      },
    },
  ]);
  expect(response.smallestRole?.roleName).toBe('Restarter');
});

test('a denial names itself, and no role is proposed: none would help', () => {
  const deny = denyAssignment({
    principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
  });

  const { response, asked } = explain(facts([], { denyAssignments: [deny] }));

  expect(response).toMatchObject({
    value: [
      {
        cause: 'DenyAssignment',
        deniedBy: {
          denyAssignmentId: `${subscription}/providers/Microsoft.Authorization/denyAssignments/${deny.name}`,
          denyAssignmentName: 'hands off',
          scope: subscription,
          isInherited: true,
          isForEverybody: true,
        },
      },
    ],
  });
  expect(response).not.toHaveProperty('smallestRole');
  expect(asked).toEqual([0]);
});

test('one role is proposed for all that is missing, beside one for each', () => {
  const { asked } = explain(facts([], { assignments: [] }), [action, 'a/b/read', '*']);

  expect(asked).toEqual([1, 1, 2]);
});

test('no more than twenty near misses are told', () => {
  const assignments = Array.from({ length: 30 }, () => assignment());

  const { response } = explain(facts([], { assignments }));

  expect(response.value[0]?.missed).toHaveLength(20);
});

test('of many refusals thirty get a role of their own, and all together one', () => {
  const actions = Array.from({ length: 200 }, (_, index) => `Microsoft.Compute/virtualMachines/${index}`);

  const { response, asked } = explain(facts([]), actions);

  expect(response.value.filter(({ smallestRole }) => smallestRole !== undefined)).toHaveLength(30);
  expect(asked).toEqual([...Array.from({ length: 30 }, () => 1), 200]);
  expect(response.smallestRole).toMatchObject({ roleName: 'Restarter' });
});
