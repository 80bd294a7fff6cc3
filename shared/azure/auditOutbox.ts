import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import { z } from 'zod';
import type { AuditOutbox } from '../audit/ports.ts';
import { fromOutboxRow, pendingPrefix } from './auditRow.ts';
import { joinJson, splitJson } from './splitJson.ts';
import { ignoreMissing, isConflict, isNotFound, throughStorage } from './storageFault.ts';

const batch = z.object({
  blob: z.object({ container: z.string(), blob: z.string() }),
  position: z.number(),
  text: z.string(),
  rows: z.array(z.object({ day: z.string(), key: z.string() })),
});
const place = z.object({ etag: z.string() }).loose();

/** No day: the one row that every export begins and ends with. */
const placeKeys = { partitionKey: 'export', rowKey: 'place' };
const lastPending = 'pending`';

/** The waiting rows of the table `audit`, and the place of their export. */
export function createAuditOutbox(table: TableClient): AuditOutbox {
  return {
    pending: (day, limit) =>
      throughStorage(async () => {
        const filter = odata`PartitionKey eq ${day} and RowKey ge ${pendingPrefix} and RowKey lt ${lastPending}`;
        const found = [];
        const pages = table.listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: limit });
        for await (const page of pages) {
          found.push(...page.map(fromOutboxRow));
          if (found.length >= limit) break;
        }
        return found.slice(0, limit);
      }),
    done: (rows) => throughStorage(() => remove(table, rows)),
    place: () => throughStorage(() => readPlace(table)),
    setPlace: (next, version) =>
      throughStorage(async () => {
        try {
          const entity = { ...placeKeys, ...splitJson(next ?? null) };
          await table.updateEntity(entity, 'Replace', { etag: version });
          return true;
        } catch (thrown) {
          if (isConflict(thrown)) return false;
          throw thrown;
        }
      }),
  };
}

async function readPlace(table: TableClient): ReturnType<AuditOutbox['place']> {
  try {
    const entity = place.parse(await table.getEntity(placeKeys.partitionKey, placeKeys.rowKey));
    return { batch: batch.nullable().parse(joinJson(entity)) ?? undefined, version: entity.etag };
  } catch (thrown) {
    if (!isNotFound(thrown)) throw thrown;
    await begin(table);
    return await readPlace(table);
  }
}

async function begin(table: TableClient): Promise<void> {
  try {
    await table.createEntity({ ...placeKeys, ...splitJson(null) });
  } catch (thrown) {
    // Another export began at the same time.
    if (!isConflict(thrown)) throw thrown;
  }
}

/** All at once; one by one when somebody else has removed some of them. */
async function remove(table: TableClient, rows: readonly { day: string; key: string }[]): Promise<void> {
  const keys = rows.map(({ day, key }) => ({ partitionKey: day, rowKey: `${pendingPrefix}${key}` }));
  try {
    await table.submitTransaction(keys.map((one): TransactionAction => ['delete', one]));
  } catch (thrown) {
    if (!isNotFound(thrown)) throw thrown;
    for (const { partitionKey, rowKey } of keys) {
      await ignoreMissing(table.deleteEntity(partitionKey, rowKey));
    }
  }
}
