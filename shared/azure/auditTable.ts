import type { TableClient } from '@azure/data-tables';
import type { AuditLog } from '../sessions/ports.ts';
import { isConflict } from './storageFault.ts';

/** PartitionKey = UTC day, RowKey = time newest first and the event's id, or a random part. */
export function createAuditTable(
  table: TableClient,
  deps: { readonly newId: () => string; readonly onFault: (fault: unknown) => void },
): AuditLog {
  return {
    async write({ id, ...event }) {
      const time = new Date(event.time).toISOString();
      const newestFirst = String(1e15 - event.time).padStart(16, '0');
      try {
        await table.createEntity({
          partitionKey: time.slice(0, 10),
          rowKey: `${newestFirst}_${id ?? deps.newId()}`,
          ...event,
          time,
        });
      } catch (fault) {
        // Written before, by the attempt that crashed or whose answer was lost.
        if (id !== undefined && isConflict(fault)) return;
        deps.onFault(fault);
      }
    },
  };
}
