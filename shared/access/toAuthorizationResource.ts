import { roleAssignmentId } from './decideAccess.ts';
import type { Permission, RoleAssignment, RoleDefinition } from './ports.ts';
import { roleDefinitionName } from './roleDefinitionName.ts';

/** The shapes of `Microsoft.Authorization`. */
export function toRoleAssignmentResource(assignment: RoleAssignment) {
  const { name, principalId, principalType, roleDefinitionId, scope, condition, description } = assignment;
  const { createdAt, createdBy, updatedAt, updatedBy } = assignment;
  return {
    id: roleAssignmentId(assignment),
    name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      roleDefinitionId: definitionId(scope, roleDefinitionName(roleDefinitionId)),
      principalId,
      principalType,
      scope,
      ...conditionOf(condition),
      ...(description === undefined ? {} : { description }),
      ...writtenBy('created', createdAt, createdBy),
      ...writtenBy('updated', updatedAt, updatedBy),
    },
  };
}

/** `scope` is where it was asked for: a definition has no place of its own. */
export function toRoleDefinitionResource(definition: RoleDefinition, scope: string) {
  const { name, roleName, type, description, assignableScopes, permissions } = definition;
  return {
    id: definitionId(scope, name),
    name,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName,
      type,
      description,
      assignableScopes,
      permissions: permissions.map(toPermissionEntry),
    },
  };
}

export function toPermissionEntry({ condition, ...permission }: Permission) {
  return { ...permission, ...conditionOf(condition) };
}

function writtenBy(word: 'created' | 'updated', at: number | undefined, by: string | undefined) {
  if (at === undefined) return {};
  return { [`${word}On`]: new Date(at).toISOString(), [`${word}By`]: by };
}

const conditionOf = (condition: string | undefined) =>
  condition === undefined ? {} : { condition, conditionVersion: '2.0' };

/** ARM names definitions below their subscription whatever the scope. */
export function definitionId(scope: string, name: string): string {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
}
