import type { Caller } from '../access/caller.ts';
import { SallyportError } from '../contracts/errors.ts';
import { type EndDeps, endSession } from './endSession.ts';
import type { Session } from './session.ts';

export type DisconnectOrder = {
  readonly bastionId: string;
  readonly caller: Caller;
  /** Where the administrator is, for the audit log. */
  readonly sourceIpAddress: string;
  readonly reason?: string | undefined;
};

/** An administrator ends a session. Resolves to it as it ended, or undefined when there never was one. */
export async function disconnectSession(
  deps: EndDeps,
  sessionId: string,
  order: DisconnectOrder,
): Promise<Session | undefined> {
  const { caller, reason } = order;
  try {
    const ended = await endSession(deps, sessionId, {
      reason: 'DisconnectedByAdministrator',
      by: caller.name,
      message: reason,
    });
    // Ended before, for another reason or by another: this call did nothing.
    if (ended?.endReason === 'DisconnectedByAdministrator' && ended.endedBy === caller.name) {
      // Named after the end and not after the call: a retry is not another disconnect.
      const id = `${sessionId}_disconnect_${caller.principalId}`;
      await audit(deps, sessionId, order, { outcome: 'Success', time: ended.endTime ?? deps.now(), id });
    }
    return ended;
  } catch (thrown) {
    const { code } = SallyportError.from(thrown);
    await audit(deps, sessionId, order, { outcome: 'Failure', time: deps.now(), reason: code });
    throw thrown;
  }
}

async function audit(
  deps: EndDeps,
  sessionId: string,
  { bastionId, caller, sourceIpAddress, reason }: DisconnectOrder,
  result: { outcome: 'Success' | 'Failure'; time: number; id?: string; reason?: string },
): Promise<void> {
  await deps.audit.write({
    event: 'disconnect',
    principalId: caller.principalId,
    userName: caller.userName,
    sourceIpAddress,
    scope: bastionId,
    sessionId,
    ...(reason === undefined ? {} : { reason }),
    ...result,
  });
}
