import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LeaseStore, RelayLease } from '../../shared/relays/relayLease.ts';

const aLease = (over: Partial<RelayLease> = {}): RelayLease => ({
  relayId: `relay-${randomUUID()}`,
  holder: 'folder',
  process: 'one',
  fence: 1_793_000_000_123,
  expiresAt: 1_793_000_040_123,
  ...over,
});

/** The promises of `LeaseStore`. */
export function testLeaseStore(open: () => Promise<LeaseStore>): void {
  test('a lease that nobody ever had is undefined, and the first comes back whole', async () => {
    const store = await open();
    const lease = aLease();

    const before = await store.get(lease.relayId);
    const isPut = await store.put(lease, undefined);

    expect([before, isPut]).toEqual([undefined, true]);
    expect((await store.get(lease.relayId))?.value).toEqual(lease);
  });

  test('of two who saw the same version one writes, and nobody writes for the first time twice', async () => {
    const store = await open();
    const lease = aLease();
    await store.put(lease, undefined);
    const version = (await store.get(lease.relayId))?.version;

    const again = await store.put({ ...lease, process: 'zero' }, undefined);
    const first = await store.put({ ...lease, process: 'two', expiresAt: -5 }, version);
    const second = await store.put({ ...lease, process: 'three' }, version);

    expect([again, first, second]).toEqual([false, true, false]);
    expect((await store.get(lease.relayId))?.value).toEqual({ ...lease, process: 'two', expiresAt: -5 });
  });
}
