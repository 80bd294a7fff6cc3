import { conditionHolds } from './condition.ts';
import { matchesAction } from './matchesAction.ts';
import type { DenyAssignment, Permission, RoleAssignment, RoleDefinition } from './ports.ts';
import { roleDefinitionName } from './roleDefinitionName.ts';
import { coversScope, isScope } from './scope.ts';

/** The facts of one principal: its own id and its groups', its assignments, their roles, and all deny assignments. */
export type AccessFacts = {
  readonly principalIds: readonly string[];
  readonly assignments: readonly RoleAssignment[];
  readonly definitions: readonly RoleDefinition[];
  readonly denyAssignments: readonly DenyAssignment[];
};

type Check = { readonly action: string; readonly scope: string; readonly isDataAction?: boolean };

export type AccessDecision = {
  readonly action: string;
  readonly scope: string;
  readonly allowed: boolean;
  /** Id of the role assignment or deny assignment that decided; absent when nothing grants the action. */
  readonly decidedBy?: string;
  /** Set when a deny assignment decided. */
  readonly deniedBy?: DenyAssignment;
  /** A sentence for people. */
  readonly reason: string;
};

/**
 * Azure RBAC for one action at one scope. Deny assignments come first; then assignments add up; what a role
 * subtracts (`notActions`) is subtracted from that role only. Whatever is malformed or not understood never
 * grants, and never lifts a deny.
 */
export function decideAccess(facts: AccessFacts, check: Check): AccessDecision {
  const { action, scope } = check;
  const refused = (reason: string): AccessDecision => ({ action, scope, allowed: false, reason });
  if (action === '' || action.includes('*')) return refused(`'${action}' is not the name of one action.`);
  if (!isScope(scope)) return refused(`'${scope}' is not a scope.`);

  const deniedBy = facts.denyAssignments.find((deny) => denies(deny, facts.principalIds, check));
  if (deniedBy !== undefined) {
    const reason = `The deny assignment '${deniedBy.denyAssignmentName}' at ${deniedBy.scope} denies it.`;
    return { ...refused(reason), decidedBy: denyAssignmentId(deniedBy), deniedBy };
  }
  for (const assignment of facts.assignments) {
    const role = findGrantingRole(facts, assignment, check);
    if (role === undefined) continue;
    const reason = `The role '${role.roleName}', assigned at ${assignment.scope}, grants it.`;
    return { action, scope, allowed: true, decidedBy: roleAssignmentId(assignment), reason };
  }
  return refused(`No role assignment at this scope or above grants '${action}'.`);
}

export const roleAssignmentId = ({ scope, name }: { scope: string; name: string }): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;

const denyAssignmentId = ({ scope, name }: DenyAssignment): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/denyAssignments/${name}`;

function findGrantingRole(
  facts: AccessFacts,
  assignment: RoleAssignment,
  check: Check,
): RoleDefinition | undefined {
  if (!includesId(facts.principalIds, assignment.principalId)) return undefined;
  if (!coversScope(assignment.scope, check.scope)) return undefined;
  if (conditionHolds(assignment.condition, check.action) !== true) return undefined;
  const name = roleDefinitionName(assignment.roleDefinitionId);
  const role = facts.definitions.find((definition) => definition.name.toLowerCase() === name);
  const isGranting = role?.permissions.some(
    (permission) => lists(permission, check) && conditionHolds(permission.condition, check.action) === true,
  );
  return isGranting === true ? role : undefined;
}

function denies(deny: DenyAssignment, principalIds: readonly string[], check: Check): boolean {
  if (!isDeniedTo(deny, principalIds) || !isDeniedAt(deny, check.scope)) return false;
  if (conditionHolds(deny.condition, check.action) === false) return false;
  return deny.permissions.some(
    (permission) => lists(permission, check) && conditionHolds(permission.condition, check.action) !== false,
  );
}

const everybody = '00000000-0000-0000-0000-000000000000';

/** Everybody can be denied, but not excluded from a denial. */
function isDeniedTo(deny: DenyAssignment, principalIds: readonly string[]): boolean {
  const isNamed = deny.principals.some(({ id, type }) =>
    id === everybody ? type === 'SystemDefined' : includesId(principalIds, id),
  );
  return isNamed && !deny.excludePrincipals.some(({ id }) => includesId(principalIds, id));
}

function isDeniedAt(deny: DenyAssignment, scope: string): boolean {
  if (!isScope(deny.scope)) return true;
  if (!coversScope(deny.scope, scope)) return false;
  return !deny.doNotApplyToChildScopes || coversScope(scope, deny.scope);
}

/** Control and data actions never cross: `*` under actions gives no data action. */
function lists(permission: Permission, { action, isDataAction = false }: Check): boolean {
  const [given, taken] = isDataAction
    ? [permission.dataActions, permission.notDataActions]
    : [permission.actions, permission.notActions];
  const isMatch = (pattern: string): boolean => matchesAction(pattern, action);
  return given.some(isMatch) && !taken.some(isMatch);
}

function includesId(ids: readonly string[], wanted: string): boolean {
  return ids.some((id) => id.toLowerCase() === wanted.toLowerCase());
}
