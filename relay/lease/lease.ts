import type { GrantedLease } from '../../shared/contracts/relayApi.ts';

export type LeaseDeps = {
  /** Wall clock: a machine that was suspended sees the time that has passed on this one only. */
  readonly now: () => number;
  /** A clock that nobody sets, milliseconds. */
  readonly monotonicMs: () => number;
  readonly holder: string;
  readonly process: string;
};

type Moment = { readonly time: number; readonly ms: number };

/**
 * The right to be this relay, and until when. Without it nothing leaves this process: no frame, no blob, no
 * byte typed. It ends here before the control plane lets another process begin, because it counts from when
 * it was asked for and the control plane from when it was given; of two clocks the earlier end counts.
 */
export class Lease {
  readonly #deps: LeaseDeps;
  #until: Moment = { time: 0, ms: 0 };
  #forMs = Number.POSITIVE_INFINITY;
  #fence: number | undefined;
  #isOver = false;

  constructor(deps: LeaseDeps) {
    this.#deps = deps;
  }

  get request(): { readonly holder: string; readonly process: string } {
    const { holder, process } = this.#deps;
    return { holder, process };
  }

  /** What each call to the control plane is made with. */
  get claim(): string | undefined {
    return this.#fence === undefined ? undefined : `${this.#deps.process}.${this.#fence}`;
  }

  /** Greater than that of everybody who had the lease before. 0: this process has never had it. */
  get fence(): number {
    return this.#fence ?? 0;
  }

  get isHeld(): boolean {
    const { now, monotonicMs } = this.#deps;
    return !this.#isOver && now() < this.#until.time && monotonicMs() < this.#until.ms;
  }

  /** How long each grant lasts. */
  get forMs(): number {
    return this.#forMs;
  }

  /** To be taken before the control plane is asked. */
  moment(): Moment {
    return { time: this.#deps.now(), ms: this.#deps.monotonicMs() };
  }

  grant({ fence, forMs }: GrantedLease, asked: Moment): void {
    this.#fence = fence;
    this.#forMs = forMs;
    this.#until = { time: asked.time + forMs, ms: asked.ms + forMs };
  }

  /** Another process has it, or may take it. */
  end(): void {
    this.#isOver = true;
  }

  /** Throws unless it is held. */
  require(): void {
    if (!this.isHeld) throw new LeaseLapsed('This relay may not act: its lease has run out.');
  }
}

class LeaseLapsed extends Error {
  override readonly name = 'LeaseLapsed';
}
