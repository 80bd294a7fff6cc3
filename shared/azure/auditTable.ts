import { odata, type TableClient } from '@azure/data-tables';
import type { AuditReader } from '../audit/ports.ts';
import type { AuditLog } from '../sessions/ports.ts';
import { auditKeys, fromAuditRow, pendingPrefix, shortened, toAuditRow, toOutboxRow } from './auditRow.ts';
import { isConflict, throughStorage } from './storageFault.ts';

/** The table `audit`: one partition per UTC day, newest first, and behind it what waits to be exported. */
export function createAuditTable(
  table: TableClient,
  deps: { readonly newId: () => string; readonly onFault: (fault: unknown) => void },
): AuditLog & AuditReader {
  return {
    async write(given) {
      const event = shortened(given);
      const keys = auditKeys(event, deps.newId);
      try {
        await create(table, [toAuditRow(event, keys), toOutboxRow(event, keys)]);
      } catch (fault) {
        // Written before, by the attempt that crashed or whose answer was lost.
        if (event.id !== undefined && isConflict(fault)) return;
        deps.onFault(fault);
      }
    },
    rows: (day, { limit, after = '' }) =>
      throughStorage(async () => {
        const found = [];
        const filter = odata`PartitionKey eq ${day} and RowKey gt ${after} and RowKey lt ${pendingPrefix}`;
        const pages = table.listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: limit });
        for await (const page of pages) {
          found.push(...page.map(fromAuditRow));
          if (found.length >= limit) break;
        }
        return found.slice(0, limit);
      }),
  };
}

type Rows = readonly [ReturnType<typeof toAuditRow>, ReturnType<typeof toOutboxRow>];

/** Both or neither, and never twice: what was exported must not wait again when it is written again. */
async function create(table: TableClient, [row, waiting]: Rows): Promise<void> {
  // The emulator takes these for the ends of lines and refuses the transaction.
  if (/[\u2028\u2029]/.test(JSON.stringify(row))) {
    await table.createEntity(row);
    await table.createEntity(waiting);
    return;
  }
  await table.submitTransaction([
    ['create', row],
    ['create', waiting],
  ]);
}
