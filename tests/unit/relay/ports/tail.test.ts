import { expect, test } from 'vitest';
import { createTail } from '../../../../relay/ports/tail.ts';

test('the end of a long stream is kept, and not much more', () => {
  const tail = createTail();
  const stream = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * 7) % 251));
  for (let place = 0; place < stream.length; place += 999) tail.push(stream.subarray(place, place + 999));

  const kept = Buffer.from(tail.bytes());

  expect(kept.length).toBeGreaterThanOrEqual(65_536);
  expect(kept.length).toBeLessThan(300_000);
  expect(kept.equals(stream.subarray(-kept.length))).toBe(true);
});

test('a short stream is kept whole', () => {
  const tail = createTail();
  tail.push(Buffer.from('ab'));
  tail.push(Buffer.from('c'));

  expect(Buffer.from(tail.bytes()).toString()).toBe('abc');
});

test('the end of a stream of single bytes is kept as well', () => {
  const tail = createTail();
  const stream = Buffer.from(Array.from({ length: 330_000 }, (_, index) => (index * 7) % 251));
  for (const place of stream.keys()) tail.push(stream.subarray(place, place + 1));

  const kept = Buffer.from(tail.bytes());

  expect(kept.length).toBeGreaterThanOrEqual(65_536);
  expect(kept.equals(stream.subarray(-kept.length))).toBe(true);
});
