import type { OperationResult } from '../../shared/contracts/relayApi.ts';
import type { OperationStore } from '../../shared/sessions/ports.ts';

/** Answers of relays in memory. `now` dates them, for `purge`. */
export function fakeOperationStore(now: () => number = Date.now): OperationStore {
  const rows = new Map<string, Map<string, { result: OperationResult; time: number }>>();
  return {
    async answer(operationId, relayId, result) {
      const answers = rows.get(operationId) ?? new Map();
      rows.set(operationId, answers.set(relayId, { result, time: now() }));
    },
    answers: async (operationId) =>
      new Map([...(rows.get(operationId) ?? [])].map(([relayId, { result }]) => [relayId, result])),
    async clear(operationId) {
      rows.delete(operationId);
    },
    async purge(before) {
      for (const answers of rows.values()) {
        for (const [relayId, { time }] of answers) if (time < before) answers.delete(relayId);
      }
    },
  };
}
