import { auditedSession } from './auditedSession.ts';
import { demoteSession } from './demoteSession.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { contested, portBusy } from './portBusy.ts';
import { holdsPort, isLive, type Session } from './session.ts';
import { tellOperator } from './tellOperator.ts';

const maxTakeovers = 4;

/**
 * Claims the serial port for a session, or throws `SerialPortBusy`. With `takeOver` whoever types there
 * becomes an observer first: between two operators there is a moment with none, and never one with two.
 * Resolves to the name of the one who had to give way, if anybody.
 */
export async function becomeOperator(
  deps: EndDeps,
  session: Session,
  takeOver: boolean,
): Promise<string | undefined> {
  let instead: string | undefined;
  let from: string | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const holder = await deps.operators.claim(session.portId, session.sessionId, instead);
    if (holder === session.sessionId) return from;
    // Given up before anybody has to give way for it, so that of many takeovers at once one stays.
    if (attempt === maxTakeovers) throw contested();
    const other = await deps.sessions.get(holder);
    if (other !== undefined && isLive(other.value)) {
      from = await makeWay(deps, { session, other: other.value, takeOver });
    }
    instead = holder;
  }
}

/** The same for a session that is in the store: its row says from whom it took over, and everybody is told. */
export async function takePort(deps: EndDeps, session: Session, takeOver: boolean): Promise<Session> {
  const from = await becomeOperator(deps, session, takeOver);
  if (from === undefined) return session;
  for (;;) {
    const found = await deps.sessions.get(session.sessionId);
    // Taken over itself meanwhile: the next one tells.
    if (found === undefined || !holdsPort(found.value)) return found?.value ?? session;
    const named = { ...found.value, tookOverFrom: from };
    if (!(await deps.sessions.replace(named, found.version))) continue;
    await tellOperator(deps, session.portId);
    return named;
  }
}

type Handover = { readonly session: Session; readonly other: Session; readonly takeOver: boolean };

async function makeWay(deps: EndDeps, handover: Handover): Promise<string | undefined> {
  const { session, other, takeOver } = handover;
  if (isOwnAttempt(session, other)) {
    await endSession(deps, other.sessionId, { reason: 'NeverConnected' });
    return other.tookOverFrom;
  }
  if (!takeOver) throw await portBusy(deps, session, other);
  await demoteSession(deps, other.sessionId);
  await auditTakeover(deps, session, other);
  return other.userName;
}

/**
 * A caller whose answer got lost asks again, as every Azure SDK does: its own earlier attempt, which nobody
 * has connected to, must not stand in its way.
 */
const isOwnAttempt = (session: Session, other: Session): boolean =>
  other.state === 'Pending' && other.connectionId === undefined && other.principalId === session.principalId;

async function auditTakeover(deps: EndDeps, session: Session, other: Session): Promise<void> {
  await deps.audit.write({
    time: deps.now(),
    event: 'takeover',
    outcome: 'Success',
    ...auditedSession(session),
    sessionId: session.sessionId,
    affectedPrincipalId: other.principalId,
    affectedUserName: other.userEmail,
    reason: `took over from ${other.userEmail} (${other.sessionId})`,
  });
}
