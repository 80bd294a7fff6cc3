import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { Subscription, SubscriptionStore } from '../live/ports.ts';
import { joinJson, splitJson } from './splitJson.ts';
import { ignoreMissing, isConflict, isNotFound, throughStorage } from './storageFault.ts';

const partitionKey = 'subscription';
const groupIds = z.array(z.string());
const row = z.object({
  rowKey: z.string(),
  etag: z.string(),
  bastionId: z.string(),
  principalId: z.string(),
  ticketHash: z.string().optional(),
  dueAt: z.number(),
});

/** One row per portal that watches a list; there are never many. */
export function createSubscriptionTable(table: TableClient): SubscriptionStore {
  return {
    insert: (subscription) =>
      throughStorage(async () => {
        await table.upsertEntity(toRow(subscription), 'Replace');
      }),
    get: (subscriptionId) =>
      throughStorage(async () => {
        try {
          return fromRow(await table.getEntity(partitionKey, subscriptionId));
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
    replace: (subscription, version) =>
      throughStorage(async () => {
        try {
          await table.updateEntity(toRow(subscription), 'Replace', { etag: version });
          return true;
        } catch (thrown) {
          if (isConflict(thrown) || isNotFound(thrown)) return false;
          throw thrown;
        }
      }),
    remove: (subscriptionId) =>
      throughStorage(() => ignoreMissing(table.deleteEntity(partitionKey, subscriptionId))),
    due: (now) =>
      throughStorage(async () => {
        const found = [];
        const filter = `PartitionKey eq '${partitionKey}' and dueAt le ${now}.0`;
        for await (const entity of table.listEntities({ queryOptions: { filter } })) {
          found.push(fromRow(entity));
        }
        return found;
      }),
    countOf: (principalId) =>
      throughStorage(async () => {
        let count = 0;
        const filter = odata`PartitionKey eq ${partitionKey} and principalId eq ${principalId}`;
        for await (const _ of table.listEntities({ queryOptions: { filter, select: ['RowKey'] } }))
          count += 1;
        return count;
      }),
  };
}

function toRow({ subscriptionId, groups, ticketHash, dueAt, ...rest }: Subscription) {
  return {
    partitionKey,
    rowKey: subscriptionId,
    ...rest,
    ...splitJson(groups),
    ...(ticketHash === undefined ? {} : { ticketHash }),
    dueAt: { type: 'Double', value: String(dueAt) },
  };
}

function fromRow(entity: Record<string, unknown>) {
  const { rowKey, etag, ticketHash, ...rest } = row.parse(entity);
  const groups = groupIds.parse(joinJson(entity));
  return { value: { subscriptionId: rowKey, ticketHash, ...rest, groups }, version: etag };
}
