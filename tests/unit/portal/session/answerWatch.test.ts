import { expect, test } from 'vitest';
import { AnswerWatch } from '../../../../portal/session/answerWatch.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

function world() {
  const timers = createManualSchedule();
  let pendingBytes = 0;
  const watch = new AnswerWatch({ schedule: timers.schedule, pendingBytes: () => pendingBytes });
  const told: boolean[] = [];
  watch.subscribe(() => told.push(watch.isSilent));
  return {
    watch,
    told,
    timers,
    type: () => {
      pendingBytes += 1;
      watch.typed();
    },
    take: () => {
      pendingBytes -= 1;
      watch.restart();
    },
  };
}

test('what nobody takes is told once, however much more is typed', () => {
  const { watch, told, timers, type } = world();
  type();
  type();

  expect(timers.delaysMs()).toHaveLength(1);
  timers.runAll();
  type();
  timers.runAll();

  expect(watch.isSilent).toBe(true);
  expect(told).toEqual([true]);
});

test('whoever takes something has as long again for the rest', () => {
  const { watch, timers, type, take } = world();
  type();
  type();

  take();
  expect(timers.delaysMs()).toHaveLength(1);
  take();

  expect(timers.delaysMs()).toEqual([]);
  expect(watch.isSilent).toBe(false);
});

test('once something is taken the silence is over', () => {
  const { watch, told, timers, type, take } = world();
  type();
  timers.runAll();

  take();

  expect(told).toEqual([true, false]);
  expect(watch.isSilent).toBe(false);
});

test('what went nowhere needs no answer, and what is typed after it is watched', () => {
  const { watch, timers, type } = world();
  watch.typed();
  timers.runAll();
  expect(watch.isSilent).toBe(false);

  type();
  timers.runAll();

  expect(watch.isSilent).toBe(true);
});

test('where nobody can type any more there is no silence', () => {
  const { watch, timers, type } = world();
  type();
  timers.runAll();

  watch.reset();
  timers.runAll();

  expect(watch.isSilent).toBe(false);
});

test('what waited for a connection that was long away is no silence once it is back', () => {
  const { watch, told, timers, type } = world();
  type();
  timers.runAll();

  watch.restart();

  expect(watch.isSilent).toBe(false);
  timers.runAll();
  expect(told).toEqual([true, false, true]);
});
