import { expect, test } from 'vitest';
import { openHeap } from '../../../../relay/memory/heap.ts';

const mebibyte = 2 ** 20;

test('what nobody refers to any more is given back', () => {
  const heap = openHeap();
  let garbage: unknown[] | undefined = Array.from({ length: 400_000 }, (_, index) => ({ index }));
  const filled = heap.bytes;
  const { length } = garbage;
  garbage = undefined;

  heap.trim();

  expect(length).toBe(400_000);
  expect(filled - heap.bytes).toBeGreaterThan(8 * mebibyte);
});
