import { noHash } from '../../shared/recording/chunk.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { SignedStatement, Statement } from '../../shared/recording/statement.ts';
import type { Log } from '../log.ts';
import type { OutputLog } from '../outputLog.ts';
import { CastChunk, type CastPlace } from './castChunk.ts';
import { findPlace } from './findPlace.ts';
import { type EventCode, PendingCast } from './pendingCast.ts';

/** How many chunks there are, and the hash of the last one. */
type KnownChunks = { readonly chunks: number; readonly hash: string };

export type CastWriterDeps = {
  readonly session: string;
  readonly title: string;
  readonly store: RecordingStore;
  readonly output: Pick<OutputLog, 'epoch' | 'end' | 'firstKept' | 'read'>;
  readonly chainHash: (previous: string, bytes: Uint8Array) => string;
  readonly sign: (statement: string) => SignedStatement;
  readonly now: () => number;
  /** What this machine knows to have written: a store that says otherwise is not signed. */
  readonly known?: KnownChunks | undefined;
  /** A chunk is in the store. */
  readonly onChunk?: (known: KnownChunks) => void;
  readonly log: Log;
};

const maxChunkBytes = 262_144;
/** Fewer are what the last chunk left of a character: they are no news. */
const mostOfACharacter = 4;

/**
 * Writes one session's chunks, each once and each with the hash of the one before, from where the port is when it
 * begins. It decides what goes into a chunk; when to write one, and what to do about a fault, is its caller's.
 */
export class CastWriter {
  readonly #deps: CastWriterDeps;
  #hashes: string[] = [];
  #isAltered = false;
  #place: CastPlace | undefined;
  readonly #begin: number;
  readonly #startTime: number;
  readonly #pending = new PendingCast();
  /** Offset after the last byte that the port gave. */
  #end: number;
  #made: { readonly chunk: CastChunk; readonly isLast: boolean } | undefined;
  #isCatchingUp = false;
  /** For the rest of a character, since the last chunk. */
  #hasWaited = false;
  #isEnding = false;

  constructor(deps: CastWriterDeps) {
    this.#deps = deps;
    this.#begin = deps.output.end;
    this.#startTime = deps.now();
    this.#end = deps.output.end;
  }

  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Offset after the last byte that is to be recorded. */
  get end(): number {
    return this.#end;
  }

  /** Offset of the first byte that no chunk has. */
  get offset(): number {
    return this.#place?.offset ?? this.#begin;
  }

