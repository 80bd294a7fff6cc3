import { encodeOutput, type NoticeFrame } from '../shared/contracts/frames.ts';
import { limits } from '../shared/contracts/limits.ts';
import type { OutputLog } from './outputLog.ts';

export type ReplayDeps = {
  readonly log: OutputLog;
  /** Resolves when the frame has left this process; false when it could not. */
  readonly send: (frame: ArrayBuffer | NoticeFrame) => Promise<boolean>;
  readonly isCancelled: () => boolean;
};

/**
 * Sends `from` to `to` to one viewer, a frame at a time: the next one goes when the last has left, so live
 * output slips in between. Ends early when the connection is gone: the viewer asks again on its next one.
 */
export async function replay(deps: ReplayDeps, from: number, to: number): Promise<void> {
  let offset = from;
  while (offset < to && !deps.isCancelled()) {
    const bytes = await deps.log.read(offset, Math.min(limits.maxOutputBytes, to - offset));
    if (deps.isCancelled()) return;
    // Rotated away while the replay ran: truly gone only if nothing else has it.
    const next = bytes.length > 0 ? offset + bytes.length : deps.log.firstKept(offset);
    if (next === offset) return;
    const frame =
      bytes.length > 0 ? encodeOutput(offset, bytes) : ({ kind: 'gap', from: offset, to: next } as const);
    if (!(await deps.send(frame))) return;
    offset = next;
  }
}
