import { expect, test } from 'vitest';
import { findRoles } from '../../../../portal/access/findRoles.ts';
import type { RoleDefinitionResource } from '../../../../shared/contracts/roleAssignment.ts';

const role = (
  roleName: string,
  description: string,
  actions: string[],
  notActions: string[] = [],
): RoleDefinitionResource => ({
  id: roleName,
  name: roleName,
  type: 'Microsoft.Authorization/roleDefinitions',
  properties: {
    roleName,
    type: 'BuiltInRole',
    description,
    assignableScopes: ['/'],
    permissions: [{ actions, notActions, dataActions: [], notDataActions: [] }],
  },
});
const roles = [
  role('Owner', 'Full access to everything', ['*']),
  role('Contributor', 'Everything but access', ['*'], ['Microsoft.Authorization/*/Write']),
  role('Reader', 'View everything', ['*/read']),
];

test.each([
  ['', ['Owner', 'Contributor', 'Reader']],
  ['  READER ', ['Reader']],
  ['everything access', ['Owner', 'Contributor']],
  ['Microsoft.Authorization/roleAssignments/write', ['Owner']],
  ['microsoft.network/bastionHosts/READ', ['Owner', 'Contributor', 'Reader']],
  ['microsoft.network', []],
])('%j finds %j', (query, expected) => {
  expect(findRoles(roles, query).map(({ name }) => name)).toEqual(expected);
});
