import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * A port's output on this machine's disk. `append` returns when the operating system has the bytes: whatever
 * was shown to anybody outlives the relay's death (not the machine's: nothing is forced to the medium).
 */
export type Journal = {
  /** Random, made with the journal. Another one means that offsets are counted anew. */
  readonly epoch: string;
  /** Offset of the first byte still here. */
  readonly oldest: number;
  readonly end: number;
  append(bytes: Uint8Array): void;
  /** At most `maxBytes` from `offset` on, perhaps fewer; none when `offset` is not here. */
  read(offset: number, maxBytes: number): Uint8Array;
  /** Keeps no file open until the next append. */
  rest(): void;
  close(): void;
};

export type JournalOptions = {
  readonly directory: string;
  readonly newEpoch: () => string;
  /** The disk refused. The journal begins anew after the bytes that it could not take; the console goes on. */
  readonly onFault: (fault: unknown) => void;
  /** A file is closed once it is this big, the oldest is deleted when there are too many: 16 × 4 MiB a port. */
  readonly segmentBytes?: number;
  readonly maxSegments?: number;
};

export function openJournal(options: JournalOptions): Journal {
  return new SegmentedJournal(options);
}

/** Segments are named by the offset of their first byte: `0000000000004096.log`. */
const segmentName = (start: number): string => `${String(start).padStart(16, '0')}.log`;
const segmentPattern = /^\d{16}\.log$/;

class SegmentedJournal implements Journal {
  readonly epoch: string;
  readonly #options: JournalOptions;
  readonly #segmentBytes: number;
  readonly #maxSegments: number;
  /** First offsets of the segments, ascending. Empty until there is something to keep. */
  readonly #starts: number[];
  #end: number;
  #file: number | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? 4_194_304;
    this.#maxSegments = options.maxSegments ?? 16;
    mkdirSync(options.directory, { recursive: true });
    this.epoch = this.#readEpoch();
    const found = this.#findSegments();
    this.#starts = found.starts;
    this.#end = found.end;
  }

  get oldest(): number {
    return this.#starts[0] ?? this.#end;
  }

  get end(): number {
    return this.#end;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    try {
      const file = this.#fileWithRoom();
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      this.#end += bytes.length;
    } catch (fault) {
      this.#options.onFault(fault);
      this.#startOver(this.#end + bytes.length);
    }
  }

  read(offset: number, maxBytes: number): Uint8Array {
    const start = this.#starts.findLast((first) => first <= offset);
    if (start === undefined || offset >= this.#end) return new Uint8Array(0);
    const next = this.#starts.find((first) => first > offset) ?? this.#end;
    const bytes = new Uint8Array(Math.min(maxBytes, next - offset));
    const file = openSync(this.#path(start), 'r');
    try {
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset - start));
    } finally {
      closeSync(file);
    }
  }

  rest(): void {
    this.close();
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #path(start: number): string {
    return join(this.#options.directory, segmentName(start));
  }

  #fileWithRoom(): number {
    const start = this.#starts.at(-1);
    if (start !== undefined && this.#end - start < this.#segmentBytes) {
      this.#file ??= openSync(this.#path(start), 'a');
      return this.#file;
    }
    this.close();
    this.#file = openSync(this.#path(this.#end), 'a');
    this.#starts.push(this.#end);
    if (this.#starts.length > this.#maxSegments) unlinkSync(this.#path(this.#starts.shift() ?? 0));
    return this.#file;
  }

  /** What is kept must be without holes, so after a fault nothing of before is; that also frees a full disk. */
  #startOver(end: number): void {
    this.close();
    for (const start of this.#starts.splice(0)) this.#unlinkQuietly(segmentName(start));
    this.#end = end;
    this.#keepPlace();
  }

  /** An empty segment, so that the next process does not count from 0 again under the same epoch. */
  #keepPlace(): void {
    try {
      closeSync(openSync(this.#path(this.#end), 'a'));
      this.#starts.push(this.#end);
    } catch (fault) {
      this.#options.onFault(fault);
    }
  }

  #unlinkQuietly(name: string): void {
    try {
      unlinkSync(join(this.#options.directory, name));
    } catch (fault) {
      this.#options.onFault(fault);
    }
  }

  #readEpoch(): string {
    const path = join(this.#options.directory, 'epoch');
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // No journal yet, or one whose numbering nobody can vouch for.
      for (const name of readdirSync(this.#options.directory)) {
        if (segmentPattern.test(name)) this.#unlinkQuietly(name);
      }
      const epoch = this.#options.newEpoch();
      writeFileSync(`${path}.new`, epoch);
      renameSync(`${path}.new`, path);
      return epoch;
    }
  }

  #findSegments(): { starts: number[]; end: number } {
    const names = readdirSync(this.#options.directory).filter((name) => segmentPattern.test(name));
    const starts: number[] = [];
    let end = 0;
    for (const name of names.toSorted().toReversed()) {
      const start = Number.parseInt(name, 10);
      const next = start + statSync(join(this.#options.directory, name)).size;
      if (starts.length === 0) end = next;
      if (starts.length === 0 || next === starts[0]) starts.unshift(start);
      else this.#unlinkQuietly(name);
    }
    return { starts, end };
  }
}
