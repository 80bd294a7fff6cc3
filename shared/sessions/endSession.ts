import { disconnectedText } from '../console/disconnectedText.ts';
import type { Messaging } from '../console/messaging.ts';
import { SallyportError } from '../contracts/errors.ts';
import { auditedSession } from './auditedSession.ts';
import type { HeldRightsStore } from './heldRights.ts';
import type { AuditLog, End, OperatorLock, RelayStore, SessionStore } from './ports.ts';
import { holdsPort, type Session, type Versioned } from './session.ts';
import { tellOperator } from './tellOperator.ts';

export type EndDeps = {
  readonly sessions: SessionStore;
  readonly operators: OperatorLock;
  readonly heldRights: HeldRightsStore;
  readonly relays: RelayStore;
  readonly messaging: Messaging;
  readonly audit: AuditLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** A crashed disconnect is finished by the sweep after this time. */
const finishMs = 5_000;

/**
 * Ends a session, whoever asks and however often: the first reason stands. State first, so that a crash
 * leaves the rest to the sweep; then the person is told, then the connection is closed.
 * Resolves to the ended session, or undefined when there never was one.
 */
export async function endSession(deps: EndDeps, sessionId: string, end: End): Promise<Session | undefined> {
  const deciding = await decide(deps, sessionId, end);
  if (deciding === undefined) return await deps.sessions.getEnded(sessionId);
  return await finish(deps, deciding);
}

/**
 * Ends a live session only if it is still at the version that the decision was made from: what happened since,
 * such as a way back that was asked for, is not overruled. Undefined, and nothing changed, when it is not.
 */
export async function endSessionAt(
  deps: EndDeps,
  found: Versioned<Session>,
  end: End,
): Promise<Session | undefined> {
  const decided = await decideAt(deps, found, end);
  return decided === undefined ? undefined : await finish(deps, decided);
}

/** `Pending` or `Active` → `Disconnecting`. Undefined when the session is archived or unknown. */
async function decide(deps: EndDeps, sessionId: string, end: End): Promise<Versioned<Session> | undefined> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const found = await deps.sessions.get(sessionId);
    if (found === undefined) return undefined;
    if (found.value.state === 'Disconnecting' || found.value.state === 'Ended') return found;
    const decided = await decideAt(deps, found, end);
    if (decided !== undefined) return decided;
  }
  throw new SallyportError('StorageUnavailable', 'This session is changing too often to be ended. Retry.');
}

async function decideAt(
  deps: EndDeps,
  { value, version }: Versioned<Session>,
  end: End,
): Promise<Versioned<Session> | undefined> {
  const now = deps.now();
  const session: Session = {
    ...value,
    state: 'Disconnecting',
    ticketHash: undefined,
    endTime: now,
    endReason: end.reason,
    endedBy: end.by,
    endMessage: end.message,
    dueAt: now + finishMs,
  };
  return await deps.sessions.replace(session, version);
}

async function finish(deps: EndDeps, found: Versioned<Session>): Promise<Session> {
  const session = found.value;
  const ended: Session = { ...session, state: 'Ended' };
  if (session.state === 'Disconnecting') {
    await closeConsole(deps, session);
    // Before `Ended`, which nobody finishes again: a crash in between must not lose the row.
    await auditEnd(deps, ended);
    // Losing this write means that somebody else finished the same end: nothing is left to do.
    await deps.sessions.replace(ended, found.version);
  }
  if (session.protocol === 'Serial') await freePort(deps, session);
  await deps.heldRights.remove(session.sessionId);
  await deps.sessions.archive(ended);
  return ended;
}

async function freePort(deps: EndDeps, session: Session): Promise<void> {
  await deps.operators.release(session.portId, session.sessionId);
  // An operator who never came was told to nobody, unless somebody had to make way: no hub has to be up for it.
  const wasKnown = session.connectionId !== undefined || session.tookOverFrom !== undefined;
  if (holdsPort(session) && wasKnown) await tellOperator(deps, session.portId);
}

async function closeConsole(deps: EndDeps, session: Session): Promise<void> {
  const { sessionId, connectionId, endReason } = session;
  // Nobody was ever admitted, and with its ticket gone nobody will be: no hub needs to be up for this end.
  if (connectionId === undefined) return;
  if (endReason !== undefined) {
    await deps.messaging.notify(sessionId, {
      kind: 'disconnected',
      reason: endReason,
      text: disconnectedText(session.language),
      ...(session.endedBy === undefined ? {} : { by: session.endedBy }),
      ...(session.endMessage === undefined ? {} : { message: session.endMessage }),
    });
  }
  await deps.messaging.close(sessionId);
  await deps.messaging.command(session.relayId, { kind: 'detach', sessionId });
  const relay = await deps.relays.get(session.relayId);
  if (relay?.connectionId) await deps.messaging.unlink(relay.connectionId, sessionId);
}

async function auditEnd(deps: EndDeps, session: Session): Promise<void> {
  await deps.audit.write({
    id: `${session.sessionId}_end`,
    time: session.endTime ?? deps.now(),
    event: 'end',
    outcome: 'Success',
    ...auditedSession(session),
    sessionId: session.sessionId,
    reason: [session.endReason, session.endedBy, session.endMessage].filter(Boolean).join(': '),
    durationMs: Math.max(0, (session.endTime ?? deps.now()) - session.startTime),
  });
}
