import type { AccessCheck } from '../access/authorize.ts';
import type { Caller } from '../access/caller.ts';
import { disconnectedText } from '../console/disconnectedText.ts';
import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import type { ConsoleMode } from '../contracts/session.ts';
import type { Target } from '../fleet/fleet.ts';
import { bastionKey, type Hash, portIdOf } from '../fleet/keys.ts';
import { auditedSession } from './auditedSession.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { isLive, type Session } from './session.ts';
import { newSessionId } from './sessionId.ts';

export type OpenDeps = EndDeps & {
  readonly hash: Hash;
  /** `length` random bytes. */
  readonly random: (length: number) => Uint8Array;
};

export type OpenInput = {
  readonly caller: Caller;
  readonly target: Target;
  readonly mode: ConsoleMode;
  readonly takeOver: boolean;
  readonly resumeOffset: number | null;
  readonly sourceIpAddress: string;
  readonly language: string;
  /** What was checked before, and is checked again while the session lives. */
  readonly rights: readonly AccessCheck[];
};

/** A session with the secret that connects it, once. Only the hash of the ticket is stored. */
export type Opened = { readonly session: Session; readonly ticket: string };

/**
 * Opens a serial session as `Pending`. Refuses with `SerialPortBusy` when somebody else may type there,
 * unless `takeOver` is set: then that session ends with `TakenOver`.
 */
export async function openSession(deps: OpenDeps, input: OpenInput): Promise<Opened> {
  const { session, ticket } = draft(deps, input);
  const { principalId, groups } = input.caller;
  await deps.heldRights.put(session.sessionId, { principalId, groups, checks: input.rights });
  // The row comes before the lock: a lock whose session does not exist may be taken by anyone.
  await deps.sessions.insert(session);
  try {
    if (session.mode === 'operator') await becomeOperator(deps, session, input.takeOver);
  } catch (thrown) {
    await discard(deps, session);
    await auditRefusal(deps, session, thrown);
    throw thrown;
  }
  return { session, ticket };
}

/**
 * A fresh ticket for a session of the caller's own whose connection was lost. The sweep leaves the session
 * alone until the ticket has had its time.
 */
export async function reopenSession(deps: OpenDeps, input: ReopenInput): Promise<Opened> {
  const portId = portIdOf(deps.hash, input.targetResourceId);
  for (;;) {
    const found = await deps.sessions.get(input.sessionId);
    const session = found?.value ?? (await deps.sessions.getEnded(input.sessionId));
    const isOwn = session?.principalId === input.caller.principalId && session.portId === portId;
    if (session === undefined || !isOwn) throw notYours();
    if (found === undefined || !isLive(session)) throw over(session);
    const ticket = newTicket(deps);
    const graceSeconds = session.state === 'Pending' ? limits.pendingSeconds : limits.connectionCheckSeconds;
    const reopened = {
      ...session,
      ticketHash: deps.hash(ticket),
      resumeOffset: input.resumeOffset,
      dueAt: deps.now() + graceSeconds * 1000,
    };
    if (await deps.sessions.replace(reopened, found.version)) return { session: reopened, ticket };
  }
}

/** The same for a session of somebody else as for one that never was. */
function notYours(): SallyportError {
  return new SallyportError('SessionEnded', 'This session is over. Connect again to open a new one.', {
    target: 'sessionId',
  });
}

/** Who was away when the session was ended learns it here: `target` is the reason. */
function over({ language, endReason, endMessage }: Session): SallyportError {
  const text = disconnectedText(language);
  return new SallyportError('SessionEnded', endMessage === undefined ? text : `${text}: ${endMessage}`, {
    target: endReason ?? 'sessionId',
  });
}

export type ReopenInput = {
  readonly caller: Caller;
  readonly sessionId: string;
  readonly targetResourceId: string;
  readonly resumeOffset: number | null;
};

