import { limits } from '../contracts/limits.ts';
import { auditedSession } from './auditedSession.ts';
import type { EndDeps } from './endSession.ts';
import { inParallel } from './inParallel.ts';
import { holdsPort, isLive, type Session } from './session.ts';

/** The connection that a restored session has: it is there, but which one it is was lost with the row. */
const unknownConnection = 'unknown';

/**
 * A session that its relay serves and the table lost comes back as what it was when it was opened. The relay's
 * word is not enough: the record that was stored beside the row at its opening has to be there still, which
 * every end removes, and the hub has to hold a connection that was admitted as this session.
 * Undefined when nothing was lost: the session is in the table, or is over.
 */
export async function restoreSession(
  deps: EndDeps,
  { sessionId, relayId }: { readonly sessionId: string; readonly relayId: string },
): Promise<Session | undefined> {
  // In the opposite order of an end, which removes the record before it moves the row: none slips through.
  const record = (await deps.heldRights.get(sessionId))?.session;
  if (record === undefined || record.relayId !== relayId) return undefined;
  if ((await deps.sessions.get(sessionId)) !== undefined) return undefined;
  if ((await deps.sessions.getEnded(sessionId)) !== undefined) return undefined;
  if (!(await deps.messaging.isConnected(sessionId))) return undefined;
  const now = deps.now();
  const session: Session = {
    ...record,
    state: 'Active',
    mode: await modeNow(deps, record),
    connectionId: unknownConnection,
    lastActivityTime: now,
    dueAt: now + limits.connectionCheckSeconds * 1000,
  };
  await deps.sessions.insert(session);
  if (await isOverMeanwhile(deps, session)) return undefined;
  await deps.audit.write({
    time: now,
    event: 'restore',
    outcome: 'Success',
    ...auditedSession(session),
    sessionId,
  });
  return session;
}

/** Somebody else has restored it and it ended, all since it was looked for: then this row is one too many. */
async function isOverMeanwhile(deps: EndDeps, session: Session): Promise<boolean> {
  if ((await deps.heldRights.get(session.sessionId)) !== undefined) return false;
  const found = await deps.sessions.get(session.sessionId);
  // One that is on its way to the history is its end's business.
  if (found !== undefined && isLive(found.value)) await deps.sessions.remove(session);
  return true;
}

/** Of the sessions that a relay serves, those that were lost and are restored. */
export async function restoreServed(
  deps: EndDeps,
  input: {
    readonly relayId: string;
    readonly served: readonly string[];
    readonly known: ReadonlySet<string>;
  },
): Promise<readonly Session[]> {
  const lost = input.served.filter((sessionId) => !input.known.has(sessionId));
  const { relayId } = input;
  const restored = await inParallel(lost, (sessionId) => restoreSession(deps, { sessionId, relayId }));
  return restored.filter((session) => session !== undefined);
}

/** It types only if the port is still its own: somebody may have taken over since it was opened. */
async function modeNow(deps: EndDeps, record: Session): Promise<Session['mode']> {
  if (!holdsPort(record)) return record.mode;
  const holder = await deps.operators.claim(record.portId, record.sessionId);
  return holder === record.sessionId ? 'operator' : 'observer';
}
