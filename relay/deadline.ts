/** Something that has to happen within a time, again and again. */
export type Deadline = {
  /** It has `timeMs` from now on, unless its time runs already. */
  begin(): void;
  /** It has happened, or is not wanted any more. */
  end(): void;
};

export function createDeadline(deps: {
  readonly timeMs: number;
  readonly onMissed: () => void;
  /** Runs `task` once; returns the cancel. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
}): Deadline {
  let cancel: (() => void) | undefined;
  return {
    begin() {
      cancel ??= deps.schedule(deps.onMissed, deps.timeMs);
    },
    end() {
      cancel?.();
      cancel = undefined;
    },
  };
}

export const noDeadline: Deadline = { begin: () => undefined, end: () => undefined };
