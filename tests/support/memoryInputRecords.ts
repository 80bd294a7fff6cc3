import type { InputRecords } from '../../relay/inputRecords.ts';

/** Records that outlive the relay of a test, as files would. */
export function createMemoryInputRecords(): InputRecords & { kept(): ReadonlyMap<string, number> } {
  const sequences = new Map<string, number>();
  return {
    kept: () => sequences,
    forget: (sessionId) => void sequences.delete(sessionId),
    open(sessionId) {
      const isNew = !sequences.has(sessionId);
      const lastSequence = sequences.get(sessionId) ?? 0;
      sequences.set(sessionId, lastSequence);
      return {
        isNew,
        lastSequence,
        save: (sequence) => void sequences.set(sessionId, sequence),
        close() {},
      };
    },
  };
}
