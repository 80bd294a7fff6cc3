import type { MachineOperation, MachineOperationStore } from '../../shared/machines/ports.ts';

/** Operations on machines in memory. */
export function fakeMachineOperations(): MachineOperationStore & {
  readonly rows: Map<string, { readonly value: MachineOperation; readonly version: string }>;
} {
  const rows = new Map<string, { value: MachineOperation; version: string }>();
  let versions = 0;
  const write = (value: MachineOperation): true => {
    versions += 1;
    rows.set(value.operationId, { value: structuredClone(value), version: `v${versions}` });
    return true;
  };
  return {
    rows,
    insert: async (operation) => !rows.has(operation.operationId) && write(operation),
    get: async (operationId) => structuredClone(rows.get(operationId)),
    replace: async (operation, version) =>
      rows.get(operation.operationId)?.version === version && write(operation),
    pending: async (before) =>
      [...rows.values()].filter(({ value }) => value.status === 'InProgress' && value.startTime < before),
    async purge(before) {
      for (const [id, { value }] of rows) if (value.startTime < before) rows.delete(id);
    },
  };
}
