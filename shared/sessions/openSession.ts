import type { AccessCheck } from '../access/authorize.ts';
import type { Caller } from '../access/caller.ts';
import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import type { ConsoleMode, SessionProtocol } from '../contracts/session.ts';
import type { Target } from '../fleet/fleet.ts';
import { bastionKey, type Hash, portIdOf } from '../fleet/keys.ts';
import type { LockDeps } from '../locks/accessLock.ts';
import { requireUnlocked } from '../locks/requireUnlocked.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { readPolicy } from '../policies/readPolicy.ts';
import { recordingFor } from '../policies/recordingFor.ts';
import { auditedSession } from './auditedSession.ts';
import { takePort } from './becomeOperator.ts';
import { holdsPort, type Session } from './session.ts';
import { newSessionId } from './sessionId.ts';
import { countedBy, type SeatDeps, takeSeats } from './takeSeats.ts';

export type OpenDeps = SeatDeps &
  LockDeps & {
    readonly policies: Pick<PolicyStore, 'get'>;
    readonly hash: Hash;
  };

export type OpenInput = {
  readonly caller: Caller;
  readonly target: Target;
  readonly protocol: SessionProtocol;
  readonly mode: ConsoleMode;
  readonly takeOver: boolean;
  /** The caller asks for a recording. */
  readonly record?: boolean;
  readonly resumeOffset: number | null;
  readonly sourceIpAddress: string;
  readonly language: string;
  /** What was checked before, and is checked again while the session lives. */
  readonly rights: readonly AccessCheck[];
};

/** A session with the secret that connects it, once. Only the hash of the ticket is stored. */
export type Opened = { readonly session: Session; readonly ticket: string };

/**
 * Opens a session as `Pending`. A serial one is refused with `SerialPortBusy` when somebody else may type
 * there, unless `takeOver` is set: then that session becomes an observer. Where the bastion's policy limits how
 * many sessions there may be, one more than that is refused.
 */
export async function openSession(deps: OpenDeps, input: OpenInput): Promise<Opened> {
  const policy = await readPolicy(deps, bastionKey(deps.hash, input.target.bastionId));
  const recording = recordingFor(policy, input.record ?? false);
  const { session, ticket } = draft(deps, input, { countedBy: countedBy(policy), recording });
  // The row comes first. A port held for a session that does not exist may be taken by anyone, and what the session
  // holds is given back by its end: of an opening that dies here, the sweep ends the row and leaves nothing.
  await deps.sessions.insert(session);
  try {
    await holdRights(deps, session, input);
    // After the row and its rights: a lock that is put at this moment either finds the session or is found here.
    await requireUnlocked(deps, { caller: input.caller, place: session });
    // Before the port: whoever is refused here has taken nothing from anybody.
    await takeSeats(deps, session, policy);
    if (holdsPort(session)) return { session: await takePort(deps, session, input.takeOver), ticket };
  } catch (thrown) {
    await discard(deps, session);
    await auditRefusal(deps, session, thrown);
    throw thrown;
  }
  return { session, ticket };
}

async function holdRights(deps: OpenDeps, session: Session, { caller, rights }: OpenInput): Promise<void> {
  const { principalId, kind, groups } = caller;
  const record = { ...session, ticketHash: undefined };
  await deps.heldRights.put(session.sessionId, {
    principalId,
    kind,
    groups,
    checks: rights,
    session: record,
  });
}

export function newTicket(deps: Pick<OpenDeps, 'random'>): string {
  return Array.from(deps.random(24), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function draft(deps: OpenDeps, input: OpenInput, byPolicy: Pick<Session, 'countedBy' | 'recording'>): Opened {
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
    protocol: input.protocol,
    mode: input.mode,
    tookOverFrom: undefined,
    isHandingOver: undefined,
    state: 'Pending',
    portId: portIdOf(deps.hash, target.resourceId, input.protocol),
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
    ...byPolicy,
    dueAt: now + limits.pendingSeconds * 1000,
    endTime: undefined,
    endReason: undefined,
    endedBy: undefined,
    endMessage: undefined,
  };
  return { session, ticket };
}

/** A session that nobody was told of: forgotten at once, so that no row lingers as `Pending`. */
async function discard(deps: OpenDeps, session: Session): Promise<void> {
  try {
    await deps.operators.release(session.portId, session.sessionId);
    // Before the row, which is how the sweep finds what is left.
    await deps.heldRights.remove(session.sessionId);
    await deps.sessions.remove(session);
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
