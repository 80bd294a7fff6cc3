type FlowDeps = {
  readonly windowBytes: number;
  /** Offset of the next byte that the shell will produce. */
  readonly end: () => number;
  readonly pause: () => void;
  readonly resume: () => void;
};

/**
 * Lets no more output be under way than its viewer's window, so that the ring always has what the viewer has
 * not: a shell can wait, which a serial port cannot.
 */
export function createFlowControl({ windowBytes, end, pause, resume }: FlowDeps) {
  let received = 0;
  let isPaused = false;
  return {
    /** The viewer has all output. */
    isDrained: (): boolean => received >= end(),
    produced(): void {
      if (isPaused || end() - received < windowBytes) return;
      isPaused = true;
      pause();
    },
    /** What a viewer says is believed as far as it is possible. */
    received(offset: number): void {
      received = Math.max(received, Math.min(offset, end()));
      if (!isPaused || end() - received > windowBytes / 2) return;
      isPaused = false;
      resume();
    },
  };
}
