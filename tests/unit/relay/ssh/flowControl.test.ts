import { expect, test } from 'vitest';
import { createFlowControl } from '../../../../relay/ssh/flowControl.ts';

function createWorld() {
  const calls: string[] = [];
  let end = 0;
  const flow = createFlowControl({
    windowBytes: 100,
    end: () => end,
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
  });
  const produce = (bytes: number): void => {
    end += bytes;
    flow.produced();
  };
  return { calls, flow, produce };
}

test('a full window pauses the shell once, and half of it lets it go on', () => {
  const { calls, flow, produce } = createWorld();

  produce(99);
  expect(calls).toEqual([]);
  produce(1);
  produce(5);
  expect(calls).toEqual(['pause']);
  flow.received(54);
  expect(calls).toEqual(['pause']);
  flow.received(55);

  expect(calls).toEqual(['pause', 'resume']);
});

test('what was received cannot become less, or more than there was', () => {
  const { calls, flow, produce } = createWorld();

  flow.received(1_000);
  produce(100);
  expect(calls).toEqual(['pause']);
  expect(flow.isDrained()).toBe(false);
  flow.received(100);
  flow.received(3);

  expect(flow.isDrained()).toBe(true);
  expect(calls).toEqual(['pause', 'resume']);
});
