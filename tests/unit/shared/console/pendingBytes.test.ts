import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PendingBytes } from '../../../../shared/console/pendingBytes.ts';

test('whatever the sizes, bytes leave in their order, as many at a time as fit', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), fc.integer({ min: 1, max: 9 }), (parts, max) => {
      const pending = new PendingBytes();
      for (const part of parts) pending.add(part);
      const total = parts.reduce((sum, part) => sum + part.length, 0);
      expect(pending.length).toBe(total);

      const frames: Uint8Array[] = [];
      while (pending.length > 0) frames.push(pending.take(max));

      expect(Buffer.concat(frames)).toEqual(Buffer.concat(parts));
      expect(frames.slice(0, -1).every((frame) => frame.length === max)).toBe(true);
    }),
  );
});

test('cleared bytes are gone', () => {
  const pending = new PendingBytes();
  pending.add(Uint8Array.of(1, 2));

  pending.clear();

  expect([pending.length, pending.take(5)]).toEqual([0, new Uint8Array(0)]);
});
