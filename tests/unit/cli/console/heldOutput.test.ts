import { expect, test } from 'vitest';
import { HeldOutput } from '../../../../cli/console/heldOutput.ts';

function createHeld(maxBytes: number) {
  const written: string[] = [];
  const held = new HeldOutput((bytes) => void written.push(Buffer.from(bytes).toString()), maxBytes);
  return { held, written, add: (text: string) => held.add(Buffer.from(text)) };
}

test('output waits while it is held, and comes in order', () => {
  const { held, written, add } = createHeld(10);

  add('a');
  held.hold();
  add('b');
  add('c');
  const meanwhile = [...written];
  held.release();
  add('d');

  expect(meanwhile).toEqual(['a']);
  expect(written).toEqual(['a', 'b', 'c', 'd']);
});

test('it says when no more can be kept, and has lost nothing by then', () => {
  const { held, written, add } = createHeld(3);
  held.hold();

  expect([add('abc'), add('d')]).toEqual([true, false]);
  held.release();
  expect(written.join('')).toBe('abcd');
});
