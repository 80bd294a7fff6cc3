import { expect, test } from 'vitest';
import { paced } from '../../../../portal/live/paced.ts';
import { Observable } from '../../../../shared/client/observable.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

function watch() {
  const { schedule, delaysMs, runAll } = createManualSchedule();
  const source = new Observable(0);
  const seen: number[] = [];
  const stop = paced(source.subscribe, schedule, 250)(() => seen.push(source.value));
  return { source, seen, stop, delaysMs, runAll };
}

test('the first change is told at once, those that follow together', () => {
  const { source, seen, runAll } = watch();

  for (const value of [1, 2, 3]) source.set(value);
  expect(seen).toEqual([1]);

  runAll();
  expect(seen).toEqual([1, 3]);
});

test('after a pause without changes the next one is told at once again', () => {
  const { source, seen, delaysMs, runAll } = watch();
  source.set(1);

  runAll();
  expect(delaysMs()).toEqual([]);
  source.set(2);

  expect(seen).toEqual([1, 2]);
});

test('nothing is told any more to who no longer listens', () => {
  const { source, seen, stop, delaysMs } = watch();
  source.set(1);
  source.set(2);

  stop();
  source.set(3);

  expect(seen).toEqual([1]);
  expect(delaysMs()).toEqual([]);
});
