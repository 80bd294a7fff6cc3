import type { Caller } from '../access/caller.ts';
import type { SessionStateRow } from '../contracts/api.ts';
import { bastionKey, type Hash } from '../fleet/keys.ts';
import { type EndDeps, endSession } from './endSession.ts';
import { bastionKeyOf } from './sessionId.ts';

export type DisconnectInput = {
  readonly bastionId: string;
  readonly sessionIds: readonly string[];
  readonly caller: Caller;
  readonly reason?: string | undefined;
};

/** Sessions that are ended at once; each costs a few storage and hub calls. */
const parallel = 16;

/**
 * Ends a set of sessions of one bastion and answers with one row per distinct id. An id of another bastion
 * is `NotFound`, as one that never existed. Ended before is `Disconnected`: a retry must not look like a failure.
 */
export async function disconnectSessions(
  deps: EndDeps & { readonly hash: Hash },
  input: DisconnectInput,
): Promise<readonly SessionStateRow[]> {
  const ids = [...new Set(input.sessionIds)];
  const rows: SessionStateRow[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < ids.length; index = next++) {
      rows[index] = await disconnectOne(deps, input, ids[index] ?? '');
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, ids.length) }, worker));
  return rows;
}

async function disconnectOne(
  deps: EndDeps & { readonly hash: Hash },
  input: DisconnectInput,
  sessionId: string,
): Promise<SessionStateRow> {
  const notFound: SessionStateRow = {
    sessionId,
    state: 'NotFound',
    message: `session ${sessionId} not found!`,
  };
  if (bastionKeyOf(sessionId) !== bastionKey(deps.hash, input.bastionId)) return notFound;
  try {
    const ended = await endSession(deps, sessionId, {
      reason: 'DisconnectedByAdministrator',
      by: input.caller.name,
      message: input.reason,
    });
    if (ended === undefined) return notFound;
    return { sessionId, state: 'Disconnected', message: `session ${sessionId} invalidated!` };
  } catch {
    // One row fails, the others go on: a session that was decided but not finished is finished by the sweep.
    return { sessionId, state: 'Failed', message: `session ${sessionId} could not be disconnected!` };
  }
}
