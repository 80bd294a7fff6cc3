import type { Subscription, SubscriptionStore } from '../../shared/live/ports.ts';

/** Subscriptions in memory. */
export function fakeSubscriptions(): SubscriptionStore & { readonly rows: Map<string, Subscription> } {
  const rows = new Map<string, Subscription>();
  const versions = new Map<string, number>();
  const versionOf = (id: string): string => String(versions.get(id) ?? 0);
  const put = (one: Subscription): void => {
    rows.set(one.subscriptionId, one);
    versions.set(one.subscriptionId, (versions.get(one.subscriptionId) ?? 0) + 1);
  };
  return {
    rows,
    insert: async (one) => put(one),
    async get(id) {
      const value = rows.get(id);
      return value === undefined ? undefined : { value, version: versionOf(id) };
    },
    async replace(one, version) {
      if (!rows.has(one.subscriptionId) || versionOf(one.subscriptionId) !== version) return false;
      put(one);
      return true;
    },
    remove: async (id) => void rows.delete(id),
    countOf: async (wanted) => [...rows.values()].filter(({ principalId }) => principalId === wanted).length,
    due: async (now) =>
      [...rows.values()]
        .filter(({ dueAt }) => dueAt <= now)
        .map((value) => ({ value, version: versionOf(value.subscriptionId) })),
  };
}
