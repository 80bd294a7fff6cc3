import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { OutcomeStore } from '../sessions/ports.ts';
import { ignoreMissing, isConflict, isNotFound, throughStorage } from './storageFault.ts';

const rowKey = 'outcome';
const row = z.object({ outcome: z.string(), time: z.number() });

/** One row per call, in a partition of its own: PartitionKey = the call's key. */
export function createOutcomeTable(table: TableClient): OutcomeStore {
  const read = async (key: string, since: number): Promise<string | undefined> => {
    try {
      const { outcome, time } = row.parse(await table.getEntity(key, rowKey));
      return time >= since ? outcome : undefined;
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  };
  return {
    get: (key, since) => throughStorage(() => read(key, since)),
    keep: (key, { outcome, time }, since) =>
      throughStorage(async () => {
        const entity = { partitionKey: key, rowKey, outcome, time: { type: 'Double', value: String(time) } };
        try {
          await table.createEntity(entity);
          return outcome;
        } catch (thrown) {
          if (!isConflict(thrown)) throw thrown;
        }
        const first = await read(key, since);
        if (first !== undefined) return first;
        await table.upsertEntity(entity, 'Replace');
        return outcome;
      }),
    purge: (before) =>
      throughStorage(async () => {
        const filter = odata`Timestamp lt ${new Date(before)}`;
        for await (const { partitionKey = '' } of table.listEntities({ queryOptions: { filter } })) {
          await ignoreMissing(table.deleteEntity(partitionKey, rowKey));
        }
      }),
  };
}
