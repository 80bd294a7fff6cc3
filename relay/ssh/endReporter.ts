import type { SshEnd } from '../../shared/contracts/relayApi.ts';
import { faultFields, type Log } from '../log.ts';

type EndReporterDeps = {
  readonly endSession: (sessionId: string, end: SshEnd) => Promise<void>;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
};

const retryMs = 2_000;

/** Tells the control plane that a session is over, until it has heard it. */
export function createEndReporter({ endSession, schedule, log }: EndReporterDeps) {
  const pending = new Map<string, () => void>();

  async function tell(sessionId: string, end: SshEnd): Promise<void> {
    try {
      await endSession(sessionId, end);
      pending.delete(sessionId);
    } catch (fault) {
      // Over already, or unknown: there is nothing to end.
      if (Object(fault).status === 404) return void pending.delete(sessionId);
      log.warn('endFault', { sessionId, ...faultFields(fault) });
      if (!pending.has(sessionId)) return;
      pending.set(
        sessionId,
        schedule(() => void tell(sessionId, end), retryMs),
      );
    }
  }

  return {
    report(sessionId: string, end: SshEnd): void {
      if (pending.has(sessionId)) return;
      pending.set(sessionId, () => {});
      void tell(sessionId, end);
    },
    close(): void {
      for (const cancel of pending.values()) cancel();
      pending.clear();
    },
  };
}
