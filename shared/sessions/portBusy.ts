import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import type { RelayStore } from './ports.ts';
import type { Session } from './session.ts';

/** Refuses who wants to type where somebody else does, and says who that is, since when and whether they are at it. */
export async function portBusy(
  deps: { readonly relays: RelayStore; readonly now: () => number },
  session: Session,
  other: Session,
): Promise<SallyportError> {
  const lastActivityTime = await lastActivity(deps.relays, other);
  const isActive = deps.now() - lastActivityTime < limits.activeLatelySeconds * 1000;
  const holder =
    other.principalId === session.principalId
      ? 'You already are the operator of this serial port, in another session.'
      : `${other.userName} is the operator of this serial port.`;
  return new SallyportError(
    'SerialPortBusy',
    `${holder} Only one person can type: take over, which makes that session an observer, or observe.`,
    {
      target: 'mode',
      operator: {
        name: other.userName,
        since: new Date(other.startTime).toISOString(),
        lastActivityTime: new Date(lastActivityTime).toISOString(),
        isActive,
      },
    },
  );
}

export function contested(): SallyportError {
  return new SallyportError(
    'SerialPortBusy',
    'Several people are taking over this serial port at once. Retry.',
  );
}

/** The relay says it with every heartbeat, the session's row only when a sweep has looked at it. */
async function lastActivity(relays: RelayStore, { relayId, sessionId, ...other }: Session): Promise<number> {
  const record = await relays.get(relayId);
  const served = record?.sessions.find((one) => one.sessionId === sessionId);
  return Math.max(other.lastActivityTime, Date.parse(served?.lastActivityTime ?? '') || 0);
}
