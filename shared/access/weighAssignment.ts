import { both, conditionHolds } from './condition.ts';
import type { AccessCheck, AccessFacts } from './decideAccess.ts';
import { includesId } from './includesId.ts';
import { listsAction } from './listsAction.ts';
import type { Permission, RoleAssignment, RoleDefinition } from './ports.ts';
import { roleDefinitionName } from './roleDefinitionName.ts';
import { coversScope } from './scope.ts';

const outcomes = [
  'ActionNotListed',
  'ActionExcluded',
  'ConditionNotMet',
  'ConditionUnknown',
  'RoleAssignment',
] as const;
type Outcome = (typeof outcomes)[number];

/** What one assignment comes to; `role` is absent when its definition is gone. */
export type Weighed = {
  readonly assignment: RoleAssignment;
  readonly role: RoleDefinition | undefined;
  readonly cause: Outcome;
};
export type MissedAssignment = Weighed & { readonly cause: Exclude<Outcome, 'RoleAssignment'> };

/** Undefined for an assignment that is somebody else's or does not reach the scope. */
export function weighAssignment(
  facts: AccessFacts,
  assignment: RoleAssignment,
  check: AccessCheck,
): Weighed | undefined {
  if (!includesId(facts.principalIds, assignment.principalId)) return undefined;
  if (!coversScope(assignment.scope, check.scope, facts.managementGroups)) return undefined;
  const name = roleDefinitionName(assignment.roleDefinitionId);
  const role = facts.definitions.find((definition) => definition.name.toLowerCase() === name);
  const found = (role?.permissions ?? []).map((entry) => weighEntry(entry, assignment.condition, check));
  const best = Math.max(0, ...found.map((outcome) => outcomes.indexOf(outcome)));
  return { assignment, role, cause: outcomes[best] ?? 'ActionNotListed' };
}

/** Each entry of `permissions` stands for itself. */
function weighEntry(entry: Permission, condition: string | undefined, check: AccessCheck): Outcome {
  const listed = listsAction(entry, check);
  if (listed !== 'Listed') return listed;
  const truth = both(conditionHolds(condition, check), conditionHolds(entry.condition, check));
  if (truth === undefined) return 'ConditionUnknown';
  return truth ? 'RoleAssignment' : 'ConditionNotMet';
}
