import type { OperationResult } from '../../shared/contracts/relayApi.ts';
import type { OperationStore } from '../../shared/sessions/ports.ts';
import type { Refresh } from '../../shared/sessions/refresh.ts';

/** Answers of relays in memory. `now` dates them, for `purge`. */
export function fakeOperationStore(now: () => number = Date.now): OperationStore {
  const rows = new Map<string, Map<string, { result: OperationResult; time: number }>>();
  const refreshes = new Map<string, { refresh: Refresh; time: number }>();
  return {
    async keep(refresh) {
      refreshes.set(refresh.operationId, { refresh, time: now() });
    },
    kept: async (operationId) => refreshes.get(operationId)?.refresh,
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
      for (const [id, { time }] of refreshes) if (time < before) refreshes.delete(id);
      for (const answers of rows.values()) {
        for (const [relayId, { time }] of answers) if (time < before) answers.delete(relayId);
      }
    },
  };
}
