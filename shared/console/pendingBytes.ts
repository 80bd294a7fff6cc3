/** Bytes that wait to be cut into frames: what was typed piece by piece leaves in as few frames as fit. */
export class PendingBytes {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(bytes: Uint8Array): void {
    this.#parts.push(bytes.slice());
    this.#length += bytes.length;
  }

  /** Removes the first bytes, at most `max`. */
  take(max: number): Uint8Array {
    const [only] = this.#parts;
    if (this.#parts.length === 1 && only !== undefined && only.length <= max) {
      this.clear();
      return only;
    }
    const taken = new Uint8Array(Math.min(this.#length, max));
    let filled = 0;
    while (filled < taken.length) {
      const first = this.#parts.shift();
      if (first === undefined) break;
      const part = first.subarray(0, taken.length - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length < first.length) this.#parts.unshift(first.subarray(part.length));
    }
    this.#length -= taken.length;
    return taken;
  }

  clear(): void {
    this.#parts.length = 0;
    this.#length = 0;
  }
}
