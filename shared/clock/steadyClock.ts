export type Clocks = {
  /** The machine's time of day, which somebody may set. Read once. */
  readonly wallMs: () => number;
  /** A clock that nobody sets, milliseconds. */
  readonly monotonicMs: () => number;
};

export type SteadyClock = {
  /**
   * The time of day, in whole milliseconds. Between two corrections it goes on as time does, whatever becomes of the
   * machine's clock.
   */
  readonly now: () => number;
  /**
   * To be called before somebody is asked whose clock counts. What it returns takes what that clock showed, in
   * whole seconds: a time that cannot be true any more is corrected.
   */
  readonly ask: () => (shownMs: number) => void;
};

/** Closer than that two clocks are not told apart. */
const toleranceMs = 2_000;
const resolutionMs = 1_000;

export function createSteadyClock({ wallMs, monotonicMs }: Clocks): SteadyClock {
  let aheadMs = wallMs() - monotonicMs();
  const now = (): number => Math.round(monotonicMs() + aheadMs);
  return {
    now,
    ask() {
      const askedMs = monotonicMs();
      return (shownMs) => {
        const latest = shownMs + resolutionMs + monotonicMs() - askedMs;
        const isTrue = now() >= shownMs - toleranceMs && now() <= latest + toleranceMs;
        if (!isTrue && Number.isFinite(shownMs)) aheadMs += (shownMs + latest) / 2 - now();
      };
    },
  };
}
