import type { SessionStateRow } from '../contracts/api.ts';
import { bastionKey, type Hash } from '../fleet/keys.ts';
import { type DisconnectOrder, disconnectSession } from './disconnectSession.ts';
import type { EndDeps } from './endSession.ts';
import { inParallel } from './inParallel.ts';
import { bastionKeyOf } from './sessionId.ts';

export type DisconnectSetDeps = EndDeps & { readonly hash: Hash };
export type DisconnectInput = DisconnectOrder & { readonly sessionIds: readonly string[] };

/**
 * Ends a set of sessions of one bastion and answers with one row per distinct id. An id of another bastion
 * is `NotFound`, as one that never existed. Ended before is `Disconnected`: a retry must not look like a failure.
 */
export async function disconnectSessions(
  deps: DisconnectSetDeps,
  { sessionIds, ...order }: DisconnectInput,
): Promise<readonly SessionStateRow[]> {
  const partition = bastionKey(deps.hash, order.bastionId);
  return await inParallel([...new Set(sessionIds)], async (sessionId) => {
    if (bastionKeyOf(sessionId) !== partition) return stateRow(sessionId, 'NotFound');
    return await disconnectOne(deps, sessionId, order);
  });
}

async function disconnectOne(
  deps: EndDeps,
  sessionId: string,
  order: DisconnectOrder,
): Promise<SessionStateRow> {
  try {
    const ended = await disconnectSession(deps, sessionId, order);
    if (ended === undefined) return stateRow(sessionId, 'NotFound');
    return stateRow(sessionId, 'Disconnected');
  } catch {
    // One row fails, the others go on: a session that was decided but not finished is finished by the sweep.
    return stateRow(sessionId, 'Failed');
  }
}

/** Azure's own words. */
const outcomes = {
  Disconnected: 'invalidated!',
  Failed: 'could not be disconnected!',
  NotFound: 'not found!',
} as const;

export const stateRow = (sessionId: string, state: SessionStateRow['state']): SessionStateRow => ({
  sessionId,
  state,
  message: `session ${sessionId} ${outcomes[state]}`,
});
