import { z } from 'zod';

const principalTypes = ['User', 'Group', 'ServicePrincipal'] as const;

/** `PUT {scope}/providers/Microsoft.Authorization/roleAssignments/{guid}`, as ARM takes it. */
export const putRoleAssignmentRequest = z.object({
  properties: z.object({
    /** The ARM id of a role definition; its last segment is the GUID that counts. */
    roleDefinitionId: z.string().max(500),
    principalId: z.guid(),
    principalType: z.enum(principalTypes).default('User'),
    description: z.string().max(1_024).nullish(),
    /** Version 2.0. */
    condition: z.string().max(8_192).nullish(),
    conditionVersion: z.literal('2.0').nullish(),
  }),
});

export const roleAssignmentResource = z.object({
  id: z.string(),
  name: z.string(),
  type: z.literal('Microsoft.Authorization/roleAssignments'),
  properties: z.object({
    roleDefinitionId: z.string(),
    principalId: z.string(),
    principalType: z.string(),
    scope: z.string(),
    description: z.string().optional(),
    condition: z.string().optional(),
    conditionVersion: z.string().optional(),
    createdOn: z.string().optional(),
    /** Object ids of whoever wrote it. */
    createdBy: z.string().optional(),
    updatedOn: z.string().optional(),
    updatedBy: z.string().optional(),
  }),
});
export type RoleAssignmentResource = z.infer<typeof roleAssignmentResource>;
export const roleAssignmentList = z.object({ value: z.array(roleAssignmentResource) });

const actionPatterns = z.array(z.string());
const permissionEntry = z.object({
  actions: actionPatterns,
  notActions: actionPatterns,
  dataActions: actionPatterns,
  notDataActions: actionPatterns,
  condition: z.string().optional(),
  conditionVersion: z.string().optional(),
});
/** `*`, or names of a provider's operations in which `*` stands for any text. */
const actionPattern = z
  .string()
  .max(256)
  .regex(
    /^(\*|[A-Za-z*][\w.*-]*(\/[\w.*-]+)+)$/,
    'Use an action such as Microsoft.Compute/virtualMachines/read',
  );
const patterns = z.array(actionPattern).max(1_000).default([]);

/** Where a custom role may be assigned: ARM has subscriptions and resource groups, and management groups above. */
const assignableScope = z
  .string()
  .max(500)
  .regex(/^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?$/i, 'Use a subscription or a resource group');

/** One property of a row, and little enough that reading all roles costs nobody much. */
const maxRoleLength = 30_000;

/** `PUT {scope}/providers/Microsoft.Authorization/roleDefinitions/{guid}`: a custom role. */
export const putRoleDefinitionRequest = z.object({
  properties: z
    .object({
      roleName: z
        .string()
        .trim()
        .min(1)
        .max(128)
        .regex(/^\P{Cc}+$/u, 'Use one line without control characters'),
      description: z.string().max(1_024).default(''),
      permissions: z
        .array(
          z.object({
            actions: patterns,
            notActions: patterns,
            dataActions: patterns,
            notDataActions: patterns,
          }),
        )
        .min(1)
        .max(10),
      assignableScopes: z.array(assignableScope).min(1).max(100),
    })
    .refine((role) => JSON.stringify(role).length <= maxRoleLength, {
      path: ['permissions'],
      message: `A role has at most ${maxRoleLength} characters as JSON; use wildcards`,
    }),
});

export const roleDefinitionResource = z.object({
  id: z.string(),
  /** The GUID. */
  name: z.string(),
  type: z.literal('Microsoft.Authorization/roleDefinitions'),
  properties: z.object({
    roleName: z.string(),
    type: z.enum(['BuiltInRole', 'CustomRole']),
    description: z.string(),
    assignableScopes: z.array(z.string()),
    permissions: z.array(permissionEntry),
  }),
});
export type RoleDefinitionResource = z.infer<typeof roleDefinitionResource>;
export const roleDefinitionList = z.object({ value: z.array(roleDefinitionResource) });
export const permissionList = z.object({ value: z.array(permissionEntry) });
export type PermissionEntry = z.infer<typeof permissionEntry>;
