import { limits } from '../../shared/contracts/limits.ts';

type BurstsDeps = {
  readonly emit: (bytes: Uint8Array) => void;
  /** Runs `task` once; returns the cancel. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

/** A person does not see the difference, and a frame for each of a program's writes would cost a message each. */
const pauseMs = 15;

/** The first bytes after silence go at once; what follows within the pause goes together. */
export function createBursts({ emit, schedule }: BurstsDeps) {
  let waiting: Uint8Array[] = [];
  let size = 0;
  let cancel: (() => void) | undefined;

  function flush(): void {
    if (size === 0) return;
    const bytes = waiting.length === 1 && waiting[0] !== undefined ? waiting[0] : Buffer.concat(waiting);
    waiting = [];
    size = 0;
    emit(bytes);
  }

  function pause(): void {
    cancel = schedule(() => {
      cancel = undefined;
      if (size === 0) return;
      flush();
      pause();
    }, pauseMs);
  }

  return {
    add(bytes: Uint8Array): void {
      waiting.push(bytes);
      size += bytes.length;
      if (cancel === undefined) {
        flush();
        pause();
      } else if (size >= limits.maxOutputBytes) flush();
    },
    flush,
    close(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}
