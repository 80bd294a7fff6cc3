import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import { resourceKey } from '../fleet/resourceId.ts';
import { type ReconcileDeps, reconcileSessions } from './reconcileSessions.ts';
import {
  type Answers,
  type AskDeps,
  askRelays,
  collectAnswers,
  isComplete,
  type Refresh,
} from './refresh.ts';
import type { Session } from './session.ts';

export type RefreshDeps = AskDeps & ReconcileDeps;

/** What is true now, or the question that is still out: `continueRefresh` finishes it. */
export type Refreshed =
  | { readonly sessions: readonly Session[]; readonly unansweredRelays: readonly string[] }
  | { readonly operationId: string };

/**
 * Asks the relays of a bastion what is true now and makes the table agree. Relays that answer within
 * `patienceMs` are all that a quick answer needs; a slow one makes it a question to come back for.
 */
export async function refreshSessions(
  deps: RefreshDeps,
  input: Pick<Refresh, 'bastionId' | 'principalId' | 'relayIds'> & { readonly patienceMs: number },
): Promise<Refreshed> {
  const { patienceMs, ...question } = input;
  const refresh = await askRelays(deps, question);
  const answers = await collectAnswers(deps, refresh, patienceMs);
  if (!isComplete(refresh, answers) && patienceMs < limits.refreshTimeoutMs) {
    await deps.operations.keep(refresh);
    return { operationId: refresh.operationId };
  }
  const refreshed = await finish(deps, refresh, answers);
  if (answers.size > 0) await deps.operations.clear(refresh.operationId);
  return refreshed;
}

/**
 * Comes back for a question that was out: finishes it when every relay has answered or had its time. May be
 * repeated, since an answer can be lost. A question of another caller or bastion does not exist.
 */
export async function continueRefresh(
  deps: RefreshDeps,
  input: Pick<Refresh, 'operationId' | 'bastionId' | 'principalId'>,
): Promise<Refreshed> {
  const refresh = await deps.operations.kept(input.operationId);
  if (
    refresh === undefined ||
    refresh.principalId !== input.principalId ||
    resourceKey(refresh.bastionId) !== resourceKey(input.bastionId) ||
    deps.now() > refresh.startTime + limits.refreshKeptSeconds * 1000
  ) {
    throw new SallyportError('OperationNotFound', 'This refresh is over or never was. Refresh again.', {
      target: 'operationId',
    });
  }
  const answers = await collectAnswers(deps, refresh, 0);
  const isOver = deps.now() >= refresh.startTime + limits.refreshTimeoutMs;
  if (!isComplete(refresh, answers) && !isOver) return { operationId: refresh.operationId };
  return await finish(deps, refresh, answers);
}

async function finish(deps: RefreshDeps, refresh: Refresh, answers: Answers): Promise<Refreshed> {
  return {
    sessions: await reconcileSessions(deps, refresh, answers),
    unansweredRelays: refresh.relayIds.filter((id) => !answers.has(id)),
  };
}
