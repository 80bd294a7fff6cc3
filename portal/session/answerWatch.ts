import { Observable } from '../../shared/client/observable.ts';

/** Longer than a busy line takes, shorter than a person's patience. */
const silentAfterMs = 6_000;

export type AnswerWatchDeps = {
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly pendingBytes: () => number;
};

/** Whether what was typed is taken at the other end: a connection may stand while nobody is there to answer. */
export class AnswerWatch {
  readonly #deps: AnswerWatchDeps;
  readonly #isSilent = new Observable(false);
  readonly subscribe = this.#isSilent.subscribe;
  #cancel: (() => void) | undefined;

  constructor(deps: AnswerWatchDeps) {
    this.#deps = deps;
  }

  /** Nothing has been taken for so long that a person would like to know. */
  get isSilent(): boolean {
    return this.#isSilent.value;
  }

  typed(): void {
    this.#cancel ??= this.#deps.schedule(() => {
      this.#cancel = undefined;
      if (this.#deps.pendingBytes() > 0 && !this.isSilent) this.#isSilent.set(true);
    }, silentAfterMs);
  }

  /** Some of it was taken, or the connection is back after a while: what is left may take as long again. */
  restart(): void {
    this.reset();
    if (this.#deps.pendingBytes() > 0) this.typed();
  }

  reset(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.isSilent) this.#isSilent.set(false);
  }
}
