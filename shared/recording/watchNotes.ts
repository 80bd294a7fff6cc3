export type WatchNotes = {
  /** True when nothing is noted of this person at this recording; then it is. */
  note(principalId: string, sessionId: string): boolean;
};

const forgottenMs = 600_000;
/** More people at more recordings are noted more often than needed. */
const maxNotes = 10_000;

/**
 * Who watches a recording while it grows asks for what is new every few seconds: one row of the audit log in ten
 * minutes says so. Each instance keeps its own notes, so there may be more rows, never fewer.
 */
export function createWatchNotes(deps: { readonly now: () => number }): WatchNotes {
  const notes = new Map<string, number>();
  return {
    note(principalId, sessionId) {
      const key = `${principalId} ${sessionId}`;
      const now = deps.now();
      if (Math.abs(now - (notes.get(key) ?? Number.NEGATIVE_INFINITY)) < forgottenMs) return false;
      if (notes.size >= maxNotes) notes.clear();
      notes.set(key, now);
      return true;
    },
  };
}
