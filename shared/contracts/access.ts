import * as z from 'zod';

/** `POST {scope}/providers/Microsoft.Authorization/checkAccess`: may I, and what decides it. */

const actionName = z.string().min(1).max(256);
const maxActions = 100;

export const checkAccessRequest = z
  .object({
    actions: z.array(actionName).max(maxActions).default([]),
    dataActions: z.array(actionName).max(maxActions).default([]),
    /** Somebody else's access; needs `Microsoft.Authorization/roleAssignments/read` at the scope. */
    principalId: z.guid().optional(),
    /** Something was changed in Azure just now: do not answer from what is remembered. */
    refresh: z.boolean().default(false),
  })
  .refine(({ actions, dataActions }) => actions.length + dataActions.length > 0, {
    path: ['actions'],
    message: 'Name at least one action or data action',
  });

/** What decided. Everything but `RoleAssignment` is a refusal. */
const accessCauses = [
  /** A role assignment gives it. */
  'RoleAssignment',
  /** A deny assignment takes it, whatever roles give. */
  'DenyAssignment',
  /** A role gives it, but only under a condition that does not hold here. */
  'ConditionNotMet',
  /** A role gives it under a condition that hangs on something which Sallyport does not know: so it does not. */
  'ConditionUnknown',
  /** A role lists it and takes it away again (`notActions`). */
  'ActionExcluded',
  /** The roles that reach this scope do not list it. */
  'ActionNotListed',
  /** No role assignment reaches this scope. */
  'NoRoleAssignment',
  /** What was asked about is no action, or no scope. */
  'NotAnAction',
] as const;
export type AccessCause = (typeof accessCauses)[number];

const consideredAssignment = z.object({
  roleAssignmentId: z.string(),
  roleDefinitionId: z.string(),
  /** Absent when the definition is gone: then the assignment gives nothing. */
  roleName: z.string().optional(),
  /** Where it was made. */
  scope: z.string(),
  /** It was made above the scope that was asked about. */
  isInherited: z.boolean(),
  /** The group that it was made to, of which the principal is a member. Absent: to the principal itself. */
  groupId: z.string().optional(),
  condition: z.string().optional(),
});

/** An assignment that reaches the scope, and why it does not give the action. */
const missedAssignment = consideredAssignment.extend({
  cause: z.enum(['ConditionNotMet', 'ConditionUnknown', 'ActionExcluded', 'ActionNotListed']),
});

const decidingDenial = z.object({
  denyAssignmentId: z.string(),
  denyAssignmentName: z.string(),
  scope: z.string(),
  isInherited: z.boolean(),
  /** It is for everybody whom it does not leave out. */
  isForEverybody: z.boolean(),
});

const suggestedRole = z.object({
  roleDefinitionId: z.string(),
  roleName: z.string(),
  type: z.enum(['BuiltInRole', 'CustomRole']),
  description: z.string(),
});
export type SuggestedRole = Readonly<z.infer<typeof suggestedRole>>;

const accessDecisionRow = z.object({
  action: z.string(),
  isDataAction: z.boolean(),
  allowed: z.boolean(),
  cause: z.enum(accessCauses),
  /** Id of the role assignment or deny assignment that decided it; absent when nothing grants the action. */
  decidedBy: z.string().optional(),
  /** A sentence for people. */
  reason: z.string(),
  grantedBy: consideredAssignment.optional(),
  deniedBy: decidingDenial.optional(),
  /** With a refusal: at most twenty, those that came nearest first. */
  missed: z.array(missedAssignment).optional(),
  /** The narrowest role that would give it, were it assigned here; absent where no role helps, and beyond 30 refusals. */
  smallestRole: suggestedRole.optional(),
});

export const checkAccessResponse = z.object({
  /** Whose access this is. */
  principalId: z.string(),
  scope: z.string(),
  /** One row per action, then one per data action, in the order asked. */
  value: z.array(accessDecisionRow),
  /** The narrowest single role that would give all that is missing and that a role can give. */
  smallestRole: suggestedRole.optional(),
});
export type CheckAccessResponse = z.infer<typeof checkAccessResponse>;
export type AccessDecisionRow = z.infer<typeof accessDecisionRow>;

/** What a 403 says besides its sentence: what is missing, and where to ask why. It tells nothing of what exists. */
export const missingAccess = z.object({
  action: z.string(),
  isDataAction: z.boolean(),
  scope: z.string(),
  cause: z.enum(accessCauses),
  /** Path to `POST` to. */
  checkAccess: z.string(),
});
export type MissingAccess = Readonly<z.infer<typeof missingAccess>>;
