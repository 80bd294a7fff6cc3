import type { TableClient } from '@azure/data-tables';
import type { AuditLog } from '../sessions/ports.ts';

/** PartitionKey = UTC day, RowKey = time newest first and a random part. */
export function createAuditTable(
  table: TableClient,
  deps: { readonly newId: () => string; readonly onFault: (fault: unknown) => void },
): AuditLog {
  return {
    async write(event) {
      const time = new Date(event.time).toISOString();
      const newestFirst = String(1e15 - event.time).padStart(16, '0');
      try {
        await table.createEntity({
          partitionKey: time.slice(0, 10),
          rowKey: `${newestFirst}_${deps.newId()}`,
          ...event,
          time,
        });
      } catch (fault) {
        deps.onFault(fault);
      }
    },
  };
}
