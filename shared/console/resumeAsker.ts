/**
 * Decides when to say `resume`: at once when something is first missing, again only while nothing comes.
 */
export type ResumeAsker = {
  /** Ask now, whatever was asked before: the connection is new. */
  ask(): void;
  /** Call after everything received. Asks if something is missing and no answer is under way. */
  check(): void;
  /** An answer has begun: be patient from here on. */
  answered(): void;
  close(): void;
};

type ResumeAskerDeps = {
  readonly isNeeded: () => boolean;
  readonly offset: () => number | undefined;
  readonly send: (offset: number | null) => void;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

const retryMs = 1_000;
const maxRetryMs = 8_000;

export function createResumeAsker(deps: ResumeAskerDeps): ResumeAsker {
  let cancel: (() => void) | undefined;
  let delayMs = retryMs;
  let offsetBefore: number | undefined;

  function wait(nextDelayMs: number): void {
    cancel?.();
    delayMs = nextDelayMs;
    offsetBefore = deps.offset();
    cancel = deps.schedule(onSilence, delayMs);
  }

  function onSilence(): void {
    cancel = undefined;
    if (!deps.isNeeded()) return;
    if (deps.offset() !== offsetBefore) return wait(retryMs);
    deps.send(deps.offset() ?? null);
    wait(Math.min(delayMs * 2, maxRetryMs));
  }

  function stop(): void {
    cancel?.();
    cancel = undefined;
  }

  function ask(): void {
    deps.send(deps.offset() ?? null);
    wait(retryMs);
  }

  return {
    ask,
    check() {
      if (cancel === undefined) {
        if (deps.isNeeded()) ask();
      } else if (!deps.isNeeded()) stop();
    },
    answered() {
      if (deps.isNeeded()) wait(retryMs);
    },
    close: stop,
  };
}
