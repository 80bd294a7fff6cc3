import { type EndDeps, endSession } from '../sessions/endSession.ts';
import { inParallel } from '../sessions/inParallel.ts';
import { type LiveSessionDeps, liveSessionsAt } from '../sessions/liveSessionsAt.ts';
import type { Session } from '../sessions/session.ts';
import { type AccessLock, lockEnd, namesOneOf } from './accessLock.ts';

export type EndLockedDeps = EndDeps & LiveSessionDeps;

/** Ends the sessions that a lock covers, `Pending` ones too. Resolves to how many there were. */
export async function endLocked(deps: EndLockedDeps, lock: AccessLock): Promise<number> {
  const here = await liveSessionsAt(deps, lock.scope);
  const ended = await inParallel(here, async (session) => {
    if (!(await isNamed(deps, lock, session))) return false;
    // One that cannot be ended now is met by the sweep, which asks for the same locks.
    await endSession(deps, session.sessionId, lockEnd(lock)).catch(() => undefined);
    return true;
  });
  return ended.filter(Boolean).length;
}

/** Groups are not in a session's row: they are what it was opened with. */
async function isNamed(
  { heldRights }: EndDeps,
  lock: AccessLock,
  { sessionId, principalId }: Session,
): Promise<boolean> {
  if (lock.principalId === undefined || namesOneOf(lock, [principalId])) return true;
  return namesOneOf(lock, (await heldRights.get(sessionId))?.groups ?? []);
}
