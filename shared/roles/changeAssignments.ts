import { findConditionFault } from '../access/parseCondition.ts';
import type { AccessReader, AccessWriter, RoleAssignment } from '../access/ports.ts';
import { readManagementGroups } from '../access/readManagementGroups.ts';
import { roleDefinitionName } from '../access/roleDefinitionName.ts';
import { coversScope, subscriptionOf } from '../access/scope.ts';
import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import { sameResource } from '../fleet/resourceId.ts';
import { auditedOrder, type Order } from '../sessions/auditedOrder.ts';
import type { AuditLog } from '../sessions/ports.ts';
import { isLastOwner, lastOwner } from './lastOwner.ts';

export type AssignmentDeps = {
  readonly access: AccessReader;
  readonly accessWriter: AccessWriter;
  readonly audit: AuditLog;
  readonly now: () => number;
};

export type AssignmentPlace = Pick<RoleAssignment, 'scope' | 'name'>;
type Wanted = Omit<RoleAssignment, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'>;

/** The assignment of this name at this very scope. */
export async function findAssignment(
  { access }: Pick<AssignmentDeps, 'access'>,
  { scope, name }: AssignmentPlace,
): Promise<RoleAssignment | undefined> {
  const all = await access.roleAssignments();
  return all.find((one) => sameResource(one.name, name) && sameResource(one.scope, scope));
}

/**
 * Assigns a role, or changes condition and description of an assignment: as in ARM nothing else of it ever changes,
 * and the same call again changes nothing.
 */
export async function putAssignment(
  deps: AssignmentDeps,
  order: Order & { readonly wanted: Wanted },
): Promise<{ readonly assignment: RoleAssignment; readonly isNew: boolean }> {
  const { wanted } = order;
  const all = await deps.access.roleAssignments();
  const before = all.find(({ name }) => sameResource(name, wanted.name));
  if (before !== undefined) requireSameGrant(before, wanted);
  await requireAssignable(deps, wanted);
  requireCondition(wanted);
  if (before !== undefined) return { assignment: await change(deps, order, before), isNew: false };
  requireRoom(all, wanted);
  const stamp = { createdAt: deps.now(), createdBy: order.caller.principalId };
  const assignment = { ...wanted, ...stamp };
  if (!(await deps.accessWriter.insertAssignment(assignment))) throw exists();
  await audit(deps, order, 'roleAssigned', assignment);
  return { assignment, isNew: true };
}

async function change(
  deps: AssignmentDeps,
  order: Order & { readonly wanted: Wanted },
  before: RoleAssignment,
): Promise<RoleAssignment> {
  const { condition, description } = order.wanted;
  if (before.condition === condition && before.description === description) return before;
  const { condition: _condition, description: _description, ...kept } = before;
  const after: RoleAssignment = {
    ...kept,
    ...(condition === undefined ? {} : { condition }),
    ...(description === undefined ? {} : { description }),
    updatedAt: deps.now(),
    updatedBy: order.caller.principalId,
  };
  // A condition may leave an owner with nothing.
  if (condition !== undefined && (await isLastOwner(deps, before))) throw lastOwner();
  if (!(await deps.accessWriter.replaceAssignment(before, after))) throw changedMeanwhile();
  // As of two who remove each other.
  if (condition !== undefined && (await isLastOwner(deps, before))) {
    await deps.accessWriter.replaceAssignment(after, before);
    throw lastOwner();
  }
  await audit(deps, order, 'roleAssigned', after);
  return after;
}

/** Resolves to the assignment that is gone now, undefined when there was none. */
export async function removeAssignment(
  deps: AssignmentDeps,
  order: Order & AssignmentPlace,
): Promise<RoleAssignment | undefined> {
  const found = await findAssignment(deps, order);
  if (found === undefined) return undefined;
  if (await isLastOwner(deps, found)) throw lastOwner();
  if (!(await deps.accessWriter.removeAssignment(found))) return undefined;
  // Of two owners who remove each other at once neither was the last one before: whoever sees nobody left stays.
  if (await isLastOwner(deps, found)) {
    await deps.accessWriter.insertAssignment(found);
    throw lastOwner();
  }
  await audit(deps, order, 'roleUnassigned', found);
  return found;
}

