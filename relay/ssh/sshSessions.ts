import { SallyportError } from '../../shared/contracts/errors.ts';
import type { RelaySession, SshEnd } from '../../shared/contracts/relayApi.ts';
import type { ControlPlane } from '../controlPlane.ts';
import type { Publish } from '../hub.ts';
import type { InputRecord } from '../inputRecords.ts';
import type { Log } from '../log.ts';
import { createEndReporter } from './endReporter.ts';
import type { SshServer } from './sshServer.ts';
import { SshSession } from './sshSession.ts';

export type SshSessionsDeps = {
  readonly findServer: (portId: string) => SshServer | undefined;
  readonly controlPlane: Pick<ControlPlane, 'hostKey' | 'pinHostKey' | 'endSession'>;
  readonly publish: Publish;
  readonly now: () => number;
  readonly newEpoch: () => string;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
};

/**
 * Opens SSH sessions for the viewers that the control plane names. A shell dies with the process that holds it:
 * a session that an earlier life of this relay served is over.
 */
export function createSshSessions(deps: SshSessionsDeps) {
  const { findServer, controlPlane, schedule, log } = deps;
  const reporter = createEndReporter({ endSession: controlPlane.endSession, schedule, log });
  return {
    open(session: RelaySession, record: InputRecord): SshSession | undefined {
      const { sessionId, portId } = session;
      const server = findServer(portId);
      const end = (how: SshEnd): void => reporter.report(sessionId, how);
      if (server === undefined || !record.isNew) {
        log.info('sshNotServed', { sessionId, isKnown: server !== undefined });
        record.close();
        end({ reason: 'RelayLost' });
        return undefined;
      }
      const hostKeys = {
        get: () => throughControlPlane(() => controlPlane.hostKey(sessionId)),
        pin: (key: Parameters<ControlPlane['pinHostKey']>[1]) =>
          throughControlPlane(() => controlPlane.pinHostKey(sessionId, key)),
      };
      return new SshSession({ ...deps, session, record, server, hostKeys, onEnd: end });
    },
    close: () => reporter.close(),
  };
}

async function throughControlPlane<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const text = 'The relay cannot ask for the pinned host key at this moment. Connect again.';
    throw new SallyportError('RelayUnavailable', text, { cause });
  }
}
