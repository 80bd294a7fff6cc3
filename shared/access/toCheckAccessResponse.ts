import type { AccessDecisionRow, CheckAccessResponse, SuggestedRole } from '../contracts/access.ts';
import { type AccessDecision, denyAssignmentId, roleAssignmentId } from './decideAccess.ts';
import { isForEverybody } from './findDenial.ts';
import type { RoleDefinition } from './ports.ts';
import { roleDefinitionName } from './roleDefinitionName.ts';
import { isSameScope } from './scope.ts';
import { definitionId } from './toAuthorizationResource.ts';
import type { Weighed } from './weighAssignment.ts';

type Explained = {
  readonly principalId: string;
  readonly scope: string;
  readonly decisions: readonly AccessDecision[];
  /** The role that would give what these decisions refuse. */
  readonly suggest: (refused: readonly AccessDecision[]) => RoleDefinition | undefined;
};

/** The answer of `checkAccess`. */
export function toCheckAccessResponse(explained: Explained): CheckAccessResponse {
  const { principalId, scope, decisions, suggest } = explained;
  const curable = decisions.filter(isCurable);
  const cured = new Set(curable.slice(0, maxSuggested));
  return {
    principalId,
    scope,
    value: decisions.map((decision) =>
      toRow(decision, cured.has(decision) ? suggest([decision]) : undefined),
    ),
    ...withRole(suggest(curable), scope),
  };
}

/** A role helps against a missing role; not against a denial, nor where nothing was asked that is an action. */
const isCurable = ({ allowed, cause }: AccessDecision): boolean =>
  !allowed && cause !== 'DenyAssignment' && cause !== 'NotAnAction';

const maxMissed = 20;
/** Each looks through every role; anybody who is signed in may ask. */
const maxSuggested = 30;

function toRow(decision: AccessDecision, role: RoleDefinition | undefined): AccessDecisionRow {
  const { action, isDataAction, allowed, cause, decidedBy, reason, scope, grantedBy, missed } = decision;
  return {
    action,
    isDataAction,
    allowed,
    cause,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    reason,
    ...(grantedBy === undefined ? {} : { grantedBy: toConsidered(grantedBy, scope) }),
    ...deniedBy(decision),
    ...(missed.length === 0
      ? {}
      : {
          missed: missed
            .slice(0, maxMissed)
            .map((one) => ({ ...toConsidered(one, scope), cause: one.cause })),
        }),
    ...withRole(role, scope),
  };
}

function toConsidered({ assignment, role }: Weighed, scope: string) {
  const { condition, principalId, principalType } = assignment;
  return {
    roleAssignmentId: roleAssignmentId(assignment),
    roleDefinitionId: definitionId(assignment.scope, roleDefinitionName(assignment.roleDefinitionId)),
    ...(role === undefined ? {} : { roleName: role.roleName }),
    scope: assignment.scope,
    isInherited: !isSameScope(assignment.scope, scope),
    ...(principalType === 'Group' ? { groupId: principalId } : {}),
    ...(condition === undefined ? {} : { condition }),
  };
}

function deniedBy({ deniedBy: deny, scope }: AccessDecision): Pick<AccessDecisionRow, 'deniedBy'> {
  if (deny === undefined) return {};
  return {
    deniedBy: {
      denyAssignmentId: denyAssignmentId(deny),
      denyAssignmentName: deny.denyAssignmentName,
      scope: deny.scope,
      isInherited: !isSameScope(deny.scope, scope),
      isForEverybody: isForEverybody(deny),
    },
  };
}

function withRole(
  role: RoleDefinition | undefined,
  scope: string,
): { readonly smallestRole?: SuggestedRole } {
  if (role === undefined) return {};
  const { name, roleName, type, description } = role;
  return { smallestRole: { roleDefinitionId: definitionId(scope, name), roleName, type, description } };
}
