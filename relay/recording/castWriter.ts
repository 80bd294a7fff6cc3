import { type ChunkSeal, noHash } from '../../shared/recording/chunk.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { SignedStatement, Statement } from '../../shared/recording/statement.ts';
import type { Log } from '../log.ts';
import type { OutputLog } from '../outputLog.ts';
import type { CastChunk, CastPlace } from './castChunk.ts';
import type { CastSource } from './castSource.ts';
import { findPlace } from './findPlace.ts';

/** How many chunks there are, and the hash of the last one. */
type KnownChunks = { readonly chunks: number; readonly hash: string };

export type CastWriterDeps = {
  readonly session: string;
  readonly title: string;
  readonly store: RecordingStore;
  readonly output: Pick<OutputLog, 'epoch' | 'end'>;
  readonly chainHash: (previous: string, bytes: Uint8Array) => string;
  readonly sign: (statement: string) => SignedStatement;
  readonly now: () => number;
  /** What this machine knows to have written: a store that says otherwise is not signed. */
  readonly known?: KnownChunks | undefined;
  /** A chunk is in the store. */
  readonly onChunk?: (known: KnownChunks) => void;
  readonly log: Log;
};

/**
 * Writes one session's chunks, each once and each with the hash of the one before, from where the port is when it
 * begins. When to write one, and what to do about a fault, is its caller's.
 */
export class CastWriter {
  readonly #deps: CastWriterDeps;
  #hashes: string[] = [];
  #isAltered = false;
  #place: CastPlace | undefined;
  readonly #begin: number;
  readonly #startTime: number;
  readonly #source: CastSource;
  #made: { readonly chunk: CastChunk; readonly isLast: boolean } | undefined;
  /** For the rest of a character, since the last chunk. */
  #hasWaited = false;

  constructor(deps: CastWriterDeps, source: CastSource) {
    this.#deps = deps;
    this.#source = source;
    this.#begin = deps.output.end;
    this.#startTime = deps.now();
  }

  /** Offset of the first byte that no chunk has. */
  get offset(): number {
    return this.#place?.offset ?? this.#begin;
  }

  /** Something is not in the store yet. */
  get hasWork(): boolean {
    if (this.#source.hasWaiting || this.#made !== undefined) return true;
    return this.offset < this.#source.end;
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
    this.#made ??= await this.#source.take(place);
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
    this.#goOnBehind(place, seal, chainHash(place.previous, bytes));
    return { isLast };
  }

  /** Signs the whole, unless the store does not hold what was written. */
  async sign(): Promise<void> {
    if (this.#place === undefined || this.#isAltered) return;
    const { session, lostBytes, startTime, time } = this.#place;
    const { sign, store } = this.#deps;
    const hashes = this.#hashes;
    const statement: Statement = { v: 1, session, hashes, lostBytes, startTime, endTime: time };
    await store.writeStatement(JSON.stringify(sign(JSON.stringify(statement))));
  }

  #goOnBehind(place: CastPlace, { to: offset, time, lostBytes }: ChunkSeal, previous: string): void {
    this.#hashes.push(previous);
    this.#deps.onChunk?.({ chunks: place.chunk + 1, hash: previous });
    this.#hasWaited = false;
    this.#made = undefined;
    this.#place = { ...place, chunk: place.chunk + 1, previous, offset, time, lostBytes };
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
    if (place.chunk > 0) this.#source.resumeAt(place.offset, time);
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
}
