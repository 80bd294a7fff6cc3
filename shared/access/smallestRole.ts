import type { AccessCheck } from './decideAccess.ts';
import { listsAction } from './listsAction.ts';
import type { Permission, RoleDefinition } from './ports.ts';
import { coversScope, type ManagementGroups } from './scope.ts';

/**
 * The narrowest of `candidates` that gives everything asked about, were it assigned at the scope. A role with a
 * condition is never proposed: whether it helps hangs on more than the action.
 */
export function smallestRole(
  candidates: readonly RoleDefinition[],
  checks: readonly AccessCheck[],
  managementGroups?: ManagementGroups,
): RoleDefinition | undefined {
  if (checks.length === 0) return undefined;
  const helping = candidates.filter(
    (role) =>
      checks.every(({ scope }) => isAssignable(role, scope, managementGroups)) &&
      checks.every((check) => role.permissions.some((entry) => gives(entry, check))),
  );
  return helping.toSorted(byBreadth)[0];
}

const isAssignable = (role: RoleDefinition, scope: string, managementGroups?: ManagementGroups): boolean =>
  role.assignableScopes.some((upper) => coversScope(upper, scope, managementGroups));

const gives = (entry: Permission, check: AccessCheck): boolean =>
  entry.condition === undefined && listsAction(entry, check) === 'Listed';

const byBreadth = (a: RoleDefinition, b: RoleDefinition): number =>
  breadthOf(a) - breadthOf(b) || excludedBy(b) - excludedBy(a) || a.roleName.localeCompare(b.roleName);

const excludedBy = ({ permissions }: RoleDefinition): number =>
  permissions.reduce(
    (sum, { notActions, notDataActions }) => sum + notActions.length + notDataActions.length,
    0,
  );

/**
 * How much a role gives, as one number: the sum over what it lists. The fewer segments stand before the first
 * wildcard the more a pattern gives; reading is a thousandth of doing; data weighs a thousand times what is around it.
 */
export function breadthOf({ permissions }: RoleDefinition): number {
  const sum = (patterns: readonly string[]): number =>
    patterns.reduce((total, pattern) => total + breadthOfPattern(pattern), 0);
  return permissions.reduce(
    (total, { actions, dataActions }) => total + sum(actions) + 1_000 * sum(dataActions),
    0,
  );
}

/** By how many whole segments stand before the first wildcard. */
const breadths = [1_000_000, 10_000, 1_000, 100];

function breadthOfPattern(pattern: string): number {
  const wildcard = pattern.indexOf('*');
  const fixed = pattern.slice(0, wildcard).split('/').length - 1;
  const breadth = wildcard === -1 ? 1 : (breadths[fixed] ?? 10);
  return /\/read$/i.test(pattern) ? breadth / 1_000 : breadth;
}
