import type { Permission, RoleDefinition } from './ports.ts';

/** One of Azure's own roles: it may be assigned everywhere. */
export const builtInRole = (
  name: string,
  roleName: string,
  description: string,
  listed: Partial<Permission>,
): RoleDefinition => ({
  name,
  roleName,
  type: 'BuiltInRole',
  description,
  assignableScopes: ['/'],
  permissions: [{ actions: [], notActions: [], dataActions: [], notDataActions: [], ...listed }],
});
