import type { OperationRecord, OperationRecords } from '../../relay/operations/operationRecords.ts';

/** What a relay remembers of its operations, without a disk. */
export function createMemoryOperationRecords(): OperationRecords {
  const records = new Map<string, OperationRecord>();
  const deallocated = new Set<string>();
  return {
    save: (record) => void records.set(record.command.operationId, record),
    forget: (operationId) => void records.delete(operationId),
    list: () => [...records.values()],
    isDeallocated: (portId) => deallocated.has(portId),
    setDeallocated(portId, isDeallocated) {
      if (isDeallocated) deallocated.add(portId);
      else deallocated.delete(portId);
    },
  };
}
