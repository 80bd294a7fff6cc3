import type { Seat } from './ports.ts';
import { isLive, type Session } from './session.ts';

/** The two ways in which a policy counts sessions; a session's `countedBy` names those that it takes a seat of. */
export type SeatKind = 'bastion' | 'user';

export type SeatFacts = {
  readonly kind: SeatKind;
  readonly most: number;
  /** Read before the sessions: whoever holds a seat by then is in the store, or over. */
  readonly seats: readonly Seat[];
  /** The other sessions that are counted together: of the bastion, or of the person at the bastion. */
  readonly others: readonly Session[];
};

/** A seat that may be taken; with the version of its row if a session that is over still has it. */
export type FreeSeat = { readonly index: number; readonly instead: string | undefined };

/**
 * The seats that one more session may take. Seats are numbered from 0, and of the numbers below the limit each has
 * one holder: so however many take seats at once, there are never more holders than seats. Sessions without a seat
 * (from before the limit), and seats above it (from before it was lowered), make it lower.
 */
export function freeSeats({ kind, most, seats, others }: SeatFacts): readonly FreeSeat[] {
  const live = new Set(others.filter(isLive).map(({ sessionId }) => sessionId));
  const holders = new Map(seats.map((seat) => [seat.index, seat]));
  const held = seats.filter(({ sessionId }) => live.has(sessionId)).map(({ index }) => index);
  const seated = new Set(seats.map(({ sessionId }) => sessionId));
  const unseated = others.filter((one) => isLive(one) && !seated.has(one.sessionId) && !isOpening(one, kind));
  const end = endOfSeats(most - unseated.length, held);
  return Array.from({ length: Math.max(0, end) }, (_, index) => index)
    .filter((index) => !held.includes(index))
    .map((index) => ({ index, instead: holders.get(index)?.version }));
}

/** A holder above the end takes a seat away below it, which may put the next one above. */
function endOfSeats(most: number, held: readonly number[]): number {
  for (let end = most; ; ) {
    const next = most - held.filter((index) => index >= end).length;
    if (next === end) return end;
    end = next;
  }
}

/** It is about to take a seat, or to be refused, and nobody was given a way into it. */
const isOpening = ({ state, countedBy = '' }: Session, kind: SeatKind): boolean =>
  state === 'Pending' && countedBy.split(' ').includes(kind);
