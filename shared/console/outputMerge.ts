type Held = { readonly offset: number; readonly bytes: Uint8Array };

export type OutputEvents = {
  readonly onOutput: (bytes: Uint8Array, offset: number) => void;
  readonly onGap: (from: number, to: number) => void;
};

/** As much as a relay keeps in its ring: a replay of the whole of it may run while output is live. */
const maxHeldBytes = 1_048_576;
/** A flood of tiny frames costs more in objects than in bytes. */
const maxHeldFrames = 4_096;

/**
 * Output frames from live and replay, in any order and any number of times, merged into one gapless stream.
 * What is ahead of the next wanted byte waits here, bounded; what had to be dropped shows as `isMissing`.
 */
export class OutputMerge {
  readonly #events: OutputEvents;
  #next: number | undefined;
  #end = 0;
  /** Delivered, or reported as gone, up to here. */
  #told = 0;
  #held: Held[] = [];
  #heldBytes = 0;

  constructor(events: OutputEvents) {
    this.#events = events;
  }

  /** Offset of the next byte to deliver; undefined until `startAt`. */
  get offset(): number | undefined {
    return this.#next;
  }

  /** The port is known to be ahead of `offset`. */
  get isMissing(): boolean {
    return this.#next !== undefined && this.#next < this.#end;
  }

  add(offset: number, bytes: Uint8Array): void {
    this.announce(offset + bytes.length);
    if (bytes.length === 0) return;
    if (this.#next === undefined || offset > this.#next) return this.#hold(offset, bytes);
    this.#deliver(offset, bytes, this.#next);
    if (this.#held.length > 0) this.#drain();
  }

  /** The stream begins (or, where bytes are gone, goes on) at `offset`. */
  startAt(offset: number): void {
    this.#next = offset;
    this.announce(offset);
    this.#drain();
  }

  /** The port has reached `end`. */
  announce(end: number): void {
    if (end > this.#end) this.#end = end;
  }

  /** Bytes `from` to `to` are gone. Told where it belongs in the stream, as far as it was not told or shown. */
  skip(from: number, to: number): void {
    if (to <= this.#told || (this.#next !== undefined && from > this.#next)) return;
    const gap = { from: Math.max(from, this.#told), to };
    this.#told = to;
    this.#events.onGap(gap.from, gap.to);
    if (this.#next === undefined || this.#next < to) this.startAt(to);
  }

  /** Forgets everything: offsets are counted anew. */
  reset(): void {
    this.#next = undefined;
    this.#end = 0;
    this.#told = 0;
    this.#held = [];
    this.#heldBytes = 0;
  }

  #deliver(offset: number, bytes: Uint8Array, next: number): void {
    const known = next - offset;
    if (known >= bytes.length) return;
    const fresh = known === 0 ? bytes : bytes.subarray(known);
    this.#next = next + fresh.length;
    this.#told = this.#next;
    this.#events.onOutput(fresh, next);
  }

  #hold(offset: number, bytes: Uint8Array): void {
    const held = this.#held;
    let index = held.length;
    while (index > 0 && (held[index - 1]?.offset ?? 0) > offset) index -= 1;
    const same = held[index - 1];
    if (same?.offset === offset && same.bytes.length >= bytes.length) return;
    held.splice(index, 0, { offset, bytes });
    this.#heldBytes += bytes.length;
    // The farthest goes first: it is needed last, and `isMissing` has it asked for again.
    while (this.#heldBytes > maxHeldBytes || held.length > maxHeldFrames) {
      this.#heldBytes -= held.pop()?.bytes.length ?? 0;
    }
  }

  #drain(): void {
    while (this.#next !== undefined) {
      const first = this.#held[0];
      if (first === undefined || first.offset > this.#next) return;
      this.#held.shift();
      this.#heldBytes -= first.bytes.length;
      this.#deliver(first.offset, first.bytes, this.#next);
    }
  }
}
