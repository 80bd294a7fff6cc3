import type { PreparedPaste } from './preparePaste.ts';

export type PacedPasteDeps = {
  /** Hands bytes on to be sent in order. */
  readonly type: (bytes: Uint8Array) => void;
  /** Bytes handed on and not yet taken by the guest. */
  readonly pendingBytes: () => number;
  /** Undefined: no paste is under way. */
  readonly onProgress: (progress: PasteProgress | undefined) => void;
};

export type PasteProgress = {
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** The rest is not typed; what is under way arrives yet. */
  readonly isCancelled: boolean;
};

/** Under way at most: less than a guest keeps of one line, so that little is left to arrive after a cancel. */
const windowBytes = 4_096;

/**
 * Everything that is typed goes through here. A paste goes a little at a time, the next when the guest has taken
 * what went before; keys that are pressed meanwhile come after it. So the order is that of the person.
 */
export class PacedPaste {
  readonly #deps: PacedPasteDeps;
  #pieces: Uint8Array[] = [];
  /** Typed when the paste is through, or was cancelled. */
  #after: Uint8Array[] = [];
  #handedBytes = 0;
  #totalBytes = 0;
  #state: 'idle' | 'running' | 'cancelled' = 'idle';

  constructor(deps: PacedPasteDeps) {
    this.#deps = deps;
  }

  /** A paste during a paste comes after it and after the keys pressed by then; they become one. */
  start({ pieces, end }: PreparedPaste): void {
    if (this.#state !== 'running') this.#begin();
    this.#pieces.push(...this.#after, ...pieces);
    this.#after = end === undefined ? [] : [end];
    this.#totalBytes = this.#handedBytes + this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    this.taken();
  }

  #begin(): void {
    this.#state = 'running';
    this.#handedBytes = 0;
  }

  /** A key. */
  type(bytes: Uint8Array): void {
    if (this.#pieces.length > 0) this.#after.push(bytes.slice());
    else this.#deps.type(bytes);
  }

  /** The guest has taken some of what was typed. */
  taken(): void {
    if (this.#state === 'idle') return;
    while (this.#pieces.length > 0 && this.#deps.pendingBytes() < windowBytes) this.#handOn();
    if (this.#pieces.length === 0) this.#handOnRest();
    if (this.#pieces.length === 0 && this.#deps.pendingBytes() === 0) this.reset();
    else this.#tell();
  }

  /** What was not handed on is never typed. */
  cancel(): void {
    if (this.#state !== 'running') return;
    this.#state = 'cancelled';
    this.#pieces = [];
    this.taken();
  }

  /** Forgets all: nobody can type any more, or the paste is through. */
  reset(): void {
    if (this.#state === 'idle') return;
    this.#state = 'idle';
    this.#pieces = [];
    this.#after = [];
    this.#deps.onProgress(undefined);
  }

  #handOn(): void {
    const piece = this.#pieces.shift();
    if (piece === undefined) return;
    this.#handedBytes += piece.length;
    this.#deps.type(piece);
  }

  #handOnRest(): void {
    const rest = this.#after;
    this.#after = [];
    for (const bytes of rest) this.#deps.type(bytes);
  }

  #tell(): void {
    this.#deps.onProgress({
      doneBytes: Math.max(0, this.#handedBytes - this.#deps.pendingBytes()),
      totalBytes: this.#totalBytes,
      isCancelled: this.#state === 'cancelled',
    });
  }
}
