import {
  type AppendBlob,
  type AppendBlobState,
  maxAppendBlocks,
  maxAppendBytes,
} from '../shared/console/appendBlob.ts';
import type { Log } from './log.ts';
import { faultFields } from './log.ts';
import type { Archive, OutputLog } from './outputLog.ts';

export type BootLogDeps = {
  readonly blob: AppendBlob;
  readonly output: OutputLog;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
};

const batchMs = 1_000;
/** With every so many blocks the pause doubles: 50,000 blocks then last for 59 days of ceaseless output. */
const blocksPerDoubling = 5_000;
const maxRetryMs = 60_000;

/**
 * Copies a port's output to its append blob, about once a second while there is some, from journal and ring:
 * a store that is down costs nobody anything and is caught up with later.
 *
 * The blob's metadata says how places in it relate to offsets: from place `at` on it holds, without a hole,
 * the output from offset `since` of the journal `epoch`. What is in the blob already is thus told by its
 * length alone, and after a crash nothing is written twice.
 */
export class BootLog implements Archive {
  readonly #deps: BootLogDeps;
  #isOpen = false;
  #since = 0;
  #at = 0;
  #length = 0;
  #blockCount = 0;
  #faults = 0;
  #cancel: (() => void) | undefined;
  #uploading: Promise<void> | undefined;
  #isClosed = false;

  constructor(deps: BootLogDeps) {
    this.#deps = deps;
  }

  get from(): number {
    return this.#since;
  }

  get to(): number {
    return this.#isOpen ? this.#since + this.#length - this.#at : this.#since;
  }

  read(offset: number, maxBytes: number): Promise<Uint8Array> {
    const length = Math.min(maxBytes, this.to - offset);
    return this.#deps.blob.read(this.#at + offset - this.#since, length);
  }

  /** There is output. Cheap: sets at most one timer. */
  notify(): void {
    if (this.#cancel !== undefined || this.#uploading !== undefined || this.#isClosed) return;
    this.#cancel = this.#deps.schedule(() => void this.flush(), this.#delayMs());
  }

  /** Uploads all there is. Never rejects: a fault is logged and the rest goes later. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#uploading ??= this.#upload();
    await this.#uploading;
    this.#uploading = undefined;
    if (!this.#isOpen || this.to < this.#deps.output.end) this.notify();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
  }

  #delayMs(): number {
    const pauseMs = batchMs * 2 ** Math.floor(this.#blockCount / blocksPerDoubling);
    return this.#faults === 0
      ? pauseMs
      : Math.max(pauseMs, Math.min(batchMs * 2 ** this.#faults, maxRetryMs));
  }

  async #upload(): Promise<void> {
    const { output, log } = this.#deps;
    try {
      if (!this.#isOpen) await this.#open();
      while (this.#isOpen && this.to < output.end) await this.#uploadNext();
      if (this.#faults > 0) log.info('bootLogCaughtUp');
      this.#faults = 0;
    } catch (fault) {
      // The answer may have been lost on its way back: only the blob's length tells what it holds.
      this.#isOpen = false;
      if (this.#faults === 0) log.warn('bootLogFault', faultFields(fault));
      this.#faults = Math.min(this.#faults + 1, 10);
    }
  }

  async #uploadNext(): Promise<void> {
    const { output } = this.#deps;
    if (this.#blockCount >= maxAppendBlocks) return this.#startOver();
    if (this.to < output.oldestLocal) return this.#skipTo(output.oldestLocal);
    const bytes = this.#collect();
    if (bytes.length > 0) await this.#append(bytes);
    else this.#isOpen = false;
  }

  #collect(): Uint8Array {
    const { output } = this.#deps;
    const parts: Uint8Array[] = [];
    let size = 0;
    while (size < maxAppendBytes) {
      const part = output.readLocal(this.to + size, maxAppendBytes - size);
      if (part.length === 0) break;
      parts.push(part);
      size += part.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const blockCount = await this.#deps.blob.append(bytes, this.#length);
    if (blockCount === undefined) {
      this.#isOpen = false;
      return;
    }
    this.#length += bytes.length;
    this.#blockCount = blockCount;
  }

  async #open(): Promise<void> {
    const { blob, output } = this.#deps;
    const state = await blob.open();
    this.#length = state.length;
    this.#blockCount = state.blockCount;
    const known = placeOf(state, output.epoch);
    if (known === undefined) return this.#align(output.oldestLocal, state.length);
    this.#since = known.since;
    this.#at = known.at;
    this.#isOpen = true;
    // A crash between metadata and marker: fill up to where the output was to begin.
    if (this.#length < this.#at) await this.#append(new Uint8Array(this.#at - this.#length).fill(0x0a));
    if (this.to > output.end) await this.#align(output.end, this.#length);
  }

  /** Bytes that neither blob nor journal has: says so in the log, where a reader of it will look. */
  async #skipTo(offset: number): Promise<void> {
    const marker = Buffer.from(`\r\n[sallyport: ${offset - this.to} bytes are missing here]\r\n`);
    await this.#align(offset, this.#length + marker.length);
    await this.#append(marker);
  }

  async #align(since: number, at: number): Promise<void> {
    await this.#deps.blob.setMetadata(this.#metadata(since, at));
    this.#since = since;
    this.#at = at;
    this.#isOpen = true;
  }

  /** The blob takes no more blocks: the log begins anew under its name, as every boot log must have one. */
  async #startOver(): Promise<void> {
    const since = this.to;
    await this.#deps.blob.startOver(this.#metadata(since, 0));
    this.#since = since;
    this.#at = 0;
    this.#length = 0;
    this.#blockCount = 0;
  }

  #metadata(since: number, at: number): Record<string, string> {
    return { epoch: this.#deps.output.epoch, since: String(since), at: String(at) };
  }
}

function placeOf(state: AppendBlobState, epoch: string): { since: number; at: number } | undefined {
  const since = Number(state.metadata.since);
  const at = Number(state.metadata.at);
  if (state.metadata.epoch !== epoch || !Number.isSafeInteger(since) || !Number.isSafeInteger(at)) {
    return undefined;
  }
  return { since, at };
}
