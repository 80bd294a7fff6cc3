import { limits } from '../contracts/limits.ts';
import type { OperationResult } from '../contracts/relayApi.ts';
import { allActive } from './allActive.ts';
import { attachToRelay } from './connectionEvents.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { inParallel } from './inParallel.ts';
import type { OperationStore } from './ports.ts';
import type { Session } from './session.ts';

export type RefreshDeps = EndDeps & {
  readonly operations: OperationStore;
  readonly newId: () => string;
  readonly wait: (milliseconds: number) => Promise<void>;
};

export type Refreshed = {
  readonly sessions: readonly Session[];
  readonly unansweredRelays: readonly string[];
};

const pollMs = 20;
/** A session younger than this may not have reached its relay yet: its absence there proves nothing. */
const settlingMs = 3_000;

/**
 * Asks the relays of a bastion what is true now and makes the table agree: a session whose connection is
 * gone ends, one that the relay does not serve yet is attached again. Writes only what differs.
 */
export async function refreshSessions(
  deps: RefreshDeps,
  bastionId: string,
  relayIds: readonly string[],
): Promise<Refreshed> {
  const answers = await askRelays(deps, relayIds);
  const served = new Map([...answers].map(([relayId, { sessions }]) => [relayId, activityOf(sessions)]));
  const kept = await inParallel(await allActive(deps, bastionId), async (session) => {
    const activity = served.get(session.relayId);
    return activity === undefined ? session : await reconcile(deps, session, activity);
  });
  return {
    sessions: kept.filter((session) => session !== undefined),
    unansweredRelays: relayIds.filter((id) => !answers.has(id)),
  };
}

/** Session id → last activity, of the sessions that a relay serves. */
type Activity = ReadonlyMap<string, string>;

const activityOf = (sessions: OperationResult['sessions']): Activity =>
  new Map(sessions.map(({ sessionId, lastActivityTime }) => [sessionId, lastActivityTime]));

async function askRelays(
  deps: RefreshDeps,
  relayIds: readonly string[],
): Promise<ReadonlyMap<string, OperationResult>> {
  const operationId = deps.newId();
  const deadline = deps.now() + limits.refreshTimeoutMs;
  const asked: string[] = [];
  for (const relayId of relayIds) {
    const relay = await deps.relays.get(relayId);
    const silentMs = deps.now() - (relay?.heartbeatTime ?? 0);
    if (!relay?.connectionId || silentMs > limits.relayLostSeconds * 1000) continue;
    await deps.messaging.command(relayId, { kind: 'report', operationId });
    asked.push(relayId);
  }
  let answers = new Map<string, OperationResult>();
  while (answers.size < asked.length && deps.now() < deadline) {
    await deps.wait(pollMs);
    answers = new Map(await deps.operations.answers(operationId));
  }
  if (answers.size > 0) await deps.operations.clear(operationId);
  return answers;
}

async function reconcile(
  deps: RefreshDeps,
  session: Session,
  activity: Activity,
): Promise<Session | undefined> {
  const served = activity.get(session.sessionId);
  if (served !== undefined) {
    const lastActivityTime = Date.parse(served);
    // Shown, not stored: activity changes all the time and a refresh of unchanged sessions writes nothing.
    return Number.isNaN(lastActivityTime) ? session : { ...session, lastActivityTime };
  }
  if (session.state !== 'Active' || deps.now() - session.startTime < settlingMs) return session;
  if (!(await deps.messaging.isConnected(session.sessionId))) {
    await endSession(deps, session.sessionId, { reason: 'ConnectionLost' });
    return undefined;
  }
  await attachToRelay(deps, session);
  return session;
}
