import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { LeaseStore } from '../relays/relayLease.ts';
import { isConflict, isNotFound, throughStorage } from './storageFault.ts';

const partitionKey = 'lease';
const row = z.object({
  holder: z.string(),
  process: z.string(),
  fence: z.number(),
  expiresAt: z.number(),
  etag: z.string(),
});

/** In the table of relays: PartitionKey `lease`, RowKey = relay id. Its etag decides races. */
export function createLeaseTable(table: TableClient): LeaseStore {
  return {
    get: (relayId) =>
      throughStorage(async () => {
        try {
          const { etag, ...lease } = row.parse(await table.getEntity(partitionKey, relayId));
          return { value: { relayId, ...lease }, version: etag };
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
    put: ({ relayId, holder, process, fence, expiresAt }, version) =>
      throughStorage(async () => {
        const keys = { partitionKey, rowKey: relayId };
        const entity = { ...keys, holder, process, fence: double(fence), expiresAt: double(expiresAt) };
        try {
          if (version === undefined) await table.createEntity(entity);
          else await table.updateEntity(entity, 'Replace', { etag: version });
          return true;
        } catch (thrown) {
          if (isConflict(thrown) || isNotFound(thrown)) return false;
          throw thrown;
        }
      }),
  };
}

const double = (value: number) => ({ type: 'Double', value: String(value) }) as const;
