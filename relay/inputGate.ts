export type InputGateDeps = {
  /** The last sequence that was let through, as recorded. */
  readonly lastSequence: number;
  /** Durable when it returns. */
  readonly record: (sequence: number) => void;
  /** The serial port's `write`. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly acknowledge: (sequence: number) => void;
  /** The guest did not take input: it is off. What was typed is gone, as on a cable to a dead machine. */
  readonly onRefused: (fault: unknown) => void;
};

/** Accepted and not yet taken by the guest. A viewer keeps far fewer under way; what is beyond comes again. */
const maxPendingFrames = 64;

/**
 * Lets one session's input through exactly once and in order. A sequence is recorded before its bytes go to
 * the port: a relay that dies in between loses that frame rather than typing it twice.
 */
export class InputGate {
  readonly #deps: InputGateDeps;
  #accepted: number;
  #applied: number;
  #writes: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(deps: InputGateDeps) {
    this.#deps = deps;
    this.#accepted = deps.lastSequence;
    this.#applied = deps.lastSequence;
  }

  /** Input up to here has reached the guest. */
  get applied(): number {
    return this.#applied;
  }

  /** Returns whether the frame was new. What is old or too early is answered with where the gate stands. */
  offer(sequence: number, bytes: Uint8Array): boolean {
    const pending = this.#accepted - this.#applied;
    if (sequence !== this.#accepted + 1 || pending >= maxPendingFrames) {
      this.#deps.acknowledge(this.#applied);
      return false;
    }
    this.#deps.record(sequence);
    this.#accepted = sequence;
    const apply = (): Promise<void> => this.#apply(sequence, bytes);
    // With nothing before it the bytes go to the port in this very turn.
    this.#writes = pending === 0 ? apply() : this.#writes.then(apply);
    return true;
  }

  /** The session is over: what waits for a guest that does not read is not typed any more. */
  close(): void {
    this.#isClosed = true;
  }

  async #apply(sequence: number, bytes: Uint8Array): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#deps.write(bytes);
    } catch (fault) {
      if (!this.#isClosed) this.#deps.onRefused(fault);
    }
    if (this.#isClosed) return;
    this.#applied = sequence;
    this.#deps.acknowledge(sequence);
  }
}
