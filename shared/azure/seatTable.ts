import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { Seat, SeatStore } from '../sessions/ports.ts';
import { isConflict, isNotFound, throughStorage } from './storageFault.ts';

const row = z.object({ rowKey: z.string(), sessionId: z.string(), etag: z.string() });
const keyOf = (index: number): string => String(index).padStart(5, '0');

/** One row per seat that was ever taken: PartitionKey = what is counted together. Its etag decides races. */
export function createSeatTable(table: TableClient): SeatStore {
  return {
    list: (group) =>
      throughStorage(async () => {
        const found: Seat[] = [];
        const filter = odata`PartitionKey eq ${group}`;
        for await (const entity of table.listEntities({ queryOptions: { filter } })) {
          const { rowKey, sessionId, etag } = row.parse(entity);
          found.push({ index: Number(rowKey), sessionId, version: etag });
        }
        return found;
      }),
    take: (group, { index, sessionId, instead }) =>
      throughStorage(async () => {
        const mine = { partitionKey: group, rowKey: keyOf(index), sessionId };
        try {
          if (instead === undefined) await table.createEntity(mine);
          else await table.updateEntity(mine, 'Replace', { etag: instead });
          return true;
        } catch (thrown) {
          if (!isConflict(thrown) && !isNotFound(thrown)) throw thrown;
          return await holds(table, group, index, sessionId);
        }
      }),
  };
}

/** A write whose answer got lost is tried again by the SDK, and then meets itself. */
async function holds(table: TableClient, group: string, index: number, sessionId: string): Promise<boolean> {
  try {
    return row.parse(await table.getEntity(group, keyOf(index))).sessionId === sessionId;
  } catch (thrown) {
    if (isNotFound(thrown)) return false;
    throw thrown;
  }
}
