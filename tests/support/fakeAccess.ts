import { builtInRoles } from '../../shared/access/builtInRoles.ts';
import type {
  AccessReader,
  DenyAssignment,
  RoleAssignment,
  RoleDefinition,
} from '../../shared/access/ports.ts';
import { roleDefinitionName } from '../../shared/access/roleDefinitionName.ts';

export type AccessSeed = {
  roleAssignments: readonly RoleAssignment[];
  customRoles: readonly RoleDefinition[];
  denyAssignments: readonly DenyAssignment[];
  managementGroups: readonly { subscriptionId: string; managementGroups: readonly string[] }[];
};

/** Access in memory. The arrays of `seed` may be replaced while a test runs: a right is given or taken at once. */
export function fakeAccess(over: Partial<AccessSeed> = {}): AccessReader & { seed: AccessSeed } {
  const seed: AccessSeed = {
    roleAssignments: [],
    customRoles: [],
    denyAssignments: [],
    managementGroups: [],
    ...over,
  };
  const definitions = (): readonly RoleDefinition[] => [...builtInRoles, ...seed.customRoles];
  return {
    seed,
    roleAssignmentsOf: async (principalIds) => {
      const wanted = new Set(principalIds.map((id) => id.toLowerCase()));
      return seed.roleAssignments.filter(({ principalId }) => wanted.has(principalId.toLowerCase()));
    },
    roleAssignments: async () => seed.roleAssignments,
    roleDefinitionsOf: async (names) => {
      const wanted = new Set(names.map(roleDefinitionName));
      return definitions().filter(({ name }) => wanted.has(name.toLowerCase()));
    },
    roleDefinitions: async () => definitions(),
    denyAssignments: async () => seed.denyAssignments,
    managementGroupsOf: async (subscriptionId) =>
      seed.managementGroups.find((one) => one.subscriptionId.toLowerCase() === subscriptionId.toLowerCase())
        ?.managementGroups ?? [],
  };
}
