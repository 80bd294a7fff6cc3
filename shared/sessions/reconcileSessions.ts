import type { OperationResult } from '../contracts/relayApi.ts';
import { bastionKey, type Hash } from '../fleet/keys.ts';
import { allActive } from './allActive.ts';
import { attachToRelay } from './connectionEvents.ts';
import { type EndDeps, endSessionAt } from './endSession.ts';
import { inParallel } from './inParallel.ts';
import type { Answers, Refresh } from './refresh.ts';
import { restoreServed } from './restoreSession.ts';
import { isLive, type Session } from './session.ts';
import { bastionKeyOf } from './sessionId.ts';

export type ReconcileDeps = EndDeps & { readonly hash: Hash };

/** A session younger than this may not have reached its relay yet: its absence there proves nothing. */
const settlingMs = 3_000;

/**
 * Makes the table agree with what the relays said: a session whose connection is gone ends, one that its relay
 * does not serve yet is attached again, one that the table lost is restored. Writes only what differs.
 */
export async function reconcileSessions(
  deps: ReconcileDeps,
  refresh: Refresh,
  answers: Answers,
): Promise<readonly Session[]> {
  const served = new Map([...answers].map(([relayId, { sessions }]) => [relayId, activityOf(sessions)]));
  const known = await allActive(deps, refresh.bastionId);
  const kept = await inParallel(known, async (session) => {
    const activity = served.get(session.relayId);
    return activity === undefined ? session : await reconcile(deps, refresh, session, activity);
  });
  const knownIds = new Set(known.map(({ sessionId }) => sessionId));
  const partition = bastionKey(deps.hash, refresh.bastionId);
  const restored = await inParallel([...served], ([relayId, activity]) => {
    // A relay may serve other bastions too.
    const own = [...activity.keys()].filter((sessionId) => bastionKeyOf(sessionId) === partition);
    return restoreServed(deps, { relayId, served: own, known: knownIds });
  });
  // Ids sort newest first.
  return [...kept.filter((session) => session !== undefined), ...restored.flat()].toSorted((a, b) =>
    a.sessionId < b.sessionId ? -1 : 1,
  );
}

/** Session id → last activity, of the sessions that a relay serves. */
type Activity = ReadonlyMap<string, string>;

const activityOf = (sessions: OperationResult['sessions']): Activity =>
  new Map(sessions.map(({ sessionId, lastActivityTime }) => [sessionId, lastActivityTime]));

async function reconcile(
  deps: EndDeps,
  { startTime }: Refresh,
  session: Session,
  activity: Activity,
): Promise<Session | undefined> {
  const served = activity.get(session.sessionId);
  if (served !== undefined) {
    const lastActivityTime = Date.parse(served);
    // Shown, not stored: activity changes all the time and a refresh of unchanged sessions writes nothing.
    return Number.isNaN(lastActivityTime) ? session : { ...session, lastActivityTime };
  }
  // By the time of the question: an answer that is fetched late knows nothing of what came after.
  if (session.state !== 'Active' || startTime - session.startTime < settlingMs) return session;
  if (await deps.messaging.isConnected(session.sessionId)) {
    await attachToRelay(deps, session);
    return session;
  }
  return await endLost(deps, session);
}

/** A viewer that is on its way back with a fresh ticket, or has come back since the list was read, stays. */
async function endLost(deps: EndDeps, { sessionId, connectionId }: Session): Promise<Session | undefined> {
  const found = await deps.sessions.get(sessionId);
  if (found === undefined || !isLive(found.value)) return undefined;
  if (found.value.ticketHash !== undefined || found.value.connectionId !== connectionId) return found.value;
  const ended = await endSessionAt(deps, found, { reason: 'ConnectionLost' });
  return ended === undefined ? found.value : undefined;
}
