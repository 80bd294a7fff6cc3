import { z } from 'zod';
import type { DenyAssignment, Permission, RoleAssignment, RoleDefinition } from '../access/ports.ts';
import { roleDefinitionName } from '../access/roleDefinitionName.ts';

/** The shapes of `Microsoft.Authorization` as Azure Resource Manager sends them, with null for what is not set. */

const patterns = z.array(z.string()).nullish();
const condition = { condition: z.string().nullish(), conditionVersion: z.string().nullish() };

const permission = z
  .object({ actions: patterns, notActions: patterns, dataActions: patterns, notDataActions: patterns })
  .extend(condition)
  .transform((found): Permission => {
    const { actions, notActions, dataActions, notDataActions } = found;
    return {
      actions: actions ?? [],
      notActions: notActions ?? [],
      dataActions: dataActions ?? [],
      notDataActions: notDataActions ?? [],
      ...conditionOf(found),
    };
  });

type Conditional = {
  readonly condition?: string | null | undefined;
  readonly conditionVersion?: string | null | undefined;
};

/** A condition of a version that is not evaluated here is kept as one that nobody can read: it never grants. */
function conditionOf(found: Conditional): { readonly condition?: string } {
  if (found.condition === undefined || found.condition === null || found.condition === '') return {};
  const version = found.conditionVersion ?? '2.0';
  return { condition: version === '2.0' ? found.condition : `[version ${version}] ${found.condition}` };
}

export const armRoleAssignment = z
  .object({
    id: z.string(),
    name: z.string(),
    properties: z
      .object({
        roleDefinitionId: z.string(),
        principalId: z.string(),
        principalType: z.string().nullish(),
        scope: z.string(),
      })
      .extend(condition),
  })
  .transform(({ id, name, properties }): RoleAssignment & { readonly id: string } => {
    const { roleDefinitionId, principalId, principalType, scope } = properties;
    return {
      id,
      name,
      roleDefinitionId: roleDefinitionName(roleDefinitionId),
      principalId,
      principalType: typeOf(principalType),
      scope,
      ...conditionOf(properties),
    };
  });

/** A group of another tenant is a group; whatever else there is, is somebody. */
function typeOf(principalType: string | null | undefined): RoleAssignment['principalType'] {
  if (principalType === 'Group' || principalType === 'ForeignGroup') return 'Group';
  return principalType === 'ServicePrincipal' ? 'ServicePrincipal' : 'User';
}

export const armRoleDefinition = z
  .object({
    id: z.string(),
    name: z.string(),
    properties: z.object({
      roleName: z.string(),
      type: z.string(),
      description: z.string().nullish(),
      assignableScopes: z.array(z.string()),
      permissions: z.array(permission),
    }),
  })
  .transform(({ id, name, properties }): RoleDefinition & { readonly id: string } => ({
    id,
    name,
    roleName: properties.roleName,
    type: properties.type === 'BuiltInRole' ? 'BuiltInRole' : 'CustomRole',
    description: properties.description ?? '',
    assignableScopes: properties.assignableScopes,
    permissions: properties.permissions,
  }));

const principals = z.array(z.object({ id: z.string(), type: z.string().default('') }));

export const armDenyAssignment = z
  .object({
    id: z.string(),
    name: z.string(),
    properties: z
      .object({
        denyAssignmentName: z.string(),
        description: z.string().nullish(),
        permissions: z.array(permission),
        scope: z.string(),
        doNotApplyToChildScopes: z.boolean().nullish(),
        principals,
        excludePrincipals: principals.nullish(),
        isSystemProtected: z.boolean().nullish(),
      })
      .extend(condition),
  })
  .transform(({ id, name, properties }): DenyAssignment & { readonly id: string } => {
    const { denyAssignmentName, description, permissions, scope, principals: denied } = properties;
    const { doNotApplyToChildScopes, excludePrincipals, isSystemProtected } = properties;
    return {
      id,
      name,
      denyAssignmentName,
      description: description ?? '',
      permissions,
      scope,
      doNotApplyToChildScopes: doNotApplyToChildScopes ?? false,
      principals: denied,
      excludePrincipals: excludePrincipals ?? [],
      ...(isSystemProtected === true ? { isSystemProtected } : {}),
      ...conditionOf(properties),
    };
  });
