/** The GUID at the end of a role definition id, which may be a bare GUID or prefixed with any scope. */
export function roleDefinitionName(roleDefinitionId: string): string {
  return roleDefinitionId.slice(roleDefinitionId.lastIndexOf('/') + 1).toLowerCase();
}
