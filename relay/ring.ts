const nothing = new Uint8Array(0);

/** The last bytes of a log, in memory. Grows with what it holds: a silent port costs nothing. */
export class Ring {
  readonly #capacity: number;
  #buffer: Uint8Array = nothing;
  /** Offset of the next byte. A byte's place in the buffer is its offset modulo the buffer's length. */
  #end: number;
  #start: number;

  constructor(capacity: number, end: number) {
    this.#capacity = capacity;
    this.#end = end;
    this.#start = end;
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  append(bytes: Uint8Array): void {
    const surplus = Math.max(0, bytes.length - this.#capacity);
    const kept = bytes.subarray(surplus);
    this.#end += surplus;
    if (surplus > 0) this.#start = this.#end;
    this.#reserve(Math.min(this.#end - this.#start + kept.length, this.#capacity));
    this.#put(this.#end, kept);
    this.#end += kept.length;
    this.#start = Math.max(this.#start, this.#end - this.#buffer.length);
  }

  /** Holds nothing until the next append. */
  clear(): void {
    this.#start = this.#end;
    this.#buffer = nothing;
  }

  /** A copy of at most `maxBytes` from `offset` on; empty when `offset` is not held. */
  read(offset: number, maxBytes: number): Uint8Array {
    if (offset < this.#start || offset >= this.#end) return new Uint8Array(0);
    const length = Math.min(maxBytes, this.#end - offset);
    const place = offset % this.#buffer.length;
    const first = this.#buffer.subarray(place, place + length);
    if (first.length === length) return first.slice();
    const bytes = new Uint8Array(length);
    bytes.set(first);
    bytes.set(this.#buffer.subarray(0, length - first.length), first.length);
    return bytes;
  }

  #put(offset: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const place = offset % this.#buffer.length;
    const first = bytes.subarray(0, this.#buffer.length - place);
    this.#buffer.set(first, place);
    this.#buffer.set(bytes.subarray(first.length), 0);
  }

  #reserve(needed: number): void {
    if (needed <= this.#buffer.length) return;
    const doubled = Math.max(1_024, this.#buffer.length * 2, needed);
    const held = this.read(this.#start, this.#end - this.#start);
    this.#buffer = new Uint8Array(Math.min(doubled, this.#capacity));
    this.#put(this.#start, held);
  }
}
