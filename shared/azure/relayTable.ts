import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { heartbeatRequest, operationResult } from '../contracts/relayApi.ts';
import type { OperationStore, RelayStore } from '../sessions/ports.ts';
import { joinJson, splitJson } from './splitJson.ts';
import { ignoreMissing, isNotFound, throughStorage } from './storageFault.ts';

const partitionKey = 'relay';
const row = z.object({ heartbeatTime: z.number() });

const refreshPartition = 'refresh';
const refreshRow = z.object({
  operationId: z.string(),
  bastionId: z.string(),
  principalId: z.string(),
  relayIds: z.array(z.string()),
  asked: z.array(z.string()),
  startTime: z.number(),
});

/** One row per relay, replaced by each heartbeat. A table property holds 64 KiB: lists are cut into pieces. */
export function createRelayTable(table: TableClient): RelayStore {
  return {
    get: (relayId) =>
      throughStorage(async () => {
        try {
          const entity = await table.getEntity<Record<string, unknown>>(partitionKey, relayId);
          const { heartbeatTime } = row.parse(entity);
          return { relayId, heartbeatTime, ...heartbeatRequest.parse(joinJson(entity)) };
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
    put: ({ relayId, heartbeatTime, ...body }) =>
      throughStorage(async () => {
        const time = { type: 'Double', value: String(heartbeatTime) };
        await table.upsertEntity(
          { partitionKey, rowKey: relayId, heartbeatTime: time, ...splitJson(body) },
          'Replace',
        );
      }),
  };
}

/**
 * Answers of relays: PartitionKey = operation id, RowKey = relay id. Questions that are out: PartitionKey
 * `refresh`, RowKey = operation id. Deleted once read, late ones by a timer.
 */
export function createOperationTable(table: TableClient): OperationStore {
  const rows = (operationId: string) =>
    table.listEntities<Record<string, unknown>>({
      queryOptions: { filter: odata`PartitionKey eq ${operationId}` },
    });
  return {
    answer: (operationId, relayId, result) =>
      throughStorage(async () => {
        await table.upsertEntity(
          { partitionKey: operationId, rowKey: relayId, ...splitJson(result) },
          'Replace',
        );
      }),
    answers: (operationId) =>
      throughStorage(async () => {
        const found = new Map<string, z.infer<typeof operationResult>>();
        for await (const entity of rows(operationId)) {
          found.set(String(entity.rowKey), operationResult.parse(joinJson(entity)));
        }
        return found;
      }),
    clear: (operationId) =>
      throughStorage(async () => {
        for await (const { rowKey = '' } of rows(operationId)) {
          await ignoreMissing(table.deleteEntity(operationId, rowKey));
        }
      }),
    keep: (refresh) =>
      throughStorage(async () => {
        const keys = { partitionKey: refreshPartition, rowKey: refresh.operationId };
        await table.upsertEntity({ ...keys, ...splitJson(refresh) }, 'Replace');
      }),
    kept: (operationId) =>
      throughStorage(async () => {
        try {
          const entity = await table.getEntity<Record<string, unknown>>(refreshPartition, operationId);
          return refreshRow.parse(joinJson(entity));
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
    purge: (before) =>
      throughStorage(async () => {
        const filter = odata`Timestamp lt ${new Date(before)}`;
        for await (const { partitionKey = '', rowKey = '' } of table.listEntities({
          queryOptions: { filter },
        })) {
          await ignoreMissing(table.deleteEntity(partitionKey, rowKey));
        }
      }),
  };
}
