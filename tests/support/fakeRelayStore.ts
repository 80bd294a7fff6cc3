import type { RelayRecord, RelayStore } from '../../shared/sessions/ports.ts';

/** Heartbeats in memory. */
export function fakeRelayStore(): RelayStore & { readonly records: Map<string, RelayRecord> } {
  const records = new Map<string, RelayRecord>();
  return {
    records,
    get: async (relayId) => records.get(relayId),
    async put(record) {
      records.set(record.relayId, record);
    },
  };
}
