import type { Caller } from '../access/caller.ts';
import { SallyportError } from '../contracts/errors.ts';
import { affectedBy } from './auditedSession.ts';
import { type EndDeps, endSession } from './endSession.ts';
import type { AuditEvent } from './ports.ts';
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
      const time = ended.endTime ?? deps.now();
      await audit(deps, sessionId, order, { outcome: 'Success', time, id, ...affectedBy(ended) });
    }
    return ended;
  } catch (thrown) {
    const { code } = SallyportError.from(thrown);
    // As far as it can still be read: whoever looks for the machine finds what failed there, too.
    const found = await deps.sessions.get(sessionId).catch(() => undefined);
    const about = found === undefined ? {} : affectedBy(found.value);
    await audit(deps, sessionId, order, { outcome: 'Failure', time: deps.now(), reason: code, ...about });
    throw thrown;
  }
}

async function audit(
  deps: EndDeps,
  sessionId: string,
  { bastionId, caller, sourceIpAddress, reason }: DisconnectOrder,
  result: Pick<AuditEvent, 'outcome' | 'time'> & Partial<AuditEvent>,
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
