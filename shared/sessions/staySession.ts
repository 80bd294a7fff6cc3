import { SallyportError } from '../contracts/errors.ts';
import { withdrawWarning } from './applyLimits.ts';
import { auditedSession } from './auditedSession.ts';
import type { EndDeps } from './endSession.ts';
import type { Session, Versioned } from './session.ts';

/**
 * The person is still there: counts as activity, and takes a warning of `IdleTimeout` back on every screen.
 * `isOwn` says whether the one who asks may. Resolves to the session as it goes on.
 */
export async function staySession(
  deps: EndDeps,
  sessionId: string,
  isOwn: (session: Session) => boolean,
): Promise<Session> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const found = await deps.sessions.get(sessionId);
    if (found !== undefined && !isOwn(found.value)) throw unknown();
    if (found?.value.state !== 'Active') throw await over(deps, sessionId, isOwn);
    const stayed = await stay(deps, found);
    if (stayed === undefined) continue;
    if (found.value.warnedOf === 'IdleTimeout') await withdrawWarning(deps, sessionId);
    return stayed;
  }
  throw new SallyportError('StorageUnavailable', 'This session is changing too often. Retry.');
}

async function stay(
  deps: EndDeps,
  { value: session, version }: Versioned<Session>,
): Promise<Session | undefined> {
  const now = deps.now();
  const isIdle = session.warnedOf === 'IdleTimeout';
  const stayed: Session = {
    ...session,
    lastActivityTime: Math.max(session.lastActivityTime, now),
    // Nothing helps against the maximum duration: that warning stands.
    ...(isIdle ? { warnedOf: undefined, warnedUntil: undefined } : {}),
  };
  if ((await deps.sessions.replace(stayed, version)) === undefined) return undefined;
  // Without a warning it is no more than a keystroke, and those are nobody's business.
  if (session.warnedOf === undefined) return stayed;
  await deps.audit.write({
    time: now,
    event: 'stay',
    outcome: 'Success',
    ...auditedSession(session),
    sessionId: session.sessionId,
    reason: session.warnedOf,
  });
  return stayed;
}

async function over(
  deps: EndDeps,
  sessionId: string,
  isOwn: (session: Session) => boolean,
): Promise<SallyportError> {
  const ended = await deps.sessions.getEnded(sessionId);
  if (ended !== undefined && !isOwn(ended)) return unknown();
  if (ended === undefined && (await deps.sessions.get(sessionId)) === undefined) return unknown();
  return new SallyportError('SessionEnded', 'This session is over or has not begun. Connect again.', {
    target: ended?.endReason ?? 'sessionId',
  });
}

/** The same for a session of somebody else as for one that never was. */
function unknown(): SallyportError {
  return new SallyportError(
    'SessionNotFound',
    'There is no such session of yours at this bastion. Refresh the list.',
    { target: 'sessionId' },
  );
}
