import { z } from 'zod';
import type { DenyAssignment, RoleAssignment, RoleDefinition } from '../access/ports.ts';
import { roleDefinitionName } from '../access/roleDefinitionName.ts';
import { resourceKey } from '../fleet/resourceId.ts';
import { sha256 } from './sha256.ts';

const permission = z.strictObject({
  actions: z.array(z.string()),
  notActions: z.array(z.string()),
  dataActions: z.array(z.string()),
  notDataActions: z.array(z.string()),
  condition: z.string().exactOptional(),
});
export const roleDefinition = z.strictObject({
  name: z.guid(),
  roleName: z.string(),
  type: z.enum(['BuiltInRole', 'CustomRole']),
  description: z.string(),
  assignableScopes: z.array(z.string()),
  permissions: z.array(permission),
});
export const roleAssignment = z.strictObject({
  name: z.guid(),
  principalId: z.guid(),
  principalType: z.enum(['User', 'Group', 'ServicePrincipal']),
  roleDefinitionId: z.string(),
  scope: z.string(),
  condition: z.string().exactOptional(),
  description: z.string().exactOptional(),
  createdAt: z.number().exactOptional(),
  createdBy: z.string().exactOptional(),
  updatedAt: z.number().exactOptional(),
  updatedBy: z.string().exactOptional(),
});
const denyPrincipal = z.strictObject({ id: z.guid(), type: z.string() });
export const denyAssignment = z.strictObject({
  name: z.guid(),
  denyAssignmentName: z.string(),
  description: z.string(),
  permissions: z.array(permission),
  scope: z.string(),
  doNotApplyToChildScopes: z.boolean(),
  principals: z.array(denyPrincipal),
  excludePrincipals: z.array(denyPrincipal),
  condition: z.string().exactOptional(),
  isSystemProtected: z.boolean().exactOptional(),
});
export const groupsAbove = z.strictObject({
  subscriptionId: z.guid(),
  managementGroups: z.array(z.string()),
});
const row = z.object({ json: z.string() });

/** Assignments are in the partition of their principal; no principal id is one of these words. */
export const definitionPartition = 'roleDefinition';
export const denyPartition = 'denyAssignment';
export const groupPartition = 'managementGroup';

export type AccessRow = { readonly partitionKey: string; readonly rowKey: string; readonly json: string };

export function parseRow<T extends z.ZodType>(schema: T, entity: unknown): z.infer<T> {
  return schema.parse(JSON.parse(row.parse(entity).json));
}

/** Named after role and scope, so that a principal has a role at a scope once, whoever writes at the same time. */
export function assignmentRow(assignment: RoleAssignment): AccessRow {
  const { principalId, roleDefinitionId, scope } = assignment;
  return {
    partitionKey: principalId.toLowerCase(),
    rowKey: sha256(`${roleDefinitionName(roleDefinitionId)} ${resourceKey(scope)}`),
    json: JSON.stringify(roleAssignment.parse(assignment)),
  };
}

export const definitionRow = (definition: RoleDefinition): AccessRow => ({
  partitionKey: definitionPartition,
  rowKey: definition.name.toLowerCase(),
  json: JSON.stringify(roleDefinition.parse(definition)),
});

export const denyRow = (deny: DenyAssignment): AccessRow => ({
  partitionKey: denyPartition,
  rowKey: deny.name.toLowerCase(),
  json: JSON.stringify(denyAssignment.parse(deny)),
});

export const groupsRow = ({
  subscriptionId,
  managementGroups,
}: {
  readonly subscriptionId: string;
  readonly managementGroups: readonly string[];
}): AccessRow => ({
  partitionKey: groupPartition,
  rowKey: subscriptionId.toLowerCase(),
  json: JSON.stringify(groupsAbove.parse({ subscriptionId, managementGroups })),
});
