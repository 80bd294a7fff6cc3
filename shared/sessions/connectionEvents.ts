import type { RelayCommand } from '../contracts/frames.ts';
import { limits } from '../contracts/limits.ts';
import type { Hash } from '../fleet/keys.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { isLive, type Session } from './session.ts';

export type ConnectionDeps = EndDeps & { readonly hash: Hash };

/** Web PubSub's user id of a viewer before it is admitted: session id and ticket. */
export const viewerUserId = (sessionId: string, ticket: string): string => `${sessionId}.${ticket}`;

/**
 * The `connect` event: may this connection have the session? The ticket is used up by one conditional write,
 * so of many connections with one URL at most one is admitted. Undefined = refused.
 */
export async function admitConnection(
  deps: ConnectionDeps,
  input: { readonly userId: string; readonly connectionId: string },
): Promise<Session | undefined> {
  const dot = input.userId.indexOf('.');
  const sessionId = input.userId.slice(0, Math.max(dot, 0));
  const ticketHash = deps.hash(input.userId.slice(dot + 1));
  const found = await deps.sessions.get(sessionId);
  if (found === undefined || !isLive(found.value) || found.value.ticketHash !== ticketHash) return undefined;
  const session = { ...found.value, ticketHash: undefined, connectionId: input.connectionId };
  return (await deps.sessions.replace(session, found.version)) ? session : undefined;
}

/** The `connected` event: `Pending` → `Active`, and the relay is told to serve it. Late or foreign ones do nothing. */
export async function activateSession(
  deps: ConnectionDeps,
  input: { readonly sessionId: string; readonly connectionId: string },
): Promise<void> {
  const session = await becomeActive(deps, input);
  if (session === undefined) return;
  const relay = await deps.relays.get(session.relayId);
  if (!relay?.connectionId) return; // The relay learns of it with its next connect or heartbeat.
  await deps.messaging.link(relay.connectionId, session.sessionId);
  await deps.messaging.command(session.relayId, attachCommand(session));
}

async function becomeActive(
  deps: ConnectionDeps,
  input: { readonly sessionId: string; readonly connectionId: string },
): Promise<Session | undefined> {
  for (;;) {
    const found = await deps.sessions.get(input.sessionId);
    if (found === undefined || !isLive(found.value)) return undefined;
    if (found.value.connectionId !== input.connectionId) return undefined;
    if (found.value.state === 'Active') return found.value;
    const now = deps.now();
    const session: Session = {
      ...found.value,
      state: 'Active',
      startTime: now,
      lastActivityTime: now,
      dueAt: now + limits.connectionCheckSeconds * 1000,
    };
    if (!(await deps.sessions.replace(session, found.version))) continue;
    await deps.audit.write({
      time: now,
      event: 'connect',
      outcome: 'Success',
      principalId: session.principalId,
      userName: session.userEmail,
      sourceIpAddress: session.sourceIpAddress,
      scope: session.targetResourceId,
      sessionId: session.sessionId,
      reason: session.mode,
    });
    return session;
  }
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
  await endSession(deps, input.sessionId, { reason: 'ConnectionLost' });
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
  const { sessionId, portId, mode, resumeOffset } = session;
  return { kind: 'attach', session: { sessionId, portId, mode, resumeOffset } };
}
