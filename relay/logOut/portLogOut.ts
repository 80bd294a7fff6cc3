import { setTimeout as sleep } from 'node:timers/promises';
import type { LogOutOutcome } from '../../shared/contracts/logOut.ts';
import { faultFields, type Log } from '../log.ts';
import type { PortPump } from '../portPump.ts';
import { watchLine } from './guestLine.ts';
import { logOutLinux } from './logOutLinux.ts';
import { logOutSac } from './logOutSac.ts';

export type LogOutDeps = {
  readonly report: (sessionId: string, outcome: LogOutOutcome) => Promise<void>;
  readonly log: Log;
};

/** Some screens. Of GRUB's only the first line tells that it is one, and each key in its editor draws two lines. */
export const lookBackBytes = 32_768;
const byGuest = { Linux: logOutLinux, Windows: logOutSac } as const;

/**
 * The operator is gone: ends its shell where the port asks for that, before the next one types, and says to
 * everybody at the port and to the audit log whether that was seen to work. Never rejects.
 */
export async function logOutPort(deps: LogOutDeps, pump: PortPump, sessionId: string): Promise<void> {
  const guest = pump.logOut;
  if (guest === undefined || pump.power === 'stopped') return;
  try {
    const outcome = await pump.alone(async () => {
      pump.tell({ kind: 'logOut', outcome: 'Started' });
      const { end } = pump.log;
      const from = Math.max(pump.log.firstKept(0), end - lookBackBytes);
      using line = watchLine(pump, await pump.log.read(from, end - from), (delayMs) => sleep(delayMs));
      return await attempt(() => byGuest[guest](line), pump);
    });
    pump.tell({ kind: 'logOut', outcome });
    deps.log.info('loggedOut', { sessionId, outcome });
    await deps.report(sessionId, outcome);
  } catch (fault) {
    deps.log.warn('logOutFault', { sessionId, ...faultFields(fault) });
  }
}

/** A guest that went off meanwhile has no shell to inherit. */
async function attempt(logOut: () => Promise<boolean>, pump: PortPump): Promise<LogOutOutcome> {
  try {
    return (await logOut()) ? 'LoggedOut' : 'NotSeen';
  } catch (fault) {
    if (pump.power === 'stopped') return 'PoweredOff';
    throw fault;
  }
}
