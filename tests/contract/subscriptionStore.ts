import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Subscription, SubscriptionStore } from '../../shared/live/ports.ts';
import { bastion, start } from '../support/sessionFacts.ts';

/** The promises of `SubscriptionStore`. */
export function testSubscriptionStore(open: () => Promise<SubscriptionStore>): void {
  const aSubscription = (over: Partial<Subscription> = {}): Subscription => ({
    subscriptionId: randomUUID(),
    bastionId: bastion,
    principalId: 'p',
    groups: ['g1', 'g2'],
    ticketHash: 'h',
    dueAt: start,
    ...over,
  });

  test('a subscription is read back as it was put, with a ticket and without', async () => {
    const store = await open();
    const many = Array.from({ length: 11_000 }, () => randomUUID());
    for (const one of [
      aSubscription(),
      aSubscription({ ticketHash: undefined, groups: [] }),
      aSubscription({ groups: many }),
    ]) {
      await store.insert(one);
      expect((await store.get(one.subscriptionId))?.value).toEqual(one);
    }
    expect(await store.get(randomUUID())).toBeUndefined();
  });

  test('of two that use up one ticket one wins', async () => {
    const store = await open();
    const one = aSubscription();
    await store.insert(one);
    const version = (await store.get(one.subscriptionId))?.version ?? '';
    const used = { ...one, ticketHash: undefined };

    const won = await Promise.all([store.replace(used, version), store.replace(used, version)]);

    expect(won.toSorted()).toEqual([false, true]);
    await store.remove(one.subscriptionId);
    await store.remove(one.subscriptionId);
    expect(await store.replace(used, version)).toBe(false);
  });

  test("one person's are counted, whoever else has some", async () => {
    const store = await open();
    const principalId = randomUUID();
    const [one, two] = [aSubscription({ principalId }), aSubscription({ principalId })];
    for (const each of [one, two, aSubscription()]) await store.insert(each);

    expect(await store.countOf(principalId)).toBe(2);
    await store.remove(one.subscriptionId);
    expect(await store.countOf(principalId)).toBe(1);
  });

  test('what is due is what has come, and nothing else', async () => {
    const store = await open();
    const [now, later] = [aSubscription({ dueAt: start + 1 }), aSubscription({ dueAt: start + 2 })];
    await store.insert(now);
    await store.insert(later);

    const ids = (await store.due(start + 1)).map(({ value }) => value.subscriptionId);

    expect(ids).toContain(now.subscriptionId);
    expect(ids).not.toContain(later.subscriptionId);
  });
}
