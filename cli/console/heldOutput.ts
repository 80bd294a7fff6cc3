/** What the guest says while the menu is open: kept, and shown when it is closed. */
export class HeldOutput {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #isHeld = false;

  constructor(write: (bytes: Uint8Array) => void, maxBytes: number) {
    this.#write = write;
    this.#maxBytes = maxBytes;
  }

  /** False when no more can be kept: it is time to release. */
  add(bytes: Uint8Array): boolean {
    if (!this.#isHeld) {
      this.#write(bytes);
      return true;
    }
    this.#parts.push(bytes.slice());
    this.#bytes += bytes.length;
    return this.#bytes <= this.#maxBytes;
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    for (const part of this.#parts) this.#write(part);
    this.#parts = [];
    this.#bytes = 0;
  }
}
