export type ManualSchedule = {
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** Delays of what waits now, in the order in which it was scheduled. */
  readonly delaysMs: () => number[];
  /** Runs everything that waits now, once. */
  readonly runAll: () => void;
};

/** Timers that run when the test says so. */
export function createManualSchedule(): ManualSchedule {
  let waiting: { task: () => void; delayMs: number }[] = [];
  return {
    schedule(task, delayMs) {
      const entry = { task, delayMs };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((one) => one !== entry);
      };
    },
    delaysMs: () => waiting.map(({ delayMs }) => delayMs),
    runAll() {
      const due = waiting;
      waiting = [];
      for (const { task } of due) task();
    },
  };
}
