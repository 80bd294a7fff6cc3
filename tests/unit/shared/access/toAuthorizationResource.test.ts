import { expect, test } from 'vitest';
import {
  toPermissionEntry,
  toRoleAssignmentResource,
  toRoleDefinitionResource,
} from '../../../../shared/access/toAuthorizationResource.ts';
import {
  alice,
  assignment,
  permission,
  role,
  roleName,
  subscription,
  vm,
} from '../../../support/accessFacts.ts';

test('a role assignment in the shape of Microsoft.Authorization', () => {
  const { name } = assignment();

  expect(toRoleAssignmentResource(assignment({ scope: vm, condition: 'c' }))).toEqual({
    id: `${vm}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleName}`,
      principalId: alice,
      principalType: 'User',
      scope: vm,
      condition: 'c',
      conditionVersion: '2.0',
    },
  });
});

test('an assignment at the root has an id without a doubled slash', () => {
  const { id, properties } = toRoleAssignmentResource(assignment({ scope: '/' }));

  expect(id).toBe(`/providers/Microsoft.Authorization/roleAssignments/${assignment().name}`);
  expect(properties.roleDefinitionId).toBe(`/providers/Microsoft.Authorization/roleDefinitions/${roleName}`);
});

test('a role definition is named below the subscription that it was asked for in', () => {
  expect(toRoleDefinitionResource(role([permission({ actions: ['*'] })]), vm)).toEqual({
    id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleName}`,
    name: roleName,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName: 'Test role',
      type: 'CustomRole',
      description: '',
      assignableScopes: ['/'],
      permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
    },
  });
});

test('a permission has no members that ARM does not have', () => {
  expect(Object.keys(toPermissionEntry(permission()))).toEqual([
    'actions',
    'notActions',
    'dataActions',
    'notDataActions',
  ]);
});
