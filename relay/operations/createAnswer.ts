import type { MachineAnswer } from '../../shared/contracts/machineOperation.ts';
import { backoffMs } from '../backoff.ts';
import type { ControlPlane } from '../controlPlane.ts';
import { faultFields, type Log } from '../log.ts';
import { pause, type Schedule } from './waitFor.ts';

/** About four minutes; by then the control plane has given the operation up. */
const maxAttempts = 12;

/** Resolves true once the control plane has it, false when there is no use in trying on. Never rejects. */
export type Answer = (operationId: string, answer: MachineAnswer) => Promise<boolean>;

/** Answers of operations, tried again for as long as somebody may wait for them. */
export function createAnswer(deps: {
  readonly controlPlane: Pick<ControlPlane, 'answer'>;
  readonly schedule: Schedule;
  readonly random: () => number;
  readonly log: Log;
}): Answer {
  return async (operationId, answer) => {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      try {
        await deps.controlPlane.answer(operationId, answer);
        return true;
      } catch (fault) {
        deps.log.warn('answerFault', { operationId, ...faultFields(fault) });
        // Over already, or unknown.
        if (Object(fault).status === 404) return false;
      }
      await pause(deps.schedule, backoffMs(attempt, deps.random()));
    }
    return false;
  };
}
