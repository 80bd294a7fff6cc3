import type { OperatorLock } from '../../shared/sessions/ports.ts';

/** Operator locks in memory: `holders` is port id → session id. */
export function fakeOperatorLock(): OperatorLock & { readonly holders: Map<string, string> } {
  const holders = new Map<string, string>();
  return {
    holders,
    holder: async (portId) => holders.get(portId),
    async claim(portId, sessionId, instead) {
      const holder = holders.get(portId);
      if (holder !== undefined && holder !== instead) return holder;
      holders.set(portId, sessionId);
      return sessionId;
    },
    async release(portId, sessionId) {
      if (holders.get(portId) === sessionId) holders.delete(portId);
    },
  };
}
