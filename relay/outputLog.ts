import type { Journal } from './journal.ts';
import { Ring } from './ring.ts';

/** Output that is no longer on this machine: the boot log in Blob Storage. */
export type Archive = {
  /** The first offsets from `offset` on that can be read: `from` (inclusive) to `to` (exclusive). */
  find(offset: number): { readonly from: number; readonly to: number } | undefined;
  /** At most `maxBytes` of what was found. Rejects while the store does not answer. */
  read(offset: number, maxBytes: number): Promise<Uint8Array>;
};

/** One serial port's output, readable from any offset that ring, journal or archive still has. */
export class OutputLog {
  readonly #journal: Journal;
  readonly #ring: Ring;
  readonly #ringBytes: number;
  /** Set once the control plane has said where the boot log is. */
  archive: Archive | undefined;

  constructor(journal: Journal, ringBytes: number) {
    this.#journal = journal;
    this.#ringBytes = ringBytes;
    this.#ring = new Ring(ringBytes, journal.end);
  }

  get epoch(): string {
    return this.#journal.epoch;
  }

  /** Offset of the next byte that the port will produce. */
  get end(): number {
    return this.#ring.end;
  }

  /** Where a viewer begins that wants no offset in particular. */
  get recentStart(): number {
    return Math.max(this.oldestLocal, this.end - this.#ringBytes);
  }

  /** Offset of the first byte on this machine. */
  get oldestLocal(): number {
    return Math.min(this.#journal.oldest, this.#ring.start);
  }

  /** On disk before in memory, and before anybody is shown it. Returns the first byte's offset. */
  append(bytes: Uint8Array): number {
    const offset = this.end;
    this.#journal.append(bytes);
    this.#ring.append(bytes);
    return offset;
  }

  /** Nobody watches and the guest is silent: keeps neither memory nor a file open for what is on disk. */
  rest(): void {
    this.#journal.rest();
    if (this.#journal.oldest <= this.#ring.start) this.#ring.clear();
  }

  /** The first offset from `offset` on whose byte is not gone. */
  firstKept(offset: number): number {
    const { archive, oldestLocal } = this;
    if (offset >= oldestLocal) return Math.min(offset, this.end);
    return Math.min(archive?.find(offset)?.from ?? oldestLocal, oldestLocal);
  }

  /** As `read`, of what is on this machine. */
  readLocal(offset: number, maxBytes: number): Uint8Array {
    if (offset >= this.#ring.start) return this.#ring.read(offset, maxBytes);
    return this.#journal.read(offset, maxBytes);
  }

  /** At most `maxBytes` from `offset` on, perhaps fewer; none when the byte at `offset` is gone. */
  async read(offset: number, maxBytes: number): Promise<Uint8Array> {
    const { archive } = this;
    if (offset >= this.oldestLocal || archive?.find(offset)?.from !== offset) {
      return this.readLocal(offset, maxBytes);
    }
    return archive.read(offset, maxBytes);
  }
}
