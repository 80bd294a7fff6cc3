import { expect, test } from 'vitest';
import { PendingCast } from '../../../../relay/recording/pendingCast.ts';

test('what waits is bounded in pieces as well as in bytes, and events still find their place', () => {
  const pending = new PendingCast();

  for (let offset = 0; offset < 100_000; offset += 1) {
    pending.add({ kind: 'output', time: offset, offset, bytes: new Uint8Array(1) });
  }
  pending.add({ kind: 'event', time: 100_000, code: 'x', data: '0' });

  expect(pending.bytes).toBe(20_000);
  let last = pending.take();
  while (pending.first !== undefined) last = pending.take();
  expect(last).toMatchObject({ kind: 'event', code: 'x' });
});
