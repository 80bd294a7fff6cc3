import { Observable } from '../../shared/client/observable.ts';
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
  readonly #state = new Observable<PasteState>(undefined);
  readonly subscribe = this.#state.subscribe;
  #asked: PreparedPaste | undefined;

  constructor(deps: ConsolePasteDeps) {
    this.#paced = new PacedPaste({
      ...deps,
      onProgress: (progress) =>
        this.#state.set(progress === undefined ? undefined : { kind: 'running', progress }),
    });
  }

  get state(): PasteState {
    return this.#state.value;
  }

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
    this.#state.set({ kind: 'asking', facts });
  }

  /** The answer to `asking`. */
  confirm(isWanted: boolean): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (this.state?.kind === 'asking') this.#state.set(undefined);
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
}
