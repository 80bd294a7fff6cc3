import type { HeldRights, HeldRightsStore } from '../../shared/sessions/heldRights.ts';

/** Rights of live sessions in memory. */
export function fakeHeldRights(): HeldRightsStore & { readonly rows: Map<string, HeldRights> } {
  const rows = new Map<string, HeldRights>();
  return {
    rows,
    put: async (sessionId, rights) => void rows.set(sessionId, rights),
    get: async (sessionId) => rows.get(sessionId),
    remove: async (sessionId) => void rows.delete(sessionId),
  };
}
