import type { SessionStateRow } from '../contracts/api.ts';
import { limits } from '../contracts/limits.ts';
import { bastionKey } from '../fleet/keys.ts';
import {
  type DisconnectInput,
  type DisconnectSetDeps,
  disconnectSessions,
  stateRow,
} from './disconnectSessions.ts';
import type { OutcomeStore } from './ports.ts';

export type DisconnectOnceDeps = DisconnectSetDeps & { readonly outcomes: OutcomeStore };

/** One letter for each distinct id, in order: ten thousand outcomes in a small row. */
const letters = { Disconnected: 'D', NotFound: 'N', Failed: 'F' } as const;
const states = { D: 'Disconnected', N: 'NotFound' } as const;

/**
 * As `disconnectSessions`, for a client that sends the same call again when its answer was lost: the same
 * request id, caller, bastion, ids and reason are answered with the same rows for some minutes, and nothing
 * is done again. A set of which a row failed is not remembered, so that a retry can do better.
 */
export async function disconnectOnce(
  deps: DisconnectOnceDeps,
  { requestId, ...input }: DisconnectInput & { readonly requestId: string | undefined },
): Promise<readonly SessionStateRow[]> {
  if (requestId === undefined) return await disconnectSessions(deps, input);
  const sessionIds = [...new Set(input.sessionIds)];
  const { principalId } = input.caller;
  const call = [principalId, bastionKey(deps.hash, input.bastionId), requestId, input.reason, sessionIds];
  const key = deps.hash(JSON.stringify(call));
  const since = deps.now() - limits.outcomeKeptSeconds * 1000;
  const before = await deps.outcomes.get(key, since);
  if (before !== undefined) return toRows(sessionIds, before);
  const rows = await disconnectSessions(deps, { ...input, sessionIds });
  if (rows.some(({ state }) => state === 'Failed')) return rows;
  // Of two calls at once the first to finish is what both answer.
  const outcome = rows.map(({ state }) => letters[state]).join('');
  return toRows(sessionIds, await deps.outcomes.keep(key, { outcome, time: deps.now() }, since));
}

const toRows = (sessionIds: readonly string[], outcome: string): readonly SessionStateRow[] =>
  sessionIds.map((sessionId, index) => stateRow(sessionId, states[outcome[index] as 'D' | 'N']));
