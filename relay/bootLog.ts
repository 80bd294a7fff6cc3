import {
  type AppendBlob,
  maxAppendBlocks,
  maxAppendBytes,
  type SealedBlob,
} from '../shared/console/appendBlob.ts';
import { BootLogIndex } from './bootLogIndex.ts';
import {
  type Extent,
  fromMetadata,
  maxExtents,
  othersBehind,
  type Places,
  toMetadata,
} from './bootLogPlaces.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import type { Log } from './log.ts';
import { faultFields } from './log.ts';
import type { Archive, OutputLog } from './outputLog.ts';

export type BootLogDeps = {
  readonly blob: AppendBlob;
  readonly output: OutputLog;
  /** Until then the blob may have output that its guest's record has and the journal has not read yet. */
  readonly isCaughtUp: () => boolean;
  readonly relayId: string;
  /** Of this relay's lease. */
  readonly fence: () => number;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
  /** The store has been away for a while, or has everything again. */
  readonly onDelayed: (isDelayed: boolean) => void;
  /** The blob is sealed once it is this big. With its sealed copies it is at most 1 GiB, as Azure's is. */
  readonly maxBytes?: number;
  readonly maxSealed?: number;
};

const batchMs = 1_000;
/** With every so many blocks the pause doubles: 50,000 blocks then last for 59 days of ceaseless output. */
const blocksPerDoubling = 5_000;
const maxRetryMs = 60_000;
/** Whoever looks at the machine is told of a store that has been away for this long. */
const delayedMs = 30_000;
const defaultMaxBytes = 67_108_864;
const defaultMaxSealed = 15;

/**
 * Copies a port's output to its append blob, about once a second while there is some, from journal and ring:
 * a store that is down costs nobody anything and is caught up with later.
 *
 * The blob's metadata says which output lies where (bootLogPlaces.ts). What is in the blob already is thus
 * told by its length alone, and after a crash nothing is written twice. A blob that is full is copied to a
 * numbered name, then emptied by the same write that counts the copy: until then the copy is not believed,
 * so a crash at any point leaves every byte in exactly one place.
 */
export class BootLog implements Archive {
  readonly #deps: BootLogDeps;
  readonly #maxBytes: number;
  readonly #maxSealed: number;
  readonly #index: BootLogIndex;
  #isOpen = false;
  #places: Places;
  #length = 0;
  #blockCount = 0;
  #faults = 0;
  #isDelayed = false;
  readonly #patience: Deadline;
  #cancel: (() => void) | undefined;
  #uploading: Promise<void> | undefined;
  #isClosed = false;
  #isLeft = false;
  /** It has been open, so that whoever wrote it since got the machine after this. */
  #wasOurs = false;

  constructor(deps: BootLogDeps) {
    this.#deps = deps;
    this.#maxBytes = deps.maxBytes ?? defaultMaxBytes;
    this.#maxSealed = deps.maxSealed ?? defaultMaxSealed;
    this.#index = new BootLogIndex(deps.blob);
    const { schedule } = deps;
    this.#patience = createDeadline({ timeMs: delayedMs, onMissed: () => this.#tellDelayed(true), schedule });
    const { relayId: relay, output } = deps;
    this.#places = { epoch: output.epoch, relay, fence: 0, sealed: 0, extents: [], others: [] };
  }

  find(offset: number): { readonly from: number; readonly to: number } | undefined {
    return this.#index.find(offset);
  }

  read(offset: number, maxBytes: number): Promise<Uint8Array> {
    return this.#index.read(offset, maxBytes);
  }

  /** There is output. Cheap: sets at most one timer. */
  notify(): void {
    if (this.#cancel !== undefined || this.#uploading !== undefined || this.#isClosed) return;
    if (!this.#deps.isCaughtUp()) return;
    this.#cancel = this.#deps.schedule(() => void this.flush(), this.#delayMs());
  }

  /** Uploads all there is. Never rejects: a fault is logged and the rest goes later. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#uploading ??= this.#upload();
    await this.#uploading;
    this.#uploading = undefined;
    if (!this.#isOpen || this.#to < this.#deps.output.end) this.notify();
  }

  /** Another relay writes this blob now. What it does not have yet stays in the journal. */
  leave(): void {
    this.#isClosed = true;
    this.#isLeft = true;
    this.#cancel?.();
    this.#patience.end();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    this.#patience.end();
  }

  /** Offset of the first byte that the blob does not have. */
  get #to(): number {
    const { since, at } = this.#last;
    return since + this.#length - at;
  }

  get #last(): Extent {
    return this.#places.extents.at(-1) ?? { since: 0, at: 0, length: 0 };
  }

