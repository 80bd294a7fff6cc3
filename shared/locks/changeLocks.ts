import type { Caller } from '../access/caller.ts';
import { coversScope } from '../access/scope.ts';
import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import type { FleetReader } from '../fleet/fleet.ts';
import { sameResource } from '../fleet/resourceId.ts';
import { auditedOrder, type Order } from '../sessions/auditedOrder.ts';
import type { AuditLog } from '../sessions/ports.ts';
import {
  type AccessLock,
  type AccessLockStore,
  accessLocked,
  type LockPlace,
  locksInForce,
  namesOneOf,
} from './accessLock.ts';
import { type EndLockedDeps, endLocked } from './endLocked.ts';

export type ChangeLockDeps = EndLockedDeps & {
  readonly locks: AccessLockStore;
  readonly fleet: Pick<FleetReader, 'targets' | 'bastions' | 'subscription'>;
};

export type LockOrder = Order &
  Pick<AccessLock, 'scope' | 'name' | 'principalId' | 'principalName' | 'reason'> & {
    /** From now on; null: until it is removed. */
    readonly durationMs: number | null;
    readonly allowSelf: boolean;
  };

export type Locked = {
  readonly lock: AccessLock;
  readonly isNew: boolean;
  readonly endedSessions: number;
};

/**
 * Locks, and ends what the lock covers. The lock comes first: whoever connects meanwhile meets it, and a session
 * that a crash leaves alive is met by the sweep.
 */
export async function putLock(deps: ChangeLockDeps, order: LockOrder): Promise<Locked> {
  const { caller, durationMs, scope, name, principalId, principalName, reason } = order;
  await requireLockable(deps, scope);
  await requireFree(deps, caller, scope);
  const createdAt = deps.now();
  const expiresAt = durationMs === null ? undefined : createdAt + durationMs;
  const by = { createdBy: caller.name, createdByPrincipalId: caller.principalId };
  const lock: AccessLock = { scope, name, principalId, principalName, reason, expiresAt, createdAt, ...by };
  if (namesOneOf(lock, idsOf(caller)) && !order.allowSelf) throw yourself();
  await requireRoom(deps, lock);
  const isNew = await deps.locks.put(lock);
  await audit(deps, order, 'lock', lock);
  return { lock, isNew, endedSessions: await endLocked(deps, lock) };
}

/** Resolves to the lock that is gone now, undefined when there was none. */
export async function removeLock(
  deps: ChangeLockDeps,
  order: Order & LockPlace,
): Promise<AccessLock | undefined> {
  await requireFree(deps, order.caller, order.scope);
  const removed = await deps.locks.remove(order);
  if (removed !== undefined) await audit(deps, order, 'unlock', removed);
  return removed;
}

const idsOf = ({ principalId, groups }: Caller): readonly string[] => [principalId, ...groups];

/** Who was locked lifts no lock where that lock holds: it may be in force against somebody with a stolen account. */
async function requireFree(deps: ChangeLockDeps, caller: Caller, scope: string): Promise<void> {
  const found = await locksInForce(deps, [scope]);
  const own = found.find((lock) => namesOneOf(lock, idsOf(caller)) && coversScope(lock.scope, scope));
  if (own !== undefined) throw accessLocked(own);
}

async function requireRoom(deps: ChangeLockDeps, { scope, name }: LockPlace): Promise<void> {
  const here = (await locksInForce(deps, [scope])).filter((lock) => sameResource(lock.scope, scope));
  const others = here.filter((lock) => !sameResource(lock.name, name));
  if (others.length < limits.maxLocksPerScope) return;
  throw new SallyportError(
    'AccessLockLimitExceeded',
    `There are ${limits.maxLocksPerScope} locks here. Remove those that are not needed, or lock a group.`,
  );
}

/** A lock on a misspelt scope would look as if it held. */
async function requireLockable({ fleet }: ChangeLockDeps, scope: string): Promise<void> {
  const [targets, bastions] = await Promise.all([fleet.targets(), fleet.bastions()]);
  if ([...targets, ...bastions].some(({ resourceId }) => coversScope(scope, resourceId))) return;
  throw new SallyportError(
    'ResourceNotFound',
    'No machine and no bastion is at or below this scope, so a lock would keep nobody out.',
    { target: scope },
  );
}

function yourself(): SallyportError {
  return new SallyportError(
    'InvalidRequest',
    'This would lock you out, and only somebody else could lift it. Set allowSelf if that is what you want.',
    { target: 'properties.principalId' },
  );
}

async function audit(
  deps: { readonly audit: AuditLog; readonly now: () => number },
  order: Order,
  event: 'lock' | 'unlock',
  { name, scope, principalId, principalName, reason, expiresAt }: AccessLock,
): Promise<void> {
  const who =
    principalId === undefined ? 'everybody' : [principalName, principalId].filter(Boolean).join(' ');
  const until = expiresAt === undefined ? '' : ` until ${new Date(expiresAt).toISOString()}`;
  await deps.audit.write({
    time: deps.now(),
    event,
    ...auditedOrder(order),
    scope,
    ...(principalId === undefined ? {} : { affectedPrincipalId: principalId }),
    ...(principalId === undefined || principalName === undefined ? {} : { affectedUserName: principalName }),
    reason: `${name}: ${who}${until}: ${reason}`,
  });
}
