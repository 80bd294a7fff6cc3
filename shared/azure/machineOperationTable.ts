import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { MachineOperation, MachineOperationStore } from '../machines/ports.ts';
import type { Versioned } from '../sessions/session.ts';
import { ignoreMissing, isConflict, isNotFound, throughStorage } from './storageFault.ts';

const rowKey = 'operation';
const row = z.object({ json: z.string(), etag: z.string() });

/** One row per operation, in a partition of its own: PartitionKey = operation id. Its etag decides races. */
export function createMachineOperationTable(table: TableClient): MachineOperationStore {
  const rowsWhere = (filter: string) => table.listEntities({ queryOptions: { filter } });
  return {
    insert: (operation) => throughStorage(() => unlessConflict(table.createEntity(toEntity(operation)))),
    get: (operationId) =>
      throughStorage(async () => {
        try {
          return fromEntity(await table.getEntity(operationId, rowKey));
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
    replace: (operation, version) =>
      throughStorage(() =>
        unlessConflict(table.updateEntity(toEntity(operation), 'Replace', { etag: version })),
      ),
    pending: (before) =>
      throughStorage(async () => {
        const found: Versioned<MachineOperation>[] = [];
        const filter = odata`status eq 'InProgress' and startTime lt ${before}.0`;
        for await (const entity of rowsWhere(filter)) found.push(fromEntity(entity));
        return found;
      }),
    purge: (before) =>
      throughStorage(async () => {
        for await (const { partitionKey = '' } of rowsWhere(odata`startTime lt ${before}.0`)) {
          await ignoreMissing(table.deleteEntity(partitionKey, rowKey));
        }
      }),
  };
}

const toEntity = (operation: MachineOperation) => ({
  partitionKey: operation.operationId,
  rowKey,
  status: operation.status,
  startTime: { type: 'Double', value: String(operation.startTime) },
  json: JSON.stringify(operation),
});

function fromEntity(entity: unknown): Versioned<MachineOperation> {
  const { json, etag } = row.parse(entity);
  return { value: JSON.parse(json) as MachineOperation, version: etag };
}

/** False when the row was there already, or is gone or at another version. */
async function unlessConflict(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (thrown) {
    if (isConflict(thrown) || isNotFound(thrown)) return false;
    throw thrown;
  }
}
