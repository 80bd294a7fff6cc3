import { isSameSecret } from '../access/isSameSecret.ts';
import type { RelayCommand } from '../contracts/frames.ts';
import { limits } from '../contracts/limits.ts';
import type { Hash } from '../fleet/keys.ts';
import { auditedSession } from './auditedSession.ts';
import { demoteSession } from './demoteSession.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { lostAccess, type RightsDeps } from './heldRights.ts';
import { holdsPort, isLive, type Session, type Versioned } from './session.ts';
import { toRelaySession } from './sessionsOfRelay.ts';
import { tellOperator, tellOperatorTo } from './tellOperator.ts';

export type ConnectionDeps = EndDeps & RightsDeps & { readonly hash: Hash };

/** Web PubSub's user id of a viewer before it is admitted: session id and ticket. */
export const viewerUserId = (sessionId: string, ticket: string): string => `${sessionId}.${ticket}`;

/**
 * The `connect` event: may this connection have the session? The ticket is used up by one conditional write,
 * so of many connections with one URL at most one is admitted. It takes the place of the one before, which
 * is closed. Rights and locks are asked for again: the URL may be two minutes old. Undefined = refused.
 */
export async function admitConnection(
  deps: ConnectionDeps,
  input: { readonly userId: string; readonly connectionId: string },
): Promise<Session | undefined> {
  const dot = input.userId.indexOf('.');
  const sessionId = input.userId.slice(0, Math.max(dot, 0));
  const ticketHash = deps.hash(input.userId.slice(dot + 1));
  const found = await deps.sessions.get(sessionId);
  if (found === undefined || !isLive(found.value)) return undefined;
  if (!isSameSecret(ticketHash, found.value.ticketHash ?? '')) return undefined;
  const lost = await lostAccess(deps, found.value);
  if (lost !== undefined) {
    await endSession(deps, sessionId, lost);
    return undefined;
  }
  const session = {
    ...found.value,
    ticketHash: undefined,
    connectionId: input.connectionId,
    // It has not arrived at the hub yet, where a sweep would look for it.
    dueAt: deps.now() + limits.connectionCheckSeconds * 1000,
  };
  if (!(await deps.sessions.replace(session, found.version))) return undefined;
  const { connectionId: before } = found.value;
  if (before !== undefined && before !== input.connectionId) await deps.messaging.closeConnection(before);
  return session;
}

/**
 * The `connected` event: `Pending` → `Active`, and the relay is told to serve it. A connection that is not
 * the session's own, or whose session ended while it was on its way, is closed and changes nothing.
 */
export async function activateSession(
  deps: EndDeps,
  input: { readonly sessionId: string; readonly connectionId: string },
): Promise<void> {
  const session = await becomeActive(deps, input);
  if (session === undefined) return await deps.messaging.closeConnection(input.connectionId);
  await attachToRelay(deps, session);
  // Taken over while it was on its way: its URL still carried the right to type.
  if (session.isHandingOver === true) await demoteSession(deps, session.sessionId);
  if (session.protocol !== 'Serial') return;
  if (holdsPort(session)) await tellOperator(deps, session.portId);
  else await tellOperatorTo(deps, session);
}

/** Lets the relay reach the session and tells it to serve it. May be repeated. */
export async function attachToRelay(deps: EndDeps, session: Session): Promise<void> {
  const relay = await deps.relays.get(session.relayId);
  if (!relay?.connectionId) return; // The relay learns of it with its next connect or heartbeat.
  await deps.messaging.link(relay.connectionId, session);
  await deps.messaging.command(session.relayId, attachCommand(session));
}

async function becomeActive(
  deps: EndDeps,
  input: { readonly sessionId: string; readonly connectionId: string },
): Promise<Session | undefined> {
  for (;;) {
    const found = await deps.sessions.get(input.sessionId);
    if (found === undefined || !isLive(found.value)) return undefined;
    if (found.value.connectionId !== input.connectionId) return undefined;
    if (found.value.state === 'Active') {
      // Again, in case the first attempt died before it wrote this.
      await auditConnect(deps, found.value);
      return found.value;
    }
    const now = deps.now();
    const session: Session = {
      ...found.value,
      state: 'Active',
      startTime: now,
      lastActivityTime: now,
      dueAt: now + limits.connectionCheckSeconds * 1000,
    };
    if (!(await deps.sessions.replace(session, found.version))) continue;
    await auditConnect(deps, session);
    return session;
  }
}

async function auditConnect(deps: EndDeps, session: Session): Promise<void> {
  await deps.audit.write({
    id: `${session.sessionId}_connect`,
    time: session.startTime,
    event: 'connect',
    outcome: 'Success',
    ...auditedSession(session),
    sessionId: session.sessionId,
    reason: session.recording === undefined ? session.mode : `${session.mode}, recorded`,
  });
}

/** The `disconnected` event: the session's own connection is gone for good. */
export async function connectionGone(
  deps: ConnectionDeps,
  input: { readonly sessionId: string; readonly connectionId: string },
): Promise<void> {
  const found = await deps.sessions.get(input.sessionId);
  if (found === undefined || found.value.connectionId !== input.connectionId) return;
  // A live ticket means that the viewer is on its way back with a fresh URL.
  if (found.value.ticketHash !== undefined) return;
  if (found.value.protocol === 'SSH') return await awaitReturn(deps, found);
  await endSession(deps, input.sessionId, { reason: 'ConnectionLost' });
}

/**
 * A serial console goes on in a new session, a shell does not: it stays open for a while. Lost to a concurrent
 * change, whose due time is no later than this one.
 */
async function awaitReturn(deps: ConnectionDeps, { value, version }: Versioned<Session>): Promise<void> {
  if (value.state !== 'Active') return;
  const dueAt = deps.now() + limits.sshGraceSeconds * 1000;
  await deps.sessions.replace({ ...value, dueAt }, version);
}

/** The viewer said goodbye itself. */
export async function closedByUser(
  deps: ConnectionDeps,
  input: { readonly sessionId: string; readonly connectionId: string },
): Promise<void> {
  const found = await deps.sessions.get(input.sessionId);
  if (found === undefined || found.value.connectionId !== input.connectionId) return;
  await endSession(deps, input.sessionId, { reason: 'ClosedByUser' });
}

export function attachCommand(session: Session): RelayCommand {
  return { kind: 'attach', session: toRelaySession(session) };
}
