import { limits } from '../contracts/limits.ts';
import { type EndDeps, endSession } from './endSession.ts';
import type { Due } from './ports.ts';
import type { Session, Versioned } from './session.ts';

/** Sessions that one sweep looks at; the rest waits for the next one. */
const maxPerSweep = 500;

export type Swept = { readonly looked: number; readonly ended: number };

/**
 * What a timer does to what is overdue. Reads only due rows, so its cost grows with what is due. Each step
 * is a conditional write or may be repeated: two sweeps at once, or one killed midway, harm nothing.
 */
export async function sweepSessions(deps: EndDeps): Promise<Swept> {
  const due = await deps.sessions.due(deps.now(), maxPerSweep);
  let ended = 0;
  for (const one of due) if (await sweepOne(deps, one)) ended += 1;
  return { looked: due.length, ended };
}

async function sweepOne(deps: EndDeps, due: Due): Promise<boolean> {
  const found = await deps.sessions.get(due.sessionId);
  if (found === undefined || found.value.dueAt !== due.dueAt) {
    await deps.sessions.dropDue(due);
    return false;
  }
  switch (found.value.state) {
    case 'Pending':
      await endSession(deps, due.sessionId, { reason: 'NeverConnected' });
      return true;
    case 'Disconnecting':
    case 'Ended':
      await endSession(deps, due.sessionId, { reason: 'ConnectionLost' });
      return true;
    case 'Active':
      return await checkActive(deps, found);
  }
}

async function checkActive(deps: EndDeps, found: Versioned<Session>): Promise<boolean> {
  const session = found.value;
  const now = deps.now();
  if (!(await deps.messaging.isConnected(session.sessionId))) {
    await endSession(deps, session.sessionId, { reason: 'ConnectionLost' });
    return true;
  }
  const relay = await deps.relays.get(session.relayId);
  if (now - (relay?.heartbeatTime ?? 0) > limits.relayLostSeconds * 1000) {
    await endSession(deps, session.sessionId, { reason: 'RelayLost' });
    return true;
  }
  const served = relay?.sessions.find((one) => one.sessionId === session.sessionId);
  const lastActivityTime = Math.max(
    session.lastActivityTime,
    Date.parse(served?.lastActivityTime ?? '') || 0,
  );
  // Lost to a concurrent change: its writer has set the next due time.
  await deps.sessions.replace(
    { ...session, lastActivityTime, dueAt: now + limits.connectionCheckSeconds * 1000 },
    found.version,
  );
  return false;
}
