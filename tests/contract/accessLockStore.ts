import { expect, test } from 'vitest';
import type { AccessLockStore } from '../../shared/locks/accessLock.ts';
import { aLock } from '../support/lockFacts.ts';

let serial = 0;
/** A subscription that no other test of this process has. */
const aSubscription = (): string => `0${(serial += 1)}000000-0000-4000-8000-00000000000A`;

/** The promises of `AccessLockStore`. */
export function testAccessLockStore(open: () => Promise<AccessLockStore>): void {
  test('locks are those of the subscription that is asked about, whole', async () => {
    const store = await open();
    const id = aSubscription();
    const bare = aLock({ scope: `/subscriptions/${id}` });
    const full = aLock({
      scope: `/subscriptions/${id}/resourceGroups/rg-hub`,
      principalId: '20000000-0000-4000-8000-000000000002',
      principalName: 'Oscar Ops',
      expiresAt: 1_800_000_000_000.5,
    });
    await store.put(bare);
    await store.put(full);

    const found = await store.list(id.toLowerCase());

    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([bare, full]));
    expect(await store.list(aSubscription())).toEqual([]);
  });

  test('a lock is put in place of the one of its scope and name, in whatever case', async () => {
    const store = await open();
    const id = aSubscription();
    const first = aLock({ scope: `/subscriptions/${id}`, name: 'Night', expiresAt: 5 });
    const second = aLock({ scope: `/SUBSCRIPTIONS/${id}`, name: 'night', reason: 'Longer' });

    expect(await store.put(first)).toBe(true);
    expect(await store.put(second)).toBe(false);
    expect(await store.put({ ...first, name: 'day' })).toBe(true);

    expect(await store.list(id)).toHaveLength(2);
    expect(await store.list(id)).toContainEqual(second);
  });

  test('removing resolves to what is gone, and to nothing the second time', async () => {
    const store = await open();
    const lock = aLock({ scope: `/subscriptions/${aSubscription()}/resourceGroups/rg-hub` });
    await store.put(lock);

    expect(await store.remove({ scope: lock.scope.toUpperCase(), name: lock.name })).toEqual(lock);
    expect(await store.remove(lock)).toBeUndefined();
  });

  test('of many who remove a lock at once one is told that it did', async () => {
    const store = await open();
    const lock = aLock({ scope: `/subscriptions/${aSubscription()}` });
    await store.put(lock);

    const removed = await Promise.all(Array.from({ length: 8 }, () => store.remove(lock)));

    expect(removed.filter((one) => one !== undefined)).toEqual([lock]);
  });

  test('locks that are over are purged, a few at a time, and no others', async () => {
    const store = await open();
    // Those of other tests that are over by then.
    await store.purge(1000, 100);
    const scope = `/subscriptions/${aSubscription()}`;
    const kept = [aLock({ scope, name: 'stays' }), aLock({ scope, name: 'later', expiresAt: 1001 })];
    const over = ['a', 'b', 'c'].map((name) => aLock({ scope, name, expiresAt: 1000 }));
    await Promise.all([...kept, ...over].map((lock) => store.put(lock)));

    const purged = [await store.purge(1000, 2), await store.purge(1000, 2), await store.purge(1000, 2)];

    expect(purged).toEqual([2, 1, 0]);
    const left = await store.list(scope.split('/')[2] ?? '');
    expect(left.toSorted((a, b) => (a.name < b.name ? 1 : -1))).toEqual(kept);
  });
}
