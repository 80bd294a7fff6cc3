export type HeartbeatsDeps = {
  /** Must not reject. */
  readonly beat: () => Promise<void>;
  readonly pauseMs: () => number;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

/** Beats when asked to, never twice at once, and again after each pause until it is closed. */
export class Heartbeats {
  readonly #deps: HeartbeatsDeps;
  #cancel: (() => void) | undefined;
  #beating: Promise<void> | undefined;
  #isDue = false;
  #isClosed = false;

  constructor(deps: HeartbeatsDeps) {
    this.#deps = deps;
  }

  /** Resolves after a beat that begins from now on: one that is under way may say what is no longer true. */
  beatNow(): Promise<void> {
    this.#isDue = true;
    this.#beating ??= this.#beatWhileDue();
    return this.#beating;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  async #beatWhileDue(): Promise<void> {
    this.#cancel?.();
    while (this.#isDue && !this.#isClosed) {
      this.#isDue = false;
      await this.#deps.beat();
    }
    this.#beating = undefined;
    if (this.#isClosed) return;
    this.#cancel = this.#deps.schedule(() => void this.beatNow(), this.#deps.pauseMs());
  }
}
