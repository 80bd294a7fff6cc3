import { expect, test } from 'vitest';
import { Heartbeats } from '../../../relay/heartbeats.ts';

function createWorld() {
  const begun: PromiseWithResolvers<void>[] = [];
  const tasks: { task: () => void; delayMs: number }[] = [];
  const heartbeats = new Heartbeats({
    beat: () => {
      begun.push(Promise.withResolvers());
      return begun.at(-1)?.promise ?? Promise.resolve();
    },
    pauseMs: () => 5_000,
    schedule: (task, delayMs) => {
      const entry = { task, delayMs };
      tasks.push(entry);
      return () => void tasks.splice(tasks.indexOf(entry), 1);
    },
  });
  return { heartbeats, begun, tasks };
}

test('what is asked for during a beat is one more beat, and then comes the pause', async () => {
  const { heartbeats, begun, tasks } = createWorld();
  const first = heartbeats.beatNow();
  void heartbeats.beatNow();
  void heartbeats.beatNow();

  const atOnce = begun.length;
  begun[0]?.resolve();
  await Promise.resolve();
  await Promise.resolve();
  const after = [begun.length, tasks.length];
  begun[1]?.resolve();
  await first;

  expect([atOnce, after, begun.length, tasks.map(({ delayMs }) => delayMs)]).toEqual([1, [2, 0], 2, [5_000]]);
});

test('a beat that is asked for in the pause takes the place of the one that was to come', async () => {
  const { heartbeats, begun, tasks } = createWorld();
  const first = heartbeats.beatNow();
  begun[0]?.resolve();
  await first;

  const second = heartbeats.beatNow();
  const waiting = tasks.length;
  begun[1]?.resolve();
  await second;

  expect([waiting, tasks.length]).toEqual([0, 1]);
});

test('once it is closed nothing beats', async () => {
  const { heartbeats, begun, tasks } = createWorld();
  const first = heartbeats.beatNow();
  heartbeats.close();
  begun[0]?.resolve();
  await first;

  await heartbeats.beatNow();

  expect([begun.length, tasks.length]).toEqual([1, 0]);
});
