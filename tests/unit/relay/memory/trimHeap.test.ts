import { expect, test } from 'vitest';
import { trimHeapAtRest } from '../../../../relay/memory/trimHeap.ts';

const mebibyte = 2 ** 20;

function world() {
  const trims: number[] = [];
  const facts = { bytes: 120 * mebibyte, held: 30 * mebibyte, isWatched: false, cpuMs: 8_000 };
  let look = (): void => undefined;
  let isCancelled = false;
  const cancel = trimHeapAtRest({
    heap: {
      get bytes() {
        return facts.bytes;
      },
      trim() {
        trims.push(facts.bytes);
        facts.bytes = facts.held;
        facts.cpuMs += 300;
      },
    },
    isWatched: () => facts.isWatched,
    cpuMs: () => facts.cpuMs,
    repeat: (task) => {
      look = task;
      return () => {
        isCancelled = true;
      };
    },
  });
  return { facts, trims, cancel, look: () => look(), wasCancelled: () => isCancelled };
}

test('what the start left behind is given back once there is nothing to do', () => {
  const { facts, trims, look } = world();
  facts.cpuMs += 6_000;

  look();
  const busy = [...trims];
  facts.cpuMs += 50;
  look();

  expect([busy, trims, facts.bytes]).toEqual([[], [120 * mebibyte], 30 * mebibyte]);
});

test('nobody who watches a console waits for it', () => {
  const { facts, trims, look } = world();
  facts.isWatched = true;

  look();
  const watched = [...trims];
  facts.isWatched = false;
  look();

  expect([watched, trims]).toEqual([[], [120 * mebibyte]]);
});

test('a heap that has hardly grown since is left alone, one that has is trimmed again', () => {
  const { facts, trims, look } = world();
  look();
  facts.bytes = 44 * mebibyte;
  look();
  const grown = [...trims];
  facts.bytes = 46 * mebibyte;

  look();

  expect([grown, trims]).toEqual([[120 * mebibyte], [120 * mebibyte, 46 * mebibyte]]);
});

test('the time that a trim takes itself does not count as work', () => {
  const { facts, trims, look } = world();
  look();
  facts.bytes = 100 * mebibyte;
  facts.cpuMs += 400;

  look();

  expect(trims).toEqual([120 * mebibyte, 100 * mebibyte]);
});

test('a relay that is closed looks no more', () => {
  const { cancel, wasCancelled } = world();

  cancel();

  expect(wasCancelled()).toBe(true);
});
