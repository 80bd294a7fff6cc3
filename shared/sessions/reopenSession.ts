import type { Caller } from '../access/caller.ts';
import { disconnectedText } from '../console/disconnectedText.ts';
import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import type { ConsoleMode, SessionProtocol } from '../contracts/session.ts';
import { portIdOf } from '../fleet/keys.ts';
import { becomeOperator } from './becomeOperator.ts';
import { demoted, settleMode } from './demoteSession.ts';
import { newTicket, type OpenDeps, type Opened } from './openSession.ts';
import { contested } from './portBusy.ts';
import { holdsPort, isLive, type Session, type Versioned } from './session.ts';
import { tellOperator } from './tellOperator.ts';

export type ReopenInput = {
  readonly caller: Caller;
  readonly sessionId: string;
  readonly targetResourceId: string;
  readonly protocol: SessionProtocol;
  /** Another mode than the present one is a wish: to type, or only to watch, from now on. */
  readonly mode?: ConsoleMode | undefined;
  readonly takeOver?: boolean;
  readonly resumeOffset: number | null;
};

/**
 * A fresh ticket for a session of the caller's own whose connection was lost, or which wants another mode. The
 * sweep leaves the session alone until the ticket has had its time. Who wants to type is refused with
 * `SerialPortBusy` as by `openSession`; its session goes on as it was.
 */
export async function reopenSession(deps: OpenDeps, input: ReopenInput): Promise<Opened> {
  for (;;) {
    const found = await findOwn(deps, input);
    const session = found.value;
    const change = await changeOfMode(deps, session, input);
    const ticket = newTicket(deps);
    const graceSeconds = session.state === 'Pending' ? limits.pendingSeconds : limits.connectionCheckSeconds;
    const reopened = {
      ...session,
      ...change,
      ticketHash: deps.hash(ticket),
      resumeOffset: input.resumeOffset,
      dueAt: deps.now() + graceSeconds * 1000,
    };
    const stored = await deps.sessions.replace(reopened, found.version);
    if (stored === undefined) continue;
    if (change !== undefined) await finishChange(deps, stored);
    return { session: reopened, ticket };
  }
}

async function findOwn(deps: OpenDeps, input: ReopenInput): Promise<Versioned<Session>> {
  const portId = portIdOf(deps.hash, input.targetResourceId, input.protocol);
  const found = await deps.sessions.get(input.sessionId);
  const session = found?.value ?? (await deps.sessions.getEnded(input.sessionId));
  const isOwn = session?.principalId === input.caller.principalId && session.portId === portId;
  if (session === undefined || !isOwn) throw notYours();
  if (found === undefined || !isLive(session)) throw over(session);
  return found;
}

type Change = Pick<Session, 'mode' | 'tookOverFrom' | 'isHandingOver'>;

/** The port is claimed before the row says so: a row never calls somebody an operator who is not. */
async function changeOfMode(
  deps: OpenDeps,
  session: Session,
  { mode, takeOver = false }: ReopenInput,
): Promise<Change | undefined> {
  if (session.protocol !== 'Serial' || mode === undefined || mode === session.mode) return undefined;
  if (mode === 'observer') return { mode, tookOverFrom: undefined, isHandingOver: true };
  const tookOverFrom = await becomeOperator(deps, session, takeOver);
  return { mode, tookOverFrom, isHandingOver: undefined };
}

async function finishChange(deps: OpenDeps, stored: Versioned<Session>): Promise<void> {
  const { portId, sessionId } = stored.value;
  if (holdsPort(stored.value)) {
    await keepPort(deps, stored);
  } else {
    await settleMode(deps, stored);
    await deps.operators.release(portId, sessionId);
  }
  await tellOperator(deps, portId);
}

/** Between claim and row a sweep may have freed the port, and somebody else may have it now. */
async function keepPort(deps: OpenDeps, { value: session, version }: Versioned<Session>): Promise<void> {
  const holder = await deps.operators.claim(session.portId, session.sessionId);
  if (holder === session.sessionId) return;
  await deps.sessions.replace(demoted(session, deps.now()), version);
  throw contested();
}

/** The same for a session of somebody else as for one that never was. */
function notYours(): SallyportError {
  return new SallyportError('SessionEnded', 'This session is over. Connect again to open a new one.', {
    target: 'sessionId',
  });
}

/** Who was away when the session was ended learns it here: `target` is the reason. */
function over({ language, endReason, endedBy: by, endMessage: message }: Session): SallyportError {
  const text = disconnectedText(language);
  const sentence = message === undefined ? text : `${text}: ${message}`;
  if (endReason === undefined) return new SallyportError('SessionEnded', sentence, { target: 'sessionId' });
  const end = { reason: endReason, text, by, message };
  return new SallyportError('SessionEnded', sentence, { target: endReason, end });
}
