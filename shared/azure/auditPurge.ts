import { odata, type TableClient } from '@azure/data-tables';
import type { AuditPurge } from '../policies/purge.ts';
import { pendingPrefix } from './auditRow.ts';
import { deleteRows, type RowKeys } from './deleteRows.ts';
import { throughStorage } from './storageFault.ts';

/** Partitions are days, so what is old is one range at the table's beginning. What waits for its export stays. */
export function createAuditPurge(table: TableClient): AuditPurge {
  return {
    purge: (before, limit) =>
      throughStorage(async () => {
        const old: RowKeys[] = [];
        const day = new Date(before).toISOString().slice(0, 10);
        const filter = odata`PartitionKey lt ${day} and RowKey lt ${pendingPrefix}`;
        const queryOptions = { filter, select: ['partitionKey', 'rowKey'] };
        for await (const page of table.listEntities({ queryOptions }).byPage({ maxPageSize: 1_000 })) {
          for (const { partitionKey = '', rowKey = '' } of page) old.push({ partitionKey, rowKey });
          if (old.length >= limit) break;
        }
        const due = old.slice(0, limit);
        await deleteRows(table, due);
        return due.length;
      }),
  };
}
