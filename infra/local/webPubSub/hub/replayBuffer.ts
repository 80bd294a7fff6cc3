import { limits } from '../protocol/limits.ts';
import type { Message } from '../protocol/message.ts';

/** What a reliable connection was sent and has not acknowledged, in order. Sequence ids start at 1. */
export type ReplayBuffer = {
  /** The message's sequence id, or undefined when the client is too far behind. */
  add(message: Message, bytes: number): number | undefined;
  /** Forgets everything up to and including this id. */
  release(sequenceId: number): void;
  /** What the client may have missed, without what has expired meanwhile. */
  pending(now: number): readonly { readonly sequenceId: number; readonly message: Message }[];
  readonly size: number;
  readonly lastSequenceId: number;
};

type Entry = { readonly sequenceId: number; readonly message: Message; readonly bytes: number };

export function createReplayBuffer(): ReplayBuffer {
  const entries: Entry[] = [];
  let lastSequenceId = 0;
  let totalBytes = 0;
  return {
    add(message, bytes) {
      const full = entries.length >= limits.maxUnacknowledgedMessages;
      if (full || totalBytes + bytes > limits.maxUnacknowledgedBytes) return undefined;
      entries.push({ sequenceId: ++lastSequenceId, message, bytes });
      totalBytes += bytes;
      return lastSequenceId;
    },
    release(sequenceId) {
      const keepFrom = entries.findIndex((entry) => entry.sequenceId > sequenceId);
      const released = entries.splice(0, keepFrom === -1 ? entries.length : keepFrom);
      for (const { bytes } of released) totalBytes -= bytes;
    },
    pending: (now) =>
      entries.filter(({ message }) => message.expiresAt === undefined || message.expiresAt > now),
    get size() {
      return entries.length;
    },
    get lastSequenceId() {
      return lastSequenceId;
    },
  };
}
