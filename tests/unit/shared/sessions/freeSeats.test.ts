import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeSeats } from '../../../../shared/sessions/freeSeats.ts';
import type { Session } from '../../../../shared/sessions/session.ts';
import { aSession } from '../../../support/sessionFacts.ts';

const session = (sessionId: string, over: Partial<Session> = {}) => aSession({ sessionId, ...over });
const seat = (index: number, sessionId: string) => ({ index, sessionId, version: `v${index}` });
const free = (most: number, seats: ReturnType<typeof seat>[], others: readonly Session[]) =>
  freeSeats({ kind: 'bastion', most, seats, others }).map(({ index }) => index);

test('all seats are free to the first', () => {
  expect(freeSeats({ kind: 'user', most: 2, seats: [], others: [] })).toEqual([
    { index: 0, instead: undefined },
    { index: 1, instead: undefined },
  ]);
});

test('a seat is free again when its session is over, and is taken from it', () => {
  const others = [session('a'), session('b', { state: 'Disconnecting' })];

  const found = freeSeats({
    kind: 'bastion',
    most: 3,
    seats: [seat(0, 'a'), seat(1, 'b'), seat(2, 'c')],
    others,
  });

  expect(found).toEqual([
    { index: 1, instead: 'v1' },
    { index: 2, instead: 'v2' },
  ]);
});

test('sessions from before the limit count, those that are being opened under it do not yet', () => {
  const before = session('a');
  const opening = session('b', { state: 'Pending', countedBy: 'user bastion' });
  const openingElse = session('c', { state: 'Pending', countedBy: 'user' });
  const restored = session('d', { countedBy: 'bastion' });

  expect(free(3, [], [before])).toEqual([0, 1]);
  expect(free(3, [], [opening])).toEqual([0, 1, 2]);
  expect(free(3, [], [openingElse])).toEqual([0, 1]);
  expect(free(3, [], [restored])).toEqual([0, 1]);
});

test('a limit that was lowered counts who sits above it', () => {
  const others = ['a', 'b', 'c'].map((id) => session(id));

  expect(free(4, [seat(7, 'a'), seat(8, 'b'), seat(2, 'c')], others)).toEqual([0]);
  expect(free(3, [seat(7, 'a'), seat(8, 'b'), seat(2, 'c')], others)).toEqual([]);
  expect(free(1, [seat(7, 'a'), seat(8, 'b'), seat(2, 'c')], others)).toEqual([]);
});

test('for every way to sit: whoever takes all that is free makes no more than the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { maxLength: 10 }),
      fc.integer({ min: 0, max: 5 }),
      (most, indices, unseated) => {
        const seated = indices.map((index) => session(`s${index}`));
        const others = [...seated, ...Array.from({ length: unseated }, (_, index) => session(`u${index}`))];

        const found = free(
          most,
          indices.map((index) => seat(index, `s${index}`)),
          others,
        );

        expect(found.length).toBeLessThanOrEqual(Math.max(0, most - others.length));
        expect(found.filter((index) => indices.includes(index))).toEqual([]);
      },
    ),
  );
});