  get hasWork(): boolean {
    if (this.#isEnding || this.#pending.first !== undefined || this.#made !== undefined) return true;
    return this.offset < this.#end;
  }

  /** More waits than one chunk takes. */
  get isFull(): boolean {
    return this.#pending.bytes > maxChunkBytes;
  }

  /** The port's next bytes. */
  output(offset: number, bytes: Uint8Array): void {
    this.#end = offset + bytes.length;
    this.#pending.add({ kind: 'output', time: this.#deps.now(), offset, bytes });
  }

  event(code: EventCode, data: string): void {
    this.#pending.add({ kind: 'event', time: this.#deps.now(), code, data });
  }

  /** Nothing more comes: the chunk with the rest is the last one. */
  finish(): void {
    this.#isEnding = true;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#pending.clear();
  }

  /** Finds where the recording is, unless that is known. */
  async open(): Promise<void> {
    this.#place ??= await this.#find();
  }

  /** Undefined when there was nothing to write; after the last chunk, `sign` is due. */
  async writeNext(): Promise<{ readonly isLast: boolean } | undefined> {
    const { store, chainHash } = this.#deps;
    const place = this.#place;
    if (place === undefined) return undefined;
    this.#made ??= await this.#make(place);
    const { chunk, isLast } = this.#made;
    if (chunk.isEmpty && !isLast && chunk.end === place.offset) {
      this.#made = undefined;
      return undefined;
    }
    if (chunk.isEmpty && !isLast && !this.#hasWaited) {
      this.#hasWaited = true;
      this.#made = undefined;
      return undefined;
    }
    // The rest of a character that is not there by now is no longer waited for.
    const { bytes, seal } = chunk.close(isLast || chunk.isEmpty);
    if (!(await store.create(place.chunk, bytes))) {
      // Somebody else has written this one: look again where the recording is.
      this.#made = undefined;
      this.#place = undefined;
      throw new Error('A chunk of the recording is taken.');
    }
    const previous = chainHash(place.previous, bytes);
    this.#hashes.push(previous);
    this.#deps.onChunk?.({ chunks: place.chunk + 1, hash: previous });
    this.#hasWaited = false;
    this.#made = undefined;
    const { to: offset, time, lostBytes } = seal;
    this.#place = { ...place, chunk: place.chunk + 1, previous, offset, time, lostBytes };
    return { isLast };
  }

  async sign(): Promise<void> {
    if (this.#place === undefined || this.#isAltered) return;
    const { session, lostBytes, startTime, time } = this.#place;
    const { sign, store } = this.#deps;
    const hashes = this.#hashes;
    const statement: Statement = { v: 1, session, hashes, lostBytes, startTime, endTime: time };
    await store.writeStatement(JSON.stringify(sign(JSON.stringify(statement))));
  }

  async #find(): Promise<CastPlace> {
    const { session, title, output } = this.#deps;
    const { epoch } = output;
    const [offset, time] = [this.#begin, this.#startTime];
    const known = { session, title, epoch, offset, time, startTime: time };
    const start: CastPlace = { ...known, chunk: 0, previous: noHash, lostBytes: 0 };
    const { place, hashes } = await findPlace(this.#deps, start);
    this.#hashes = hashes;
    this.#judge(hashes);
    if (place.chunk > 0) {
      this.#pending.resumeAt(place.offset, {
        kind: 'event',
        time,
        code: 'm',
        data: 'the relay went on here',
      });
    }
    return place;
  }

  /** One more than is known may be there: a relay died before it could note that. */
  #judge(hashes: readonly string[]): void {
    const { known, session, log } = this.#deps;
    if (known === undefined) return;
    const isKnown = (hashes[known.chunks - 1] ?? noHash) === known.hash;
    if (isKnown && hashes.length <= known.chunks + 1) return;
    this.#isAltered = true;
    log.error('recordingAltered', { sessionId: session });
  }

  async #make(place: CastPlace): Promise<{ chunk: CastChunk; isLast: boolean }> {
    const chunk = new CastChunk(place);
    while (chunk.size < maxChunkBytes) {
      const next = this.#pending.first;
      const waitsFor = next?.kind === 'output' ? next.offset : this.#end;
      if (next?.kind !== 'event' && chunk.end < waitsFor) {
        await this.#catchUp(chunk, waitsFor);
      } else if (next === undefined) break;
      else this.#take(chunk);
    }
    return { chunk, isLast: this.#isEnding && this.#pending.first === undefined && chunk.end >= this.#end };
  }

  /** Moves what waits first into the chunk. */
  #take(chunk: CastChunk): void {
    const next = this.#pending.take();
    if (next === undefined) return;
    this.#isCatchingUp = false;
    if (next.kind === 'event') {
      chunk.event(next.time, next.code, next.data);
      return;
    }
    const known = chunk.end - next.offset;
    if (known < next.bytes.length) chunk.output(next.time, next.bytes.subarray(known));
  }

  /** Output that nobody kept the times of: from the port's log, as if it came at once. */
  async #catchUp(chunk: CastChunk, to: number): Promise<void> {
    const { output, now } = this.#deps;
    const kept = Math.min(output.firstKept(chunk.end), to);
    if (kept > chunk.end) return chunk.gap(now(), kept);
    if (!this.#isCatchingUp && to - chunk.end >= mostOfACharacter) {
      chunk.event(now(), 'm', `the times of ${to - chunk.end} bytes are lost`);
    }
    this.#isCatchingUp = true;
    const bytes = await output.read(chunk.end, Math.min(65_536, to - chunk.end));
    if (bytes.length === 0) throw new Error('The output to be recorded cannot be read now.');
    chunk.output(now(), bytes);
  }
}
