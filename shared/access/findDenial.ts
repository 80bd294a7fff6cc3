import { conditionHolds } from './condition.ts';
import type { AccessCheck, AccessFacts } from './decideAccess.ts';
import { includesId } from './includesId.ts';
import { listsAction } from './listsAction.ts';
import type { DenyAssignment } from './ports.ts';
import { coversScope, isScope, type ManagementGroups } from './scope.ts';

/** The nil GUID of type `SystemDefined`: everybody. */
const everybody = '00000000-0000-0000-0000-000000000000';

/** The first deny assignment that applies. One whose scope or condition is not understood applies. */
export function findDenial(facts: AccessFacts, check: AccessCheck): DenyAssignment | undefined {
  return facts.denyAssignments.find(
    (deny) =>
      isDeniedTo(deny, facts.principalIds) &&
      isDeniedAt(deny, check.scope, facts.managementGroups) &&
      conditionHolds(deny.condition, check) !== false &&
      deny.permissions.some(
        (entry) => listsAction(entry, check) === 'Listed' && conditionHolds(entry.condition, check) !== false,
      ),
  );
}

export const isForEverybody = (deny: DenyAssignment): boolean =>
  deny.principals.some(({ id, type }) => id === everybody && type.toLowerCase() === 'systemdefined');

/** Everybody can be denied, but not excluded from a denial. */
function isDeniedTo(deny: DenyAssignment, principalIds: readonly string[]): boolean {
  const isNamed =
    isForEverybody(deny) ||
    deny.principals.some(({ id }) => id !== everybody && includesId(principalIds, id));
  return (
    isNamed && !deny.excludePrincipals.some(({ id }) => id !== everybody && includesId(principalIds, id))
  );
}

function isDeniedAt(deny: DenyAssignment, scope: string, managementGroups?: ManagementGroups): boolean {
  if (!isScope(deny.scope)) return true;
  if (!coversScope(deny.scope, scope, managementGroups)) return false;
  return !deny.doNotApplyToChildScopes || coversScope(scope, deny.scope);
}
