import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { HistoryPurge } from '../policies/purge.ts';
import { sessionsBegunUpTo } from '../sessions/sessionId.ts';
import { deleteRows, type RowKeys } from './deleteRows.ts';
import { throughStorage } from './storageFault.ts';

const row = z.object({ partitionKey: z.string(), rowKey: z.string(), endTime: z.number().optional() });

/** A session id begins with its time, newest first: what is old is one range at the end of a partition. */
export function createHistoryPurge(table: TableClient): HistoryPurge {
  return {
    async *bastionKeys() {
      for (let last = ''; ; ) {
        const next = await throughStorage(() => firstAfter(table, last));
        if (next === undefined) return;
        yield next;
        last = next;
      }
    },
    purge: (bastionKey, endedBefore, limit) =>
      throughStorage(async () => {
        const old = await endedRows(table, bastionKey, endedBefore, limit);
        await deleteRows(table, old);
        return old.length;
      }),
  };
}

/** The first partition behind another, without reading what is in between. */
async function firstAfter(table: TableClient, partitionKey: string): Promise<string | undefined> {
  const filter = odata`PartitionKey gt ${partitionKey}`;
  const queryOptions = { filter, select: ['partitionKey'] };
  for await (const page of table.listEntities({ queryOptions }).byPage({ maxPageSize: 1 })) {
    const [first] = page;
    if (first !== undefined) return first.partitionKey;
  }
  return undefined;
}

async function endedRows(
  table: TableClient,
  bastionKey: string,
  endedBefore: number,
  limit: number,
): Promise<readonly RowKeys[]> {
  const found: RowKeys[] = [];
  const filter = odata`PartitionKey eq ${bastionKey} and RowKey gt ${sessionsBegunUpTo(endedBefore)}`;
  const queryOptions = { filter, select: ['partitionKey', 'rowKey', 'endTime'] };
  for await (const page of table.listEntities({ queryOptions }).byPage({ maxPageSize: 1_000 })) {
    for (const { partitionKey, rowKey, endTime } of page.map((entity) => row.parse(entity))) {
      // One that began before and ended later is kept: it is among the newest of these.
      if ((endTime ?? 0) < endedBefore) found.push({ partitionKey, rowKey });
    }
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}
