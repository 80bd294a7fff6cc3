import { computeRoles } from './computeRoles.ts';
import { networkAndStorageRoles } from './networkAndStorageRoles.ts';
import type { RoleDefinition } from './ports.ts';
import { privilegedRoles } from './privilegedRoles.ts';

/**
 * Azure's own roles that matter to machines, their consoles and bastions, with the actions that Microsoft's
 * documentation lists (learn.microsoft.com/azure/role-based-access-control/built-in-roles). Where roles are read from
 * Azure Resource Manager, Azure's own are, too.
 */
export const builtInRoles: readonly RoleDefinition[] = [
  ...privilegedRoles,
  ...computeRoles,
  ...networkAndStorageRoles,
];
