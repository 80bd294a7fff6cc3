import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { machineActions, machineAnswer } from '../contracts/machineOperation.ts';
import type { MachineOperation, MachineOperationStore } from '../machines/ports.ts';
import type { Versioned } from '../sessions/session.ts';
import { ignoreMissing, isConflict, isNotFound, throughStorage } from './storageFault.ts';

const rowKey = 'operation';
const row = z.object({ json: z.string(), etag: z.string() });
const { status, output, error } = machineAnswer.shape;
const operation = z.object({
  operationId: z.string(),
  action: z.enum(machineActions),
  skipShutdown: z.boolean(),
  keys: z.string().optional(),
  targetResourceId: z.string(),
  portId: z.string(),
  relayId: z.string(),
  principalId: z.string(),
  userName: z.string(),
  displayName: z.string(),
  sourceIpAddress: z.string(),
  startTime: z.number(),
  parts: z.array(z.string()).optional(),
  isBegun: z.boolean(),
  status,
  endTime: z.number().optional(),
  output,
  error,
});

/**
 * One row per operation, in a partition of its own: PartitionKey = operation id. Its etag decides races. A row that
 * cannot be read hides no other one from a list: `onFault` hears of it, and it is purged as the others are.
 */
export function createMachineOperationTable(
  table: TableClient,
  { onFault }: { readonly onFault: (fault: unknown) => void },
): MachineOperationStore {
  const rowsWhere = (filter: string) => table.listEntities({ queryOptions: { filter } });
  return {
    insert: (one) => throughStorage(() => unlessConflict(table.createEntity(toEntity(one)))),
    get: (operationId) =>
      throughStorage(async () => {
        try {
          return fromEntity(await table.getEntity(operationId, rowKey));
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
    replace: (one, version) =>
      throughStorage(() => unlessConflict(table.updateEntity(toEntity(one), 'Replace', { etag: version }))),
    pending: (before) =>
      throughStorage(async () => {
        const found: Versioned<MachineOperation>[] = [];
        const filter = odata`status eq 'InProgress' and startTime lt ${before}.0`;
        for await (const entity of rowsWhere(filter)) {
          try {
            found.push(fromEntity(entity));
          } catch (fault) {
            onFault(fault);
          }
        }
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

const toEntity = (one: MachineOperation) => ({
  partitionKey: one.operationId,
  rowKey,
  status: one.status,
  startTime: { type: 'Double', value: String(one.startTime) },
  json: JSON.stringify(one),
});

function fromEntity(entity: unknown): Versioned<MachineOperation> {
  const { json, etag } = row.parse(entity);
  return { value: operation.parse(JSON.parse(json)), version: etag };
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
