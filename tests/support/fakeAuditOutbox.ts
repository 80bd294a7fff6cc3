import type { AuditOutbox, AuditReader, AuditRow, ExportPlace } from '../../shared/audit/ports.ts';
import type { AuditLog } from '../../shared/sessions/ports.ts';

/** The audit table in memory: what is written is kept and waits to be exported. */
export function fakeAuditOutbox(): AuditLog & AuditReader & AuditOutbox & { readonly waiting: Set<string> } {
  const kept = new Map<string, AuditRow>();
  const waiting = new Set<string>();
  let place: ExportPlace = { batch: undefined, version: '0' };
  let serial = 0;
  const ofDay = (day: string): readonly AuditRow[] =>
    [...kept.values()].filter((row) => row.day === day).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const nameOf = ({ day, key }: Pick<AuditRow, 'day' | 'key'>): string => `${day}/${key}`;
  return {
    waiting,
    async write({ id, ...event }) {
      const day = new Date(event.time).toISOString().slice(0, 10);
      const key = `${String(1e15 - event.time).padStart(16, '0')}_${id ?? (serial += 1)}`;
      if (kept.has(nameOf({ day, key }))) return;
      kept.set(nameOf({ day, key }), { ...event, day, key });
      waiting.add(nameOf({ day, key }));
    },
    rows: async (day, { limit, after = '' }) =>
      ofDay(day)
        .filter(({ key }) => key > after)
        .slice(0, limit),
    pending: async (day, limit) =>
      ofDay(day)
        .filter((row) => waiting.has(nameOf(row)))
        .slice(0, limit),
    async done(rows) {
      for (const row of rows) waiting.delete(nameOf(row));
    },
    place: async () => place,
    async setPlace(batch, version) {
      if (version !== place.version) return false;
      place = { batch, version: String(Number(version) + 1) };
      return true;
    },
  };
}
