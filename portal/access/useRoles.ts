import { useQuery } from '@tanstack/react-query';
import type { RoleDefinitionResource } from '../../shared/contracts/roleAssignment.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';

/** The roles that may be assigned at a scope, by name; none while they are not known, or may not be read. */
export function useRoles(scope: string): readonly RoleDefinitionResource[] {
  const { api } = usePortal();
  const { data = [] } = useQuery({
    queryKey: keys.roles(scope),
    async queryFn() {
      const roles = await api.listRoleDefinitions(scope);
      return roles.toSorted((a, b) => a.properties.roleName.localeCompare(b.properties.roleName));
    },
  });
  return data;
}

/** A definition is the same wherever its id was written: its last part, a GUID, counts. */
export function roleNameOf(
  roles: readonly RoleDefinitionResource[],
  roleDefinitionId: string,
): string | undefined {
  const guid = roleDefinitionId.split('/').at(-1)?.toLowerCase();
  return roles.find(({ name }) => name.toLowerCase() === guid)?.properties.roleName;
}
