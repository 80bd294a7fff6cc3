import { builtInRoles } from '../../../../../shared/access/builtInRoles.ts';
import type { AccessCheck, AccessFacts } from '../../../../../shared/access/decideAccess.ts';
import type { DenyAssignment, Permission, RoleAssignment } from '../../../../../shared/access/ports.ts';
import type { AccessCause } from '../../../../../shared/contracts/access.ts';
import {
  alice,
  assignment,
  denyAssignment,
  permission,
  role,
  subscription,
  vm,
} from '../../../../support/accessFacts.ts';

export const group = '40000000-0000-4000-8000-0000000000bb';
export const stranger = '20000000-0000-4000-8000-0000000000cc';
export const everybody = { id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' };
export const managementGroup = (name: string): string =>
  `/providers/Microsoft.Management/managementGroups/${name}`;
export const restart = 'Microsoft.Compute/virtualMachines/restart/action';

/** What is unusual about a case. Otherwise Alice holds one role with `*` on the subscription, and nobody is denied. */
export type Given = {
  readonly permissions?: readonly Partial<Permission>[];
  readonly assigned?: readonly Partial<RoleAssignment>[];
  readonly denied?: readonly Partial<DenyAssignment>[];
  readonly groups?: readonly string[];
};

/** What it is about, the facts, what is asked, and the answer with its reason. */
export type AccessCase = readonly [
  about: string,
  given: Given,
  asked: Partial<AccessCheck>,
  expected: AccessCause,
];

/** Alice is in one group; the subscription is below two management groups. */
export function factsOf({
  permissions = [{ actions: ['*'] }],
  assigned = [{}],
  denied = [],
  groups,
}: Given): AccessFacts {
  return {
    principalIds: [alice, ...(groups ?? [group])],
    assignments: assigned.map(assignment),
    definitions: [role(permissions.map(permission)), ...builtInRoles],
    denyAssignments: denied.map(denyAssignment),
    managementGroups: new Map([[subscription.slice('/subscriptions/'.length), ['team', 'Root']]]),
  };
}

export const checkOf = (asked: Partial<AccessCheck>): AccessCheck => ({
  action: restart,
  scope: vm,
  ...asked,
});

export { alice, subscription, vm };
