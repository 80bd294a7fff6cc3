import type { AccessDeps, Principal } from './authorize.ts';
import { includesId } from './includesId.ts';
import type { Permission } from './ports.ts';
import { readManagementGroups } from './readManagementGroups.ts';
import { roleDefinitionName } from './roleDefinitionName.ts';
import { coversScope } from './scope.ts';

/**
 * What the principal's roles allow at a scope: one entry per permission of each role, as ARM lists them. What a
 * deny assignment takes away is not taken off here; `checkAccess` is the call that decides.
 */
export async function grantedPermissions(
  deps: AccessDeps,
  { principalId, groups }: Principal,
  scope: string,
): Promise<readonly Permission[]> {
  const ids = [principalId, ...groups];
  const assignments = await deps.access.roleAssignmentsOf(ids);
  const made = assignments.map((one) => one.scope);
  const managementGroups = await readManagementGroups(deps.access, [scope], made);
  const here = assignments.filter(
    (one) => includesId(ids, one.principalId) && coversScope(one.scope, scope, managementGroups),
  );
  const names = new Set(here.map(({ roleDefinitionId }) => roleDefinitionName(roleDefinitionId)));
  const definitions = await deps.access.roleDefinitionsOf([...names]);
  return definitions.flatMap(({ name, permissions }) => {
    const conditions = here
      .filter(({ roleDefinitionId }) => roleDefinitionName(roleDefinitionId) === name.toLowerCase())
      .map(({ condition }) => condition);
    // A role that is also held without a condition is held; held under two, it is held under either.
    const distinct = conditions.includes(undefined) ? [undefined] : [...new Set(conditions)];
    return distinct.flatMap((condition) => permissions.map((permission) => narrow(permission, condition)));
  });
}

function narrow(permission: Permission, condition: string | undefined): Permission {
  const both = [permission.condition, condition].filter((one) => one !== undefined);
  if (both.length === 0) return permission;
  return { ...permission, condition: both.length === 1 ? both.join('') : `(${both.join(') AND (')})` };
}
