import { SallyportError } from '../contracts/errors.ts';
import type { Policy } from '../policies/ports.ts';
import { allActive } from './allActive.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { freeSeats, type SeatKind } from './freeSeats.ts';
import type { Seat, SeatStore } from './ports.ts';
import type { Session } from './session.ts';
import { bastionKeyOf } from './sessionId.ts';

export type SeatDeps = EndDeps & {
  readonly seats: SeatStore;
  /** `length` random bytes. */
  readonly random: (length: number) => Uint8Array;
};

/** What a new session is counted by, for its `countedBy`; undefined where nothing is limited. */
export function countedBy({ maxSessions, maxSessionsPerUser }: Policy): string | undefined {
  const kinds: SeatKind[] = [];
  if (maxSessionsPerUser !== null) kinds.push('user');
  if (maxSessions !== null) kinds.push('bastion');
  return kinds.length === 0 ? undefined : kinds.join(' ');
}

/**
 * Gives a session that is in the store, and that nobody can connect to yet, the seats that the policy asks for,
 * or throws. A seat is given back by being over: the next one that needs it takes it.
 */
export async function takeSeats(deps: SeatDeps, session: Session, policy: Policy): Promise<void> {
  const { maxSessions, maxSessionsPerUser } = policy;
  if (maxSessionsPerUser !== null && !(await takeSeat(deps, session, 'user', maxSessionsPerUser))) {
    throw userIsFull(maxSessionsPerUser);
  }
  if (maxSessions !== null && !(await takeSeat(deps, session, 'bastion', maxSessions))) {
    throw bastionIsFull(maxSessions);
  }
}

/** Reads of the seats before a session is refused although some became free and were lost to others. */
const maxAttempts = 8;

async function takeSeat(deps: SeatDeps, session: Session, kind: SeatKind, most: number): Promise<boolean> {
  const group = groupOf(session, kind);
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const seats = await deps.seats.list(group);
    const others = (await allActive(deps, session.bastionId)).filter(
      (one) =>
        one.sessionId !== session.sessionId &&
        (kind === 'bastion' || one.principalId === session.principalId),
    );
    const free = freeSeats({ kind, most, seats, others });
    const first = deps.random(4).at(-1) ?? 0;
    for (let index = 0; index < free.length; index += 1) {
      // From a random one on: of many who come at once, few want the same.
      const seat = free[(first + index) % free.length];
      if (seat !== undefined && (await deps.seats.take(group, { ...seat, sessionId: session.sessionId }))) {
        return true;
      }
    }
    if (free.length === 0 && !(await endOwnAttempt(deps, session, seats, others))) return false;
  }
  return false;
}

/**
 * A caller whose answer got lost asks again, as every Azure SDK does: its own earlier attempt, which nobody has
 * connected to, does not count. True when there was one.
 */
async function endOwnAttempt(
  deps: SeatDeps,
  session: Session,
  seats: readonly Seat[],
  others: readonly Session[],
): Promise<boolean> {
  const seated = new Set(seats.map(({ sessionId }) => sessionId));
  const attempt = others.find(
    (one) =>
      one.state === 'Pending' &&
      one.connectionId === undefined &&
      one.principalId === session.principalId &&
      one.portId === session.portId &&
      one.mode === session.mode &&
      seated.has(one.sessionId),
  );
  if (attempt === undefined) return false;
  await endSession(deps, attempt.sessionId, { reason: 'NeverConnected' });
  return true;
}

/** Partition of the seats; no principal id holds a `_`. */
function groupOf({ sessionId, principalId }: Session, kind: SeatKind): string {
  const bastion = bastionKeyOf(sessionId) ?? 'none';
  return kind === 'bastion' ? bastion : `${bastion}_${principalId}`;
}

function userIsFull(most: number): SallyportError {
  return new SallyportError(
    'UserSessionLimitReached',
    `You have as many sessions at this bastion as its policy allows one person (${most}). Close one, or ask whoever manages the bastion to raise maxSessionsPerUser.`,
  );
}

function bastionIsFull(most: number): SallyportError {
  return new SallyportError(
    'BastionSessionLimitReached',
    `As many sessions are open at this bastion as its policy allows (${most}). Retry when somebody has left, or ask whoever manages the bastion to raise maxSessions.`,
  );
}
