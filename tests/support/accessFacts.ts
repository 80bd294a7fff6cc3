import type { AccessFacts } from '../../shared/access/decideAccess.ts';
import type {
  DenyAssignment,
  Permission,
  RoleAssignment,
  RoleDefinition,
} from '../../shared/access/ports.ts';

/** Builders for tests about access: a whole value, with what the test is about put on top. */
export const subscription = '/subscriptions/00000000-0000-4000-8000-000000000001';
export const resourceGroup = `${subscription}/resourceGroups/rg-hub`;
export const vm = `${resourceGroup}/providers/Microsoft.Compute/virtualMachines/vm-web-01`;

export const alice = '20000000-0000-4000-8000-0000000000aa';
export const roleName = '50000000-0000-4000-8000-0000000000aa';

export const permission = (over: Partial<Permission> = {}): Permission => ({
  actions: [],
  notActions: [],
  dataActions: [],
  notDataActions: [],
  ...over,
});

export const role = (
  permissions: readonly Permission[],
  over: Partial<RoleDefinition> = {},
): RoleDefinition => ({
  name: roleName,
  roleName: 'Test role',
  type: 'CustomRole',
  description: '',
  assignableScopes: ['/'],
  permissions,
  ...over,
});

export const assignment = (over: Partial<RoleAssignment> = {}): RoleAssignment => ({
  name: '60000000-0000-4000-8000-0000000000aa',
  principalId: alice,
  principalType: 'User',
  roleDefinitionId: roleName,
  scope: subscription,
  ...over,
});

export const denyAssignment = (over: Partial<DenyAssignment> = {}): DenyAssignment => ({
  name: '70000000-0000-4000-8000-0000000000aa',
  denyAssignmentName: 'hands off',
  description: '',
  permissions: [permission({ actions: ['*'] })],
  scope: subscription,
  doNotApplyToChildScopes: false,
  principals: [{ id: alice, type: 'User' }],
  excludePrincipals: [],
  ...over,
});

/** Alice holds one role with these permissions on the subscription, and nobody is denied anything. */
export const facts = (permissions: readonly Permission[], over: Partial<AccessFacts> = {}): AccessFacts => ({
  principalIds: [alice],
  assignments: [assignment()],
  definitions: [role(permissions)],
  denyAssignments: [],
  ...over,
});
