import type { OutcomeStore } from '../../shared/sessions/ports.ts';

/** Outcomes of calls in memory. */
export function fakeOutcomeStore(): OutcomeStore & { readonly rows: Map<string, unknown> } {
  const rows = new Map<string, { readonly outcome: string; readonly time: number }>();
  const recent = (key: string, since: number): string | undefined => {
    const row = rows.get(key);
    return row !== undefined && row.time >= since ? row.outcome : undefined;
  };
  return {
    rows,
    get: async (key, since) => recent(key, since),
    async keep(key, row, since) {
      const first = recent(key, since);
      if (first === undefined) rows.set(key, row);
      return first ?? row.outcome;
    },
    async purge(before) {
      for (const [key, { time }] of rows) if (time < before) rows.delete(key);
    },
  };
}
