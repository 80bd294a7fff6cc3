import { coversScope, subscriptionOf } from '../access/scope.ts';
import { type AccessLockInfo, SallyportError } from '../contracts/errors.ts';
import type { Target } from '../fleet/fleet.ts';
import type { End } from '../sessions/ports.ts';

/** Keeps people out of what is at and below a scope. Times are milliseconds since 1970. */
export type AccessLock = {
  readonly scope: string;
  readonly name: string;
  /** A user, an app or a group; undefined: everybody. */
  readonly principalId: string | undefined;
  readonly principalName: string | undefined;
  readonly reason: string;
  /** Undefined: until it is removed. */
  readonly expiresAt: number | undefined;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly createdByPrincipalId: string;
};

/** Keeps access locks. Scopes and names compare as ARM's do: without regard to case. */
export type AccessLockStore = {
  /** Every lock at and below a subscription, also such as are over and not swept yet. */
  list(subscriptionId: string): Promise<readonly AccessLock[]>;
  /** Stores a lock in place of the one of its scope and name. Resolves to whether there was none. */
  put(lock: AccessLock): Promise<boolean>;
  /** Resolves to the lock that is gone now, undefined when there was none. May be repeated. */
  remove(place: LockPlace): Promise<AccessLock | undefined>;
  /** Forgets at most `limit` locks that were over at a time, none that was put again since; resolves to how many. */
  purge(before: number, limit: number): Promise<number>;
};
export type LockPlace = Pick<AccessLock, 'scope' | 'name'>;
export type LockDeps = { readonly locks: Pick<AccessLockStore, 'list'>; readonly now: () => number };

const isInForce = ({ expiresAt }: AccessLock, now: number): boolean =>
  expiresAt === undefined || expiresAt > now;

export const namesOneOf = ({ principalId }: AccessLock, ids: readonly string[]): boolean =>
  principalId !== undefined && ids.some((id) => id.toLowerCase() === principalId.toLowerCase());

/** The locks in force of the subscriptions that these resources are in. */
export async function locksInForce(
  { locks, now }: LockDeps,
  resourceIds: readonly string[],
): Promise<readonly AccessLock[]> {
  const subscriptions = new Set(resourceIds.map((id) => subscriptionOf(id) ?? ''));
  const all = await Promise.all([...subscriptions].map((id) => locks.list(id)));
  const at = now();
  return all.flat().filter((lock) => isInForce(lock, at));
}

/** A session's place: it is locked by what covers its machine, or the bastion that it goes through. */
export type Place = { readonly targetResourceId: string; readonly bastionId: string };

export const placeOf = ({ resourceId, bastionId }: Target): Place => ({
  targetResourceId: resourceId,
  bastionId,
});

const isWithin = ({ scope }: AccessLock, { targetResourceId, bastionId }: Place): boolean =>
  coversScope(scope, targetResourceId) || coversScope(scope, bastionId);

/** Of the locks that keep somebody with these ids out of a place, the one that lasts longest. */
export async function findLock(
  deps: LockDeps,
  input: { readonly principalIds: readonly string[]; readonly place: Place },
): Promise<AccessLock | undefined> {
  const { principalIds, place } = input;
  const found = await locksInForce(deps, [place.targetResourceId, place.bastionId]);
  return found
    .filter((lock) => lock.principalId === undefined || namesOneOf(lock, principalIds))
    .filter((lock) => isWithin(lock, place))
    .toSorted((a, b) => lastsUntil(b) - lastsUntil(a))
    .at(0);
}

/** A number that differences are made of: two locks without an end are alike. */
const lastsUntil = ({ expiresAt = Number.MAX_SAFE_INTEGER }: AccessLock): number => expiresAt;

export function lockInfo({ reason, createdBy: by, expiresAt }: AccessLock): AccessLockInfo {
  return expiresAt === undefined
    ? { reason, by }
    : { reason, by, expiresOn: new Date(expiresAt).toISOString() };
}

/** How a session ends that it covers. */
export const lockEnd = ({ createdBy, reason }: AccessLock): End => ({
  reason: 'Locked',
  by: createdBy,
  message: reason,
});

/** What whoever is kept out is told: by whom, until when and why. */
export function accessLocked(lock: AccessLock): SallyportError {
  const info = lockInfo(lock);
  const until = info.expiresOn === undefined ? '' : ` until ${info.expiresOn}`;
  return new SallyportError(
    'AccessLocked',
    `${info.by} locked the access${until}: ${info.reason}. Ask them to remove the lock.`,
    { target: lock.scope, lock: info },
  );
}
