import type { Policy } from '../policies/ports.ts';
import { type EndDeps, endSessionAt } from './endSession.ts';
import { judgeLimits, type Verdict } from './judgeLimits.ts';
import type { RelayRecord } from './ports.ts';
import { servedBy } from './servedBy.ts';
import type { Session, Versioned } from './session.ts';

/** What came of looking at a session. `lost`: somebody else changed it meanwhile, and nothing was done. */
export type Look = 'ended' | 'looked' | 'lost';

type Input = {
  readonly found: Versioned<Session>;
  readonly policy: Policy;
  readonly relay: RelayRecord | undefined;
};

/**
 * Holds an active session to its bastion's policy and writes down what its relay reported. Every change, the
 * end too, is made to the version that was judged: who says "stay" at the last moment stays.
 */
export async function applyLimits(deps: EndDeps, input: Input): Promise<Look> {
  const { value: session, version } = input.found;
  const now = deps.now();
  const { lastActivityTime, knownUntil } = activityOf(session, input.relay);
  const verdict = judgeLimits({ session, policy: input.policy, lastActivityTime, knownUntil, now });
  if (verdict.kind === 'end') {
    const noted = { value: { ...session, lastActivityTime }, version };
    return (await endSessionAt(deps, noted, { reason: verdict.reason })) === undefined ? 'lost' : 'ended';
  }
  // Told first: a session that is written down as warned was warned. Telling may be repeated.
  if (verdict.kind === 'warn') await warn(deps, session, verdict, now);
  const next: Session = {
    ...session,
    ...warningOf(verdict, session),
    lastActivityTime,
    dueAt: verdict.dueAt,
    // A way back that was asked for and not taken by now is closed, or the end of this connection would go unnoticed.
    ticketHash: undefined,
  };
  const isKept = (await deps.sessions.replace(next, version)) !== undefined;
  const isFalseAlarm = verdict.kind === 'warn' && !isKept;
  if (verdict.kind === 'withdraw' || isFalseAlarm) await withdrawWarning(deps, session.sessionId);
  return isKept ? 'looked' : 'lost';
}

/** Takes a warning back on every screen of the session. May be repeated. */
export async function withdrawWarning(deps: Pick<EndDeps, 'messaging'>, sessionId: string): Promise<void> {
  await deps.messaging.notify(sessionId, { kind: 'warningWithdrawn' });
}

/** A relay that does not serve the session, or never spoke, knows nothing of it. */
function activityOf(session: Session, relay: RelayRecord | undefined) {
  const served = relay === undefined ? undefined : servedBy(relay).get(session.sessionId);
  const reported = Date.parse(served?.lastActivityTime ?? '') || 0;
  return {
    lastActivityTime: Math.max(session.lastActivityTime, reported),
    knownUntil: served === undefined ? 0 : (relay?.heartbeatTime ?? 0),
  };
}

function warningOf(verdict: Verdict, session: Session): Pick<Session, 'warnedOf' | 'warnedUntil'> {
  if (verdict.kind === 'warn') return { warnedOf: verdict.reason, warnedUntil: verdict.endsAt };
  if (verdict.kind === 'withdraw') return { warnedOf: undefined, warnedUntil: undefined };
  return { warnedOf: session.warnedOf, warnedUntil: session.warnedUntil };
}

async function warn(
  deps: EndDeps,
  { sessionId }: Session,
  { reason, endsAt }: Extract<Verdict, { kind: 'warn' }>,
  now: number,
): Promise<void> {
  await deps.messaging.notify(sessionId, {
    kind: 'warning',
    reason,
    endsInSeconds: Math.ceil((endsAt - now) / 1000),
    canStay: reason === 'IdleTimeout',
  });
}
