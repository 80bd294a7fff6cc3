import { encodeInput } from '../contracts/frames.ts';
import { limits } from '../contracts/limits.ts';
import { PendingBytes } from './pendingBytes.ts';

export type InputQueueDeps = {
  readonly send: (frame: ArrayBuffer) => void;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

type InFlight = { readonly sequence: number; readonly bytes: Uint8Array };

/** Frames that may be unacknowledged at a time: a big paste must not fill the relay's buffer at the service. */
const windowFrames = 16;
const retryMs = 1_000;
const maxRetryMs = 8_000;

/**
 * Input on its way to the relay: cut into numbered frames, each kept until it is acknowledged and sent again
 * when it is not. Silent until `attached` has said which sequence comes next, so that a page that was
 * reloaded goes on where its session stood.
 */
export class InputQueue {
  readonly #deps: InputQueueDeps;
  readonly #waiting = new PendingBytes();
  #inFlight: InFlight[] = [];
  #lastSequence = 0;
  #state: 'held' | 'open' | 'muted' | 'closed' = 'held';
  #delayMs = retryMs;
  #cancelRetry: (() => void) | undefined;

  constructor(deps: InputQueueDeps) {
    this.#deps = deps;
  }

  /** Bytes that are not yet acknowledged. */
  get pendingBytes(): number {
    return this.#inFlight.reduce((sum, frame) => sum + frame.bytes.length, this.#waiting.length);
  }

  add(bytes: Uint8Array): void {
    if (this.#state === 'closed' || this.#state === 'muted' || bytes.length === 0) return;
    this.#waiting.add(bytes);
    this.#pump();
  }

  /** The relay has applied input up to `sequence`: what is later goes (again), in order. */
  attached(sequence: number): void {
    if (this.#state === 'closed') return;
    const isReopened = this.#state !== 'open';
    this.#state = 'open';
    this.#lastSequence = Math.max(this.#lastSequence, sequence);
    const isProgress = this.#forget(sequence);
    if (isReopened) this.#transmitAll();
    if (isReopened || isProgress) this.#watch(retryMs);
    this.#pump();
  }

  /** Input up to `sequence` was applied. */
  acknowledged(sequence: number): void {
    if (!this.#forget(sequence)) return;
    this.#watch(retryMs);
    this.#pump();
  }

  /** The connection is new: nothing goes until the relay has said where it stands. */
  hold(): void {
    if (this.#state === 'open') this.#state = 'held';
    this.#watch(retryMs);
  }

  /** The relay has lost its memory. What is under way may have been applied, so it is never sent again. */
  renumber(): void {
    this.#inFlight = [];
    this.#lastSequence = 0;
    this.#watch(retryMs);
  }

  /** An observer's: forgets all, and sends nothing until `attached` says that it may. */
  mute(): void {
    if (this.#state !== 'closed') this.#empty('muted');
  }

  /** It may type again: what is added from now on waits for `attached`. */
  unmute(): void {
    if (this.#state === 'muted') this.#state = 'held';
  }

  /** Forgets all and sends nothing any more. */
  close(): void {
    this.#empty('closed');
  }

  #empty(state: 'muted' | 'closed'): void {
    this.#state = state;
    this.#waiting.clear();
    // What is under way is not typed by the relay, so the next input takes its numbers.
    this.renumber();
  }

  #pump(): void {
    const wasIdle = this.#inFlight.length === 0;
    while (this.#state === 'open' && this.#waiting.length > 0 && this.#inFlight.length < windowFrames) {
      this.#lastSequence += 1;
      const frame = { sequence: this.#lastSequence, bytes: this.#waiting.take(limits.maxInputBytes) };
      this.#inFlight.push(frame);
      this.#transmit(frame);
    }
    if (wasIdle) this.#watch(retryMs);
  }

  #transmit(frame: InFlight): void {
    this.#deps.send(encodeInput(frame.sequence, frame.bytes));
  }

  #transmitAll(): void {
    for (const frame of this.#inFlight) this.#transmit(frame);
  }

  #forget(sequence: number): boolean {
    const before = this.#inFlight.length;
    this.#inFlight = this.#inFlight.filter((frame) => frame.sequence > sequence);
    return this.#inFlight.length < before;
  }

  #watch(delayMs: number): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#delayMs = delayMs;
    if (this.#state !== 'open' || this.#inFlight.length === 0) return;
    this.#cancelRetry = this.#deps.schedule(() => this.#retry(), delayMs);
  }

  #retry(): void {
    this.#transmitAll();
    this.#watch(Math.min(this.#delayMs * 2, maxRetryMs));
  }
}
