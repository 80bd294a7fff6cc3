import type { LeaseStore, RelayLease } from '../../shared/relays/relayLease.ts';

/** Leases in memory. */
export function fakeLeaseStore(): LeaseStore {
  const kept = new Map<string, { value: RelayLease; version: string }>();
  let version = 0;
  return {
    get: async (relayId) => kept.get(relayId),
    async put(lease, seen) {
      if (kept.get(lease.relayId)?.version !== seen) return false;
      version += 1;
      kept.set(lease.relayId, { value: lease, version: String(version) });
      return true;
    },
  };
}
