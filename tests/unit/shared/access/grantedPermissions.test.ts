import { expect, test } from 'vitest';
import { grantedPermissions } from '../../../../shared/access/grantedPermissions.ts';
import {
  alice,
  assignment,
  permission,
  role,
  roleName,
  subscription,
  vm,
} from '../../../support/accessFacts.ts';
import { fakeAccess } from '../../../support/fakeAccess.ts';

const reads = permission({ actions: ['*/read'] });
const starts = permission({ actions: ['Microsoft.Compute/virtualMachines/start/action'] });
const group = '40000000-0000-4000-8000-0000000000aa';
const principal = { principalId: alice, groups: [group] };
const granted = (seed: Parameters<typeof fakeAccess>[0], scope = vm) =>
  grantedPermissions({ access: fakeAccess(seed) }, principal, scope);

test('a role held at the scope or above gives each of its entries once', async () => {
  const roleAssignments = [
    assignment(),
    assignment({ scope: vm, principalId: group, principalType: 'Group' }),
  ];

  expect(await granted({ roleAssignments, customRoles: [role([reads, starts])] })).toEqual([reads, starts]);
});

test('a role held below the scope, or by somebody else, gives nothing', async () => {
  const roleAssignments = [
    assignment({ scope: vm }),
    assignment({ principalId: '20000000-0000-4000-8000-0000000000bb' }),
  ];

  expect(await granted({ roleAssignments, customRoles: [role([reads])] }, subscription)).toEqual([]);
});

test('an assignment with a condition tells it, unless the role is held without one as well', async () => {
  const condition = "@Resource[x] StringEquals 'y'";
  const customRoles = [role([reads])];
  const conditional = assignment({ condition, roleDefinitionId: roleName.toUpperCase() });

  expect(await granted({ roleAssignments: [conditional], customRoles })).toEqual([{ ...reads, condition }]);
  expect(await granted({ roleAssignments: [conditional, assignment()], customRoles })).toEqual([reads]);
});

test('a role held under two conditions is told under each, together with its own', async () => {
  const roleAssignments = [assignment({ condition: 'a' }), assignment({ condition: 'b' })];
  const customRoles = [role([reads, permission({ condition: 'own' })])];

  expect((await granted({ roleAssignments, customRoles })).map(({ condition }) => condition)).toEqual([
    'a',
    '(own) AND (a)',
    'b',
    '(own) AND (b)',
  ]);
});
