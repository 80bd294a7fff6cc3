import type { Messaging } from '../console/messaging.ts';
import { limits } from '../contracts/limits.ts';
import type { OperationResult } from '../contracts/relayApi.ts';
import type { OperationStore, RelayStore } from './ports.ts';

/** A question that was put to relays: what do you serve? Whoever has this can collect the answers. */
export type Refresh = {
  readonly operationId: string;
  readonly bastionId: string;
  readonly principalId: string;
  /** All relays of the bastion; `asked` are those that were there to be asked. */
  readonly relayIds: readonly string[];
  readonly asked: readonly string[];
  readonly startTime: number;
};

export type Answers = ReadonlyMap<string, OperationResult>;

export type AskDeps = {
  readonly relays: RelayStore;
  readonly messaging: Pick<Messaging, 'command'>;
  readonly operations: OperationStore;
  readonly newId: () => string;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/** Asks every relay that is connected and has a heart, all at once. */
export async function askRelays(
  deps: AskDeps,
  input: Pick<Refresh, 'bastionId' | 'principalId' | 'relayIds'>,
): Promise<Refresh> {
  const operationId = deps.newId();
  const startTime = deps.now();
  const asked = await Promise.all(
    input.relayIds.map(async (relayId) => {
      const relay = await deps.relays.get(relayId);
      const silentMs = startTime - (relay?.heartbeatTime ?? 0);
      if (!relay?.connectionId || silentMs > limits.relayLostSeconds * 1000) return [];
      await deps.messaging.command(relayId, { kind: 'report', operationId });
      return [relayId];
    }),
  );
  return { ...input, operationId, asked: asked.flat(), startTime };
}

const pollMs = 20;

/** The answers so far: all of them, or those that came within `patienceMs` of the question. */
export async function collectAnswers(deps: AskDeps, refresh: Refresh, patienceMs: number): Promise<Answers> {
  let answers: Answers = new Map();
  if (refresh.asked.length === 0) return answers;
  for (;;) {
    answers = await deps.operations.answers(refresh.operationId);
    if (isComplete(refresh, answers) || deps.now() >= refresh.startTime + patienceMs) return answers;
    await deps.wait(pollMs);
  }
}

export const isComplete = ({ asked }: Refresh, answers: Answers): boolean =>
  asked.every((relayId) => answers.has(relayId));
