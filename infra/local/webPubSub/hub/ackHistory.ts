import { limits } from '../protocol/limits.ts';

/** The ack ids of the last requests that succeeded, so that a repeated one is not executed again. */
export type AckHistory = { has(ackId: string): boolean; remember(ackId: string): void };

export function createAckHistory(capacity: number = limits.rememberedAcks): AckHistory {
  const ids = new Set<string>();
  return {
    has: (ackId) => ids.has(ackId),
    remember(ackId) {
      ids.add(ackId);
      if (ids.size > capacity) for (const oldest of ids) return void ids.delete(oldest);
    },
  };
}
