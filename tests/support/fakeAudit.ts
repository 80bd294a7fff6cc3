import type { AuditEvent, AuditLog } from '../../shared/sessions/ports.ts';

/** The audit log in memory. Like the real one it keeps one row per time and id. */
export function fakeAudit(): AuditLog & { readonly rows: AuditEvent[] } {
  const rows: AuditEvent[] = [];
  return {
    rows,
    async write(event) {
      const again = rows.some(
        (row) => row.id !== undefined && row.id === event.id && row.time === event.time,
      );
      if (!again) rows.push(event);
    },
  };
}
