import { expect, test } from 'vitest';
import { createWatchNotes } from '../../../../shared/recording/watchNotes.ts';
import { manualClock } from '../../../support/manualClock.ts';

test('who watches one recording is noted once in ten minutes', () => {
  const clock = manualClock();
  const notes = createWatchNotes(clock);

  expect([notes.note('alice', 's1'), notes.note('alice', 's1')]).toEqual([true, false]);
  clock.advance(599_000);
  expect(notes.note('alice', 's1')).toBe(false);
  clock.advance(1_000);
  expect(notes.note('alice', 's1')).toBe(true);
});

test('a clock that is set back silences nobody', () => {
  const clock = manualClock();
  const notes = createWatchNotes(clock);
  notes.note('alice', 's1');
  clock.advance(-3_600_000);

  expect(notes.note('alice', 's1')).toBe(true);
});

test('another person and another recording are noted for themselves', () => {
  const notes = createWatchNotes(manualClock());
  notes.note('alice', 's1');

  expect([notes.note('bob', 's1'), notes.note('alice', 's2')]).toEqual([true, true]);
});

test('what is kept is bounded, and forgetting means one row more', () => {
  const notes = createWatchNotes(manualClock());
  for (let index = 0; index <= 10_000; index += 1) notes.note('alice', `s${index}`);

  expect([notes.note('alice', 's10000'), notes.note('alice', 's0')]).toEqual([false, true]);
});
