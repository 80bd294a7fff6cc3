import { limits } from '../contracts/limits.ts';
import { activateSession } from './connectionEvents.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { type RightsDeps, stillAllowed } from './heldRights.ts';
import { inParallel } from './inParallel.ts';
import type { Due } from './ports.ts';
import type { Session, Versioned } from './session.ts';

export type SweepDeps = EndDeps & RightsDeps;

/** Due sessions that are read at once. */
const pageSize = 500;
/** A sweep that has worked for this long leaves the rest to the next one. */
const maxSweepMs = 8_000;

export type Swept = { readonly looked: number; readonly ended: number; readonly faults: readonly unknown[] };

/**
 * What a timer does to what is overdue. Reads only due rows, so its cost grows with what is due. Each step
 * is a conditional write or may be repeated: two sweeps at once, or one killed midway, harm nothing. A
 * session that cannot be looked at stays due and keeps no other one from being looked at.
 */
export async function sweepSessions(deps: SweepDeps): Promise<Swept> {
  const started = deps.now();
  let looked = 0;
  let ended = 0;
  const faults: unknown[] = [];
  for (;;) {
    const page = await deps.sessions.due(started, pageSize);
    let done = 0;
    await inParallel(page, async (one) => {
      try {
        const result = await sweepOne(deps, one);
        if (result === 'ended') ended += 1;
        if (result !== 'kept') done += 1;
      } catch (fault) {
        faults.push(fault);
      }
    });
    looked += page.length;
    if (page.length < pageSize || done === 0 || deps.now() - started > maxSweepMs) {
      return { looked, ended, faults };
    }
  }
}

/** What was looked at, or belongs to no session any more, is no longer due at that time. */
async function sweepOne(deps: SweepDeps, due: Due): Promise<'ended' | 'kept' | 'dropped'> {
  const found = await deps.sessions.get(due.sessionId);
  // A due time is stored before its session: the change to this one may still be on its way.
  if (found !== undefined && found.value.dueAt < due.dueAt) return 'kept';
  const ended = found?.value.dueAt === due.dueAt && (await look(deps, found));
  await deps.sessions.dropDue(due);
  return ended ? 'ended' : 'dropped';
}

async function look(deps: SweepDeps, found: Versioned<Session>): Promise<boolean> {
  const { sessionId, state } = found.value;
  switch (state) {
    case 'Pending':
      if (await arrivedUnseen(deps, found.value)) return false;
      await endSession(deps, sessionId, { reason: 'NeverConnected' });
      return true;
    case 'Disconnecting':
    case 'Ended':
      // The reason that was decided stands, whatever is said here.
      await endSession(deps, sessionId, { reason: 'ConnectionLost' });
      return true;
    case 'Active':
      return await checkActive(deps, found);
  }
}

/** A viewer that was admitted and is there, but whose `connected` event was lost. */
async function arrivedUnseen(deps: SweepDeps, { sessionId, connectionId }: Session): Promise<boolean> {
  if (connectionId === undefined || !(await deps.messaging.isConnected(sessionId))) return false;
  await activateSession(deps, { sessionId, connectionId });
  return true;
}

async function checkActive(deps: SweepDeps, found: Versioned<Session>): Promise<boolean> {
  const session = found.value;
  const now = deps.now();
  if (!(await deps.messaging.isConnected(session.sessionId))) {
    await endSession(deps, session.sessionId, { reason: 'ConnectionLost' });
    return true;
  }
  const relay = await deps.relays.get(session.relayId);
  const silentMs = now - (relay?.heartbeatTime ?? 0);
  // Silent towards us only: after an outage of the control plane every relay is, and serves on all the same.
  if (
    silentMs > limits.relayLostSeconds * 1000 &&
    !(await deps.messaging.isRelayConnected(session.relayId))
  ) {
    await endSession(deps, session.sessionId, { reason: 'RelayLost' });
    return true;
  }
  if (!(await stillAllowed(deps, session.sessionId))) {
    await endSession(deps, session.sessionId, { reason: 'AccessRevoked' });
    return true;
  }
  const served = relay?.sessions.find((one) => one.sessionId === session.sessionId);
  const lastActivityTime = Math.max(
    session.lastActivityTime,
    Date.parse(served?.lastActivityTime ?? '') || 0,
  );
  // Lost to a concurrent change: its writer has set the next due time. A way back that was asked for and
  // not taken by now is closed, or the end of this connection would go unnoticed.
  const ticketHash = undefined;
  const dueAt = now + limits.connectionCheckSeconds * 1000;
  await deps.sessions.replace({ ...session, lastActivityTime, ticketHash, dueAt }, found.version);
  return false;
}
