import type { Caller } from '../access/caller.ts';
import { accessLocked, findLock, type LockDeps, type Place } from './accessLock.ts';

/** Throws `AccessLocked` when a lock keeps the caller out. For whoever may know the place: its rights come first. */
export async function requireUnlocked(
  deps: LockDeps,
  { caller, place }: { readonly caller: Pick<Caller, 'principalId' | 'groups'>; readonly place: Place },
): Promise<void> {
  const principalIds = [caller.principalId, ...caller.groups];
  const lock = await findLock(deps, { principalIds, place });
  if (lock !== undefined) throw accessLocked(lock);
}
