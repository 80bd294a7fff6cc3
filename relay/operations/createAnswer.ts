import { backoffMs } from '../backoff.ts';
import type { ControlPlane } from '../controlPlane.ts';
import { faultFields, type Log } from '../log.ts';
import { pause, type Schedule } from './waitFor.ts';

/** About four minutes; by then the control plane has given the operation up. */
const maxAttempts = 12;

/** Answers of operations, tried again for as long as somebody may wait for them. Never rejects. */
export function createAnswer(deps: {
  readonly controlPlane: Pick<ControlPlane, 'answer'>;
  readonly schedule: Schedule;
  readonly random: () => number;
  readonly log: Log;
}): ControlPlane['answer'] {
  return async (operationId, answer) => {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      try {
        return await deps.controlPlane.answer(operationId, answer);
      } catch (fault) {
        deps.log.warn('answerFault', { operationId, ...faultFields(fault) });
      }
      await pause(deps.schedule, backoffMs(attempt, deps.random()));
    }
  };
}
