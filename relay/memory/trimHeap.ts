import type { Heap } from './heap.ts';

export type HeapTrimDeps = {
  readonly heap: Heap;
  /** Whether a pause would be noticed by somebody. */
  readonly isWatched: () => boolean;
  /** Processor time of this process so far. */
  readonly cpuMs: () => number;
  /** Runs `task` again and again; returns the cancel. */
  readonly repeat: (task: () => void, everyMs: number) => () => void;
};

const everyMs = 10_000;
/** In `everyMs`: heartbeats of a thousand ports need a tenth of it. */
const quietMs = 500;
/** So that heartbeats, which leave some garbage behind, are not the reason for one trim after the other. */
const growth = 1.5;

/**
 * The start of a thousand ports leaves a heap behind that is four times as large as what it holds, and V8 collects
 * on its own only when more is asked for. So it is trimmed when there is nothing to do and nobody to be kept waiting.
 */
export function trimHeapAtRest({ heap, isWatched, cpuMs, repeat }: HeapTrimDeps): () => void {
  let trimmedBytes = 0;
  let before = cpuMs();
  return repeat(() => {
    const used = cpuMs() - before;
    before += used;
    if (used > quietMs || isWatched() || heap.bytes < trimmedBytes * growth) return;
    heap.trim();
    trimmedBytes = heap.bytes;
    before = cpuMs();
  }, everyMs);
}
