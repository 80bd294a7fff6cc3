import { PacedPaste, type PasteProgress } from '../../shared/console/pacedPaste.ts';
import {
  askAboveCharacters,
  type PasteFacts,
  type PreparedPaste,
  preparePaste,
} from '../../shared/console/preparePaste.ts';

export type ConsolePasteDeps = {
  readonly type: (bytes: Uint8Array) => void;
  readonly pendingBytes: () => number;
};

/** `asking`: the person has to say whether it shall be typed. Undefined: no paste. */
export type PasteState =
  | { readonly kind: 'asking'; readonly facts: PasteFacts }
  | { readonly kind: 'running'; readonly progress: PasteProgress }
  | undefined;

const encoder = new TextEncoder();

/** Pastes of one console, from the clipboard to the last acknowledgement. Keys go through it, to keep their order. */
export class ConsolePaste {
  readonly #paced: PacedPaste;
  readonly #listeners = new Set<() => void>();
  #asked: PreparedPaste | undefined;
  #state: PasteState;

  constructor(deps: ConsolePasteDeps) {
    this.#paced = new PacedPaste({
      ...deps,
      onProgress: (progress) => this.#set(progress === undefined ? undefined : { kind: 'running', progress }),
    });
  }

  get state(): PasteState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A key, or an answer of the terminal. */
  type(bytes: Uint8Array): void {
    this.#paced.type(bytes);
  }

  /** A short paste goes at once; a long one, or one that the guest would cut, is asked about first. */
  paste(text: string, isBracketed: boolean): void {
    if (text === '') return;
    const prepared = preparePaste(text, isBracketed, (part) => encoder.encode(part));
    const { facts } = prepared;
    if (facts.characters <= askAboveCharacters && !facts.isLineTooLong) return this.#paced.start(prepared);
    this.#asked = prepared;
    this.#set({ kind: 'asking', facts });
  }

  /** The answer to `asking`. */
  confirm(isWanted: boolean): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (this.#state?.kind === 'asking') this.#set(undefined);
    if (isWanted && asked !== undefined) this.#paced.start(asked);
  }

  cancel(): void {
    this.#paced.cancel();
  }

  /** The guest has taken some of what was typed. */
  taken(): void {
    this.#paced.taken();
  }

  /** Nobody can type here any more: nothing that waits is typed later. */
  reset(): void {
    this.confirm(false);
    this.#paced.reset();
  }

  #set(state: PasteState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
