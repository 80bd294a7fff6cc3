import type { CastEvent } from './castReader.ts';

export type Size = { readonly columns: number; readonly rows: number };

/** What the list beside the player names. */
export type Marker = Exclude<CastEvent, { kind: 'output' }>;
type Resize = Size & { readonly index: number };

/** What a PC's serial console is, until the recording says otherwise. */
const firstSize: Size = { columns: 80, rows: 25 };
const firstBytes = 65_536;

/**
 * A recording in memory, which may still grow: the output of all events in one row of bytes, and where each event
 * ends in it. Hours of a busy console are some tens of thousands of events, which may not cost an object each.
 */
export class Timeline {
  #bytes = new Uint8Array(firstBytes);
  readonly #times: number[] = [];
  /** Of event `i`: the place behind its last byte. */
  readonly #ends: number[] = [];
  readonly #resizes: Resize[] = [];
  readonly #markers: Marker[] = [];
  #endMs = 0;

  /** Number of output events. */
  get length(): number {
    return this.#times.length;
  }

  /** Time of the last event of any kind. */
  get endMs(): number {
    return this.#endMs;
  }

  get bytes(): number {
    return this.#ends.at(-1) ?? 0;
  }

  get markers(): readonly Marker[] {
    return this.#markers;
  }

  /** `size` is the header's. */
  begin({ columns, rows }: Size): void {
    if (this.#resizes.length === 0) this.#resizes.push({ columns, rows, index: 0 });
  }

  add(event: CastEvent): void {
    // Events are in order; a clock that went back would hide what follows.
    const timeMs = Math.max(this.#endMs, event.timeMs);
    this.#endMs = timeMs;
    if (event.kind === 'output') this.#addOutput(timeMs, event.bytes);
    else this.#markers.push({ ...event, timeMs });
    if (event.kind === 'resize') {
      const { columns, rows } = event;
      this.#resizes.push({ columns, rows, index: this.length });
    }
  }

  /** How many output events there are up to that moment. */
  countAt(timeMs: number): number {
    return countUpTo(this.#times, timeMs, itself);
  }

  /** Time of an output event; undefined behind the last one. */
  timeOf(index: number): number | undefined {
    return this.#times[index];
  }

  sizeAt(index: number): Size {
    const count = countUpTo(this.#resizes, index, (resize) => resize.index);
    return this.#resizes[count - 1] ?? firstSize;
  }

  /**
   * Output from event `index` on, up to `until`: events that are written in one go, because none of them needs
   * another size. At least one event, however long it is.
   */
  slice(
    index: number,
    until: number,
    maxBytes: number,
  ): { readonly next: number; readonly bytes: Uint8Array } {
    const nextResize = this.#resizes.find((resize) => resize.index > index)?.index ?? until;
    const from = this.#placeOf(index);
    const fitting = countUpTo(this.#ends, from + maxBytes, itself);
    const next = Math.max(index + 1, Math.min(until, nextResize, fitting));
    return { next, bytes: this.#bytes.subarray(from, this.#placeOf(next)) };
  }

  /** Bytes between two events. */
  bytesBetween(from: number, to: number): number {
    return this.#placeOf(to) - this.#placeOf(from);
  }

  /** The earliest event from which there are at most `maxBytes` to `index`. */
  eventBefore(index: number, maxBytes: number): number {
    const least = this.#placeOf(index) - maxBytes;
    return least <= 0 ? 0 : Math.min(index, countUpTo(this.#ends, least - 1, itself) + 1);
  }

  /** How much was printed in each of `count` equal parts of the recording. */
  activity(count: number): readonly number[] {
    const placeAt = (part: number): number => this.#placeOf(this.countAt((this.#endMs * part) / count));
    return Array.from({ length: count }, (_, part) => placeAt(part + 1) - (part === 0 ? 0 : placeAt(part)));
  }

  #placeOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? this.bytes);
  }

  #addOutput(timeMs: number, bytes: Uint8Array): void {
    const start = this.bytes;
    const end = start + bytes.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, start);
    this.#times.push(timeMs);
    this.#ends.push(end);
  }
}

const itself = (value: number): number => value;

/** How many of the ascending values are at most `limit`. */
function countUpTo<T>(values: readonly T[], limit: number, read: (value: T) => number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (read(values[middle] as T) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
