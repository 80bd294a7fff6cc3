import type { AccessCause } from '../contracts/access.ts';
import type { KnownAttributes } from './attributes.ts';
import { findDenial } from './findDenial.ts';
import type { DenyAssignment, RoleAssignment, RoleDefinition } from './ports.ts';
import { isScope, type ManagementGroups } from './scope.ts';
import { type MissedAssignment, type Weighed, weighAssignment } from './weighAssignment.ts';

/** The facts of one principal: its own id and its groups', its assignments, their roles, and all deny assignments. */
export type AccessFacts = {
  readonly principalIds: readonly string[];
  readonly assignments: readonly RoleAssignment[];
  readonly definitions: readonly RoleDefinition[];
  readonly denyAssignments: readonly DenyAssignment[];
  /** Of the subscriptions that are asked about. */
  readonly managementGroups?: ManagementGroups;
};

/** One thing to do to one resource. */
export type AccessCheck = {
  readonly action: string;
  readonly scope: string;
  readonly isDataAction?: boolean;
  /** What conditions may ask about it. */
  readonly attributes?: KnownAttributes;
};

export type AccessDecision = {
  readonly action: string;
  readonly scope: string;
  readonly isDataAction: boolean;
  readonly allowed: boolean;
  readonly cause: AccessCause;
  /** A sentence for people. */
  readonly reason: string;
  /** Id of the role assignment or deny assignment that decided; absent when nothing grants the action. */
  readonly decidedBy?: string;
  /** With `RoleAssignment`. */
  readonly grantedBy?: Weighed;
  /** With `DenyAssignment`. */
  readonly deniedBy?: DenyAssignment;
  /** Assignments that reach the scope without giving the action, those that come nearest first. */
  readonly missed: readonly MissedAssignment[];
};

/**
 * Azure RBAC for one action at one scope. Deny assignments come first; then assignments add up; what a role
 * subtracts (`notActions`) is subtracted from that role only. Whatever is malformed or not understood never
 * grants, and never lifts a deny. `docs/access.md` has the rules.
 */
export function decideAccess(facts: AccessFacts, check: AccessCheck): AccessDecision {
  const { action, scope, isDataAction = false } = check;
  const asked = { action, scope, isDataAction, allowed: false, missed: [] };
  if (!isActionName(action)) {
    return { ...asked, cause: 'NotAnAction', reason: `'${action}' is not the name of one action.` };
  }
  if (!isScope(scope)) return { ...asked, cause: 'NotAnAction', reason: `'${scope}' is not a scope.` };
  const deniedBy = findDenial(facts, check);
  if (deniedBy !== undefined) {
    const reason = `The deny assignment '${deniedBy.denyAssignmentName}' at ${deniedBy.scope} denies it.`;
    return { ...asked, cause: 'DenyAssignment', reason, decidedBy: denyAssignmentId(deniedBy), deniedBy };
  }
  return { ...asked, ...addUp(facts, check) };
}

const isActionName = (action: string): boolean => action !== '' && !action.includes('*');

type Sum = Pick<AccessDecision, 'allowed' | 'cause' | 'reason' | 'decidedBy' | 'grantedBy' | 'missed'>;

function addUp(facts: AccessFacts, check: AccessCheck): Sum {
  const missed: MissedAssignment[] = [];
  for (const assignment of facts.assignments) {
    const weighed = weighAssignment(facts, assignment, check);
    if (weighed?.cause === 'RoleAssignment') {
      const decidedBy = roleAssignmentId(assignment);
      const reason = sentenceOfGrant(weighed);
      return { allowed: true, cause: 'RoleAssignment', reason, decidedBy, grantedBy: weighed, missed: [] };
    }
    if (weighed !== undefined) missed.push({ ...weighed, cause: weighed.cause });
  }
  missed.sort((a, b) => nearness.indexOf(a.cause) - nearness.indexOf(b.cause));
  const cause = missed[0]?.cause ?? 'NoRoleAssignment';
  return { allowed: false, cause, reason: sentenceOfRefusal(check.action, missed), missed };
}

const nearness = ['ConditionUnknown', 'ConditionNotMet', 'ActionExcluded', 'ActionNotListed'] as const;

function sentenceOfGrant({ assignment, role }: Weighed): string {
  const to = assignment.principalType === 'Group' ? ` to the group '${assignment.principalId}'` : '';
  return `The role '${role?.roleName}', assigned${to} at ${assignment.scope}, grants it.`;
}

function sentenceOfRefusal(action: string, [nearest, ...others]: readonly MissedAssignment[]): string {
  if (nearest === undefined) return `No role assignment at this scope or above grants '${action}'.`;
  const { cause, assignment, role } = nearest;
  const named = `The role '${role?.roleName ?? 'that no longer exists'}', assigned at ${assignment.scope},`;
  switch (cause) {
    case 'ConditionUnknown':
      return `${named} gives '${action}' under a condition that hangs on something which Sallyport does not know.`;
    case 'ConditionNotMet':
      return `${named} gives '${action}' under a condition that is not met here.`;
    case 'ActionExcluded':
      return `${named} leaves '${action}' out (notActions).`;
    case 'ActionNotListed': {
      const names = [nearest, ...others].map(
        (one) => `'${one.role?.roleName ?? 'one that no longer exists'}'`,
      );
      const distinct = [...new Set(names)];
      return `None of the roles that reach this scope has '${action}': ${distinct.slice(0, 5).join(', ')}${distinct.length > 5 ? ', …' : ''}.`;
    }
  }
}

export const roleAssignmentId = ({ scope, name }: { scope: string; name: string }): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;

export const denyAssignmentId = ({ scope, name }: { scope: string; name: string }): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/denyAssignments/${name}`;