  #delayMs(): number {
    const pauseMs = batchMs * 2 ** Math.floor(this.#blockCount / blocksPerDoubling);
    return this.#faults === 0
      ? pauseMs
      : Math.max(pauseMs, Math.min(batchMs * 2 ** this.#faults, maxRetryMs));
  }

  async #upload(): Promise<void> {
    const { output, log, isCaughtUp } = this.#deps;
    if (!isCaughtUp()) return;
    try {
      if (!this.#isOpen) await this.#open();
      while (this.#isOpen && !this.#isLeft && this.#to < output.end) await this.#uploadNext();
      if (this.#faults > 0) log.info('bootLogCaughtUp');
      this.#faults = 0;
      this.#patience.end();
      this.#tellDelayed(false);
    } catch (fault) {
      // The answer may have been lost on its way back: only the blob itself tells what it holds.
      this.#isOpen = false;
      if (this.#faults === 0) log.warn('bootLogFault', faultFields(fault));
      this.#faults = Math.min(this.#faults + 1, 10);
      if (!this.#isLeft) this.#patience.begin();
    }
  }

  #tellDelayed(isDelayed: boolean): void {
    if (this.#isDelayed === isDelayed || this.#isLeft) return;
    this.#isDelayed = isDelayed;
    this.#deps.onDelayed(isDelayed);
  }

  async #uploadNext(): Promise<void> {
    const { output } = this.#deps;
    if (this.#isFull()) return this.#startOver();
    if (this.#to < output.oldestLocal) return this.#skipTo(output.oldestLocal);
    const bytes = this.#collect(Math.min(maxAppendBytes, this.#maxBytes - this.#length));
    if (bytes.length > 0) await this.#append(bytes);
    else this.#isOpen = false;
  }

  #isFull(): boolean {
    const { length } = this.#places.extents;
    return this.#blockCount >= maxAppendBlocks || this.#length >= this.#maxBytes || length >= maxExtents;
  }

  #collect(maxBytes: number): Uint8Array {
    const { output } = this.#deps;
    const parts: Uint8Array[] = [];
    let size = 0;
    while (size < maxBytes) {
      const part = output.readLocal(this.#to + size, maxBytes - size);
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
    this.#blockCount = blockCount;
    this.#know(this.#places, this.#length + bytes.length);
  }

  async #open(): Promise<void> {
    const { blob, output, relayId: relay } = this.#deps;
    const { epoch } = output;
    const state = await blob.open();
    const sealed = await blob.listSealed();
    if (this.#isLeft) return;
    const found = fromMetadata(state.metadata, state.length);
    const fence = this.#deps.fence();
    // Where another relay wrote before, the control plane has given its machine to this one since.
    const isOurs = found?.relay === undefined || found.relay === relay;
    if (isOurs && found !== undefined && found.fence > fence)
      throw new BootLogFenced('A later relay writes this blob.');
    if (!isOurs && this.#wasOurs)
      throw new BootLogFenced('The relay that has this machine by now writes this blob.');
    this.#blockCount = state.blockCount;
    this.#length = state.length;
    this.#isOpen = true;
    this.#wasOurs = true;
    // A blob that somebody deleted does not know how many were sealed before it.
    const others = found === undefined ? [] : othersBehind(epoch, found);
    const count = found?.sealed ?? sealed.at(-1)?.number ?? 0;
    this.#places = { epoch, relay, fence, sealed: count, extents: [], others };
    this.#index.learnSealed(sealed, this.#places);
    await this.#removeOldest(sealed); // which a crash may have left
    if (found?.epoch !== epoch) return this.#align(this.#firstMissing(found), state.length);
    // From here on no write of an earlier relay succeeds: each names the version that it knows.
    if (found.relay !== relay || found.fence < fence) {
      await blob.setMetadata(toMetadata({ ...found, relay, fence }));
    }
    this.#know({ ...found, relay, fence }, state.length);
    // A crash between metadata and marker: fill up to where the output was to begin.
    const { at } = this.#last;
    if (this.#length < at) await this.#append(new Uint8Array(at - this.#length).fill(0x0a));
    if (this.#to > output.end) await this.#align(output.end, this.#length);
  }

  /** Behind another journal: what this one gave the boot log before is not given again. */
  #firstMissing(found: Places | undefined): number {
    const { epoch, oldestLocal, end } = this.#deps.output;
    const before = found?.others.find((other) => other.epoch === epoch)?.to ?? 0;
    return Math.min(Math.max(oldestLocal, before), end);
  }

  /** Bytes that neither blob nor journal has: says so in the log, where a reader of it will look. */
  async #skipTo(offset: number): Promise<void> {
    const marker = Buffer.from(`\r\n[sallyport: ${offset - this.#to} bytes are missing here]\r\n`);
    await this.#align(offset, this.#length + marker.length);
    await this.#append(marker);
  }

  /** From place `at` on, the blob holds the output from offset `since` on. */
  async #align(since: number, at: number): Promise<void> {
    const earlier = this.#places.extents
      .map((extent) => ({ ...extent, length: Math.min(extent.length, since - extent.since) }))
      .filter(({ length }) => length > 0);
    const places = { ...this.#places, extents: [...earlier, { since, at, length: 0 }] };
    await this.#deps.blob.setMetadata(toMetadata(places));
    this.#know(places, this.#length);
  }

  async #startOver(): Promise<void> {
    const { blob } = this.#deps;
    const number = this.#places.sealed + 1;
    await blob.seal(number);
    const places = {
      ...this.#places,
      sealed: number,
      extents: [{ since: this.#to, at: 0, length: 0 }],
    };
    this.#index.seal(number);
    await blob.startOver(toMetadata(places));
    this.#blockCount = 0;
    this.#know(places, 0);
    await this.#removeOldest(await blob.listSealed());
  }

  async #removeOldest(sealed: readonly SealedBlob[]): Promise<void> {
    for (const { number } of sealed) {
      if (number > this.#places.sealed - this.#maxSealed) continue;
      this.#index.forget(number);
      await this.#deps.blob.removeSealed(number);
    }
  }

  #know(places: Places, length: number): void {
    this.#length = length;
    const { since, at } = places.extents.at(-1) ?? { since: 0, at: 0 };
    const last = { since, at, length: Math.max(0, length - at) };
    this.#places = { ...places, extents: [...places.extents.slice(0, -1), last] };
    this.#index.learnLive(this.#places.extents);
  }
}

class BootLogFenced extends Error {
  override readonly name = 'BootLogFenced';
}
