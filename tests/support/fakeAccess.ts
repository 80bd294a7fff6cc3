import { builtInRoles } from '../../shared/access/builtInRoles.ts';
import type {
  AccessReader,
  AccessWriter,
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
export function fakeAccess(
  over: Partial<AccessSeed> = {},
): AccessReader & AccessWriter & { seed: AccessSeed } {
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
    ...writerOf(seed),
  };
}

const keyOf = ({ principalId, roleDefinitionId, scope }: RoleAssignment): string =>
  `${principalId} ${roleDefinitionName(roleDefinitionId)} ${scope}`.toLowerCase();

function writerOf(seed: AccessSeed): AccessWriter {
  const find = (one: RoleAssignment) => seed.roleAssignments.find((other) => keyOf(other) === keyOf(one));
  const isNamed = (name: string) => (role: RoleDefinition) => role.name.toLowerCase() === name.toLowerCase();
  return {
    async insertAssignment(assignment) {
      if (find(assignment) !== undefined) return false;
      seed.roleAssignments = [...seed.roleAssignments, assignment];
      return true;
    },
    async replaceAssignment(before, after) {
      const stored = find(before);
      if (stored === undefined || JSON.stringify(stored) !== JSON.stringify(before)) return false;
      seed.roleAssignments = seed.roleAssignments.map((one) => (one === stored ? after : one));
      return true;
    },
    async removeAssignment(assignment) {
      const stored = find(assignment);
      seed.roleAssignments = seed.roleAssignments.filter((one) => one !== stored);
      return stored !== undefined;
    },
    async putDefinition(definition) {
      const others = seed.customRoles.filter((role) => !isNamed(definition.name)(role));
      const isNew = others.length === seed.customRoles.length;
      seed.customRoles = [...others, definition];
      return isNew;
    },
    async removeDefinition(name) {
      const isThere = seed.customRoles.some(isNamed(name));
      seed.customRoles = seed.customRoles.filter((role) => !isNamed(name)(role));
      return isThere;
    },
  };
}