function newTicket(deps: OpenDeps): string {
  return Array.from(deps.random(24), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function draft(deps: OpenDeps, input: OpenInput): Opened {
  const now = deps.now();
  const ticket = newTicket(deps);
  const { target, caller } = input;
  const session: Session = {
    sessionId: newSessionId({
      now,
      random: deps.random(10),
      bastionKey: bastionKey(deps.hash, target.bastionId),
    }),
    bastionId: target.bastionId,
    targetResourceId: target.resourceId,
    targetHostName: target.computerName,
    targetIpAddress: target.privateIpAddress,
    protocol: 'Serial',
    mode: input.mode,
    state: 'Pending',
    portId: portIdOf(deps.hash, target.resourceId),
    relayId: target.relayId,
    principalId: caller.principalId,
    userName: caller.name,
    userEmail: caller.userName,
    sourceIpAddress: input.sourceIpAddress,
    language: input.language,
    startTime: now,
    lastActivityTime: now,
    ticketHash: deps.hash(ticket),
    connectionId: undefined,
    resumeOffset: input.resumeOffset,
    dueAt: now + limits.pendingSeconds * 1000,
    endTime: undefined,
    endReason: undefined,
    endedBy: undefined,
    endMessage: undefined,
  };
  return { session, ticket };
}

const maxTakeovers = 4;

async function becomeOperator(deps: OpenDeps, session: Session, takeOver: boolean): Promise<void> {
  let instead: string | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const holder = await deps.operators.claim(session.portId, session.sessionId, instead);
    if (holder === session.sessionId) return;
    // Given up before anybody is ended for it, so that of many takeovers at once one stays.
    if (attempt === maxTakeovers) throw contested();
    const other = await deps.sessions.get(holder);
    if (other !== undefined && isLive(other.value)) {
      await makeWay(deps, session, other.value, takeOver);
    }
    instead = holder;
  }
}

async function makeWay(deps: OpenDeps, session: Session, other: Session, takeOver: boolean): Promise<void> {
  if (isOwnAttempt(session, other)) {
    await endSession(deps, other.sessionId, { reason: 'NeverConnected' });
    return;
  }
  if (!takeOver) throw busy(session, other);
  await endSession(deps, other.sessionId, { reason: 'TakenOver', by: session.userName });
  await auditTakeover(deps, session, other);
}

/**
 * A caller whose answer got lost asks again, as every Azure SDK does: its own earlier attempt, which nobody
 * has connected to, must not stand in its way.
 */
const isOwnAttempt = (session: Session, other: Session): boolean =>
  other.state === 'Pending' && other.principalId === session.principalId;

function contested(): SallyportError {
  return new SallyportError(
    'SerialPortBusy',
    'Several people are taking over this serial port at once. Retry.',
  );
}

function busy(session: Session, other: Session): SallyportError {
  const holder =
    other.principalId === session.principalId
      ? 'You already are the operator of this serial port, in another session.'
      : `${other.userName} is the operator of this serial port.`;
  return new SallyportError(
    'SerialPortBusy',
    `${holder} Only one person can type: take over, which ends that session, or observe.`,
    { target: 'mode' },
  );
}

async function auditTakeover(deps: OpenDeps, session: Session, other: Session): Promise<void> {
  await deps.audit.write({
    time: deps.now(),
    event: 'takeover',
    outcome: 'Success',
    ...auditedSession(session),
    sessionId: session.sessionId,
    reason: `took over from ${other.userEmail} (${other.sessionId})`,
  });
}

/** A session that nobody was told of: forgotten at once, so that no row lingers as `Pending`. */
async function discard(deps: OpenDeps, session: Session): Promise<void> {
  try {
    await deps.operators.release(session.portId, session.sessionId);
    await deps.sessions.remove(session);
    await deps.heldRights.remove(session.sessionId);
  } catch {
    // The caller must hear why the port was refused; the sweep ends what is left as `NeverConnected`.
  }
}

async function auditRefusal(deps: OpenDeps, session: Session, thrown: unknown): Promise<void> {
  await deps.audit.write({
    time: deps.now(),
    event: 'refused',
    outcome: 'Failure',
    ...auditedSession(session),
    reason: SallyportError.from(thrown).message,
  });
}
