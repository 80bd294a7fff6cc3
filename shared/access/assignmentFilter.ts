import { SallyportError } from '../contracts/errors.ts';
import type { RoleAssignment } from './ports.ts';
import { coversScope, type ManagementGroups } from './scope.ts';

/** ARM's `$filter` of role assignments, taken apart. All that is set must hold. */
export type AssignmentFilter = {
  /** At the scope or above it; otherwise below it, too. */
  readonly atScope: boolean;
  /** Assigned to this user or app itself, or to a group that it is in. */
  readonly assignedTo?: string;
  /** Assigned to exactly this user, app or group. */
  readonly principalId?: string;
};

/**
 * `atScope()`, `assignedTo('{id}')`, `principalId eq '{id}'`, joined by `and`. Anything else is refused, what is no
 * object id, too: the directory would be asked about it, and its answer looks as if it were down.
 */
export function parseAssignmentFilter(text: string): AssignmentFilter {
  let filter: AssignmentFilter = { atScope: false };
  for (const clause of text.trim() === '' ? [] : text.trim().split(/\s+and\s+/i)) {
    const assignedTo = /^assignedTo\('([\da-f-]{36})'\)$/i.exec(clause)?.[1];
    const principalId = /^principalId\s+eq\s+'([\da-f-]{36})'$/i.exec(clause)?.[1];
    if (/^atScope\(\)$/i.test(clause)) filter = { ...filter, atScope: true };
    else if (assignedTo !== undefined) filter = { ...filter, assignedTo };
    else if (principalId !== undefined) filter = { ...filter, principalId };
    else throw unknownFilter();
  }
  return filter;
}

function unknownFilter(): SallyportError {
  return new SallyportError(
    'InvalidRequest',
    "Role assignments are filtered by atScope(), assignedTo('{id}') and principalId eq '{id}', joined by and.",
    { target: '$filter' },
  );
}

/** Those at, above and below `scope` that pass the filter. `groups` are those of `filter.assignedTo`. */
export function selectAssignments(
  assignments: readonly RoleAssignment[],
  input: {
    readonly scope: string;
    readonly filter: AssignmentFilter;
    readonly groups: readonly string[];
    readonly managementGroups?: ManagementGroups;
  },
): readonly RoleAssignment[] {
  const { scope, filter, groups, managementGroups } = input;
  const holders = filter.assignedTo === undefined ? undefined : [filter.assignedTo, ...groups];
  return assignments.filter(
    (assignment) =>
      (coversScope(assignment.scope, scope, managementGroups) ||
        (!filter.atScope && coversScope(scope, assignment.scope))) &&
      (holders === undefined || isOneOf(holders, assignment.principalId)) &&
      (filter.principalId === undefined || isOneOf([filter.principalId], assignment.principalId)),
  );
}

const isOneOf = (ids: readonly string[], wanted: string): boolean =>
  ids.some((id) => id.toLowerCase() === wanted.toLowerCase());
