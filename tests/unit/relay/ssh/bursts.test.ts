import { expect, test } from 'vitest';
import { createBursts } from '../../../../relay/ssh/bursts.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

function createWorld() {
  const emitted: string[] = [];
  const clock = createManualSchedule();
  const bursts = createBursts({
    emit: (bytes) => emitted.push(String(Buffer.from(bytes))),
    schedule: clock.schedule,
  });
  return { emitted, clock, bursts, add: (text: string) => bursts.add(Buffer.from(text)) };
}

test('the first bytes after silence go at once, those of a burst together', () => {
  const { emitted, clock, add } = createWorld();

  add('a');
  add('b');
  add('c');
  expect(emitted).toEqual(['a']);
  clock.runAll();
  expect(emitted).toEqual(['a', 'bc']);
  clock.runAll();
  add('d');

  expect(emitted).toEqual(['a', 'bc', 'd']);
});

test('a flood waits for no pause', () => {
  const { emitted, add } = createWorld();
  add('a');

  add('b'.repeat(10_000));
  add('c'.repeat(10_000));

  expect(emitted.map((text) => text.length)).toEqual([1, 20_000]);
});

test('what waits at the end is not lost', () => {
  const { emitted, clock, bursts, add } = createWorld();
  add('a');
  add('b');

  bursts.flush();
  bursts.close();
  clock.runAll();

  expect(emitted).toEqual(['a', 'b']);
});
