import type { HostKeyStore, PinnedKey } from '../../shared/sessions/hostKeys.ts';

export function fakeHostKeys(): HostKeyStore {
  const pinned = new Map<string, PinnedKey>();
  return {
    get: async (portId) => pinned.get(portId),
    async pin(portId, key) {
      const first = pinned.get(portId) ?? key;
      pinned.set(portId, first);
      return first;
    },
    async forget(portId) {
      const first = pinned.get(portId);
      pinned.delete(portId);
      return first;
    },
  };
}
