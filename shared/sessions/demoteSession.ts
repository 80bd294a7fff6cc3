import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import type { EndDeps } from './endSession.ts';
import { holdsPort, isLive, type Session, type Versioned } from './session.ts';
import { tellOperator } from './tellOperator.ts';

/** A handover that crashed midway is finished by the sweep after this time. */
const settleMs = 5_000;
const maxAttempts = 20;

/**
 * Makes an operator an observer: its session and its connection stay, its right to type goes. The row first,
 * in one conditional write, so that a crash leaves the rest to the sweep. Resolves when nothing that it types
 * reaches the guest any more. Who is an observer already, or over, is left alone.
 */
export async function demoteSession(deps: EndDeps, sessionId: string): Promise<void> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const found = await deps.sessions.get(sessionId);
    if (found === undefined || !isLive(found.value)) return;
    if (!holdsPort(found.value)) return void (await settleMode(deps, found));
    const session = demoted(found.value, deps.now());
    const stored = await deps.sessions.replace(session, found.version);
    if (stored !== undefined) return void (await settleMode(deps, stored));
  }
  throw new SallyportError('StorageUnavailable', 'This session is changing too often to be changed. Retry.');
}

/** What the row of a former operator says from the moment on at which it may not type any more. */
export const demoted = (session: Session, now: number): Session => ({
  ...session,
  mode: 'observer',
  tookOverFrom: undefined,
  isHandingOver: true,
  // Who has not come yet, or is on the way back, keeps the time to come: its URL is settled with its arrival.
  dueAt: session.state === 'Pending' || session.ticketHash !== undefined ? session.dueAt : now + settleMs,
});

/**
 * Makes true what a demoted session's row says: its connection loses the right to type, its relay stops
 * taking its input. Until it has a connection and no URL under way that may still carry the right, it stays
 * marked, and this is called again. May be repeated; resolves to the row as it is then.
 */
export async function settleMode(deps: EndDeps, found: Versioned<Session>): Promise<Versioned<Session>> {
  const session = found.value;
  if (session.isHandingOver !== true) return found;
  if (session.connectionId !== undefined) {
    await deps.messaging.revokeInput(session.connectionId, session.sessionId);
    await deps.messaging.command(session.relayId, { kind: 'demote', sessionId: session.sessionId });
  }
  if (session.state !== 'Active' || session.ticketHash !== undefined) return found;
  const dueAt = deps.now() + limits.connectionCheckSeconds * 1000;
  const settled = { ...session, isHandingOver: undefined, dueAt };
  return (await deps.sessions.replace(settled, found.version)) ?? found;
}

/**
 * What a sweep does to make row and lock agree, wherever a handover or a wish to type broke off: an operator
 * holds its port or becomes an observer, and an observer holds none. Resolves to the row as it is then.
 */
export async function reconcilePort(deps: EndDeps, found: Versioned<Session>): Promise<Versioned<Session>> {
  const { portId, sessionId, protocol, isHandingOver } = found.value;
  if (protocol !== 'Serial') return found;
  if (holdsPort(found.value)) {
    if ((await deps.operators.claim(portId, sessionId)) === sessionId) return found;
    await demoteSession(deps, sessionId);
    return (await deps.sessions.get(sessionId)) ?? found;
  }
  const settled = await settleMode(deps, found);
  await deps.operators.release(portId, sessionId);
  if (isHandingOver === true) await tellOperator(deps, portId);
  return settled;
}
