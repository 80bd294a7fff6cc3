import type { Policy, PolicyStore, StoredPolicy } from '../../shared/policies/ports.ts';

/** Policies in memory; `rows` is what is stored, by bastion key. */
export function fakePolicyStore() {
  const rows = new Map<string, StoredPolicy>();
  let version = 0;
  const store: PolicyStore = {
    get: async (bastionKey) => rows.get(bastionKey),
    async put(bastionKey, policy: Policy, expected) {
      if (rows.get(bastionKey)?.version !== expected) return undefined;
      version += 1;
      const stored = { policy, version: String(version) };
      rows.set(bastionKey, stored);
      return stored;
    },
  };
  return Object.assign(store, { rows });
}