const isSameGrant = (one: RoleAssignment, other: Wanted): boolean =>
  sameResource(one.principalId, other.principalId) &&
  sameResource(one.scope, other.scope) &&
  roleDefinitionName(one.roleDefinitionId) === roleDefinitionName(other.roleDefinitionId);

function requireSameGrant(before: RoleAssignment, wanted: Wanted): void {
  if (isSameGrant(before, wanted)) return;
  throw new SallyportError(
    'RoleAssignmentUpdateNotPermitted',
    'An assignment of this name exists, and its principal, role and scope never change. Use another GUID.',
    { target: 'roleAssignmentName' },
  );
}

async function requireAssignable(
  { access }: AssignmentDeps,
  { roleDefinitionId, scope }: Wanted,
): Promise<void> {
  const [role] = await access.roleDefinitionsOf([roleDefinitionId]);
  if (role === undefined) {
    throw new SallyportError(
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${roleDefinitionName(roleDefinitionId)}' does not exist.`,
      { target: 'properties.roleDefinitionId' },
    );
  }
  const above = await readManagementGroups(access, [scope]);
  if (role.assignableScopes.some((upper) => coversScope(upper, scope, above))) return;
  throw new SallyportError(
    'RoleNotAssignableHere',
    `The role '${role.roleName}' can be assigned at and below ${role.assignableScopes.join(', ')} only.`,
    { target: 'properties.roleDefinitionId' },
  );
}

/** Any child of a scope is a scope, also one that is not there: without an end to it the table has none. */
function requireRoom(all: readonly RoleAssignment[], wanted: Wanted): void {
  const subscription = subscriptionOf(wanted.scope);
  const here = all.filter(({ scope }) => subscriptionOf(scope) === subscription);
  if (here.length < limits.maxRoleAssignmentsPerSubscription) return;
  throw new SallyportError(
    'RoleAssignmentLimitExceeded',
    `The subscription has ${here.length} role assignments, and may have no more. Assign roles to groups, or delete assignments that nobody needs.`,
  );
}

/** A condition that cannot be read gives nothing: better to hear it now. */
function requireCondition({ condition }: Wanted): void {
  const faultAt = condition === undefined ? undefined : findConditionFault(condition);
  if (condition === undefined || faultAt === undefined) return;
  const rest = condition.slice(faultAt, faultAt + 24);
  const near = rest === '' ? 'its end' : `'${rest}'`;
  throw new SallyportError(
    'InvalidRequest',
    `The condition (version 2.0) cannot be read from character ${faultAt + 1} on, at ${near}.`,
    { target: 'properties.condition' },
  );
}

const exists = (): SallyportError =>
  new SallyportError('RoleAssignmentExists', 'The role assignment already exists.');

const changedMeanwhile = (): SallyportError =>
  new SallyportError(
    'PreconditionFailed',
    'The role assignment was changed by somebody else. Read it again, and repeat the change if it still makes sense.',
  );

async function audit(
  deps: AssignmentDeps,
  order: Order,
  event: 'roleAssigned' | 'roleUnassigned',
  { name, principalType, principalId, roleDefinitionId, scope, condition }: RoleAssignment,
): Promise<void> {
  const [role] = await deps.access.roleDefinitionsOf([roleDefinitionId]);
  const roleName = role?.roleName ?? roleDefinitionId;
  const under = condition === undefined ? '' : ' under a condition';
  await deps.audit.write({
    time: deps.now(),
    event,
    ...auditedOrder(order),
    scope,
    affectedPrincipalId: principalId,
    roleName,
    reason: `${name}: ${roleName} of ${principalType} ${principalId}${under}`,
  });
}
