import { noHash } from '../../shared/recording/chunk.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { SignedStatement, Statement } from '../../shared/recording/statement.ts';
import { createDeadline, type Deadline, noDeadline } from '../deadline.ts';
import { faultFields, type Log } from '../log.ts';
import type { OutputLog } from '../outputLog.ts';
import { CastChunk, type CastPlace } from './castChunk.ts';
import { findPlace } from './findPlace.ts';
import { type EventCode, PendingCast } from './pendingCast.ts';

/** `behind`: the store does not answer, nothing is lost yet. `failed`: strict, and given up. */
export type RecordingState = 'recording' | 'behind' | 'failed' | 'complete';

/** How many chunks there are, and the hash of the last one. */
type KnownChunks = { readonly chunks: number; readonly hash: string };

export type RecorderDeps = {
  readonly session: string;
  readonly title: string;
  readonly isStrict: boolean;
  readonly store: RecordingStore;
  readonly output: Pick<OutputLog, 'epoch' | 'end' | 'firstKept' | 'read'>;
  readonly chainHash: (previous: string, bytes: Uint8Array) => string;
  readonly sign: (statement: string) => SignedStatement;
  readonly now: () => number;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly onState: (state: RecordingState) => void;
  /** What this machine knows to have written: a store that says otherwise is not signed. */
  readonly known?: KnownChunks | undefined;
  /** A chunk is in the store. */
  readonly onChunk?: (known: KnownChunks) => void;
  readonly log: Log;
};

/** So old may the last chunk be while a recording grows; a busy port makes one this often, or for this much. */
const chunkMs = 2_000;
const maxChunkBytes = 262_144;
/** Fewer are what the last chunk left of a character: they are no news. */
const mostOfACharacter = 4;
const maxRetryMs = 30_000;
/** A strict recording whose store has not taken anything for this long ends its session. */
const strictMs = 10_000;

/**
 * Records one session's output, from where the port is when it begins. Chunks are written once, each names the
 * hash of the one before. A store that is down delays it: what waits is bounded, and what does not fit is read
 * again from the port's log, so bytes are lost only where the log itself has lost them.
 */
export class Recorder {
  readonly #deps: RecorderDeps;
  #hashes: string[] = [];
  #isAltered = false;
  #place: CastPlace | undefined;
  readonly #begin: number;
  readonly #startTime: number;
  readonly #pending = new PendingCast();
  /** Offset after the last byte that the port gave. */
  #end: number;
  #made: { readonly chunk: CastChunk; readonly isLast: boolean } | undefined;
  #state: RecordingState = 'recording';
  #isCatchingUp = false;
  /** For the rest of a character, since the last chunk. */
  #hasWaited = false;
  #isEnding = false;
  #isStopped = false;
  #faults = 0;
  #cancel: (() => void) | undefined;
  /** For the store to take something. */
  readonly #patience: Deadline;
  #working: Promise<void> | undefined;

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
    this.#begin = deps.output.end;
    this.#startTime = deps.now();
    this.#end = deps.output.end;
    const { isStrict, schedule } = deps;
    this.#patience = isStrict
      ? createDeadline({ timeMs: strictMs, onMissed: () => this.#fail(), schedule })
      : noDeadline;
    this.#wake(0);
  }

  get state(): RecordingState {
    return this.#state;
  }

  /** The port's next bytes. Cheap, and never waits. */
  output(offset: number, bytes: Uint8Array): void {
    if (this.#isOver) return;
    this.#end = offset + bytes.length;
    this.#pending.add({ kind: 'output', time: this.#deps.now(), offset, bytes });
    this.#wake(this.#pauseMs);
  }

  /** A marker, a resize or an exit, between the output before and after it. */
  event(code: EventCode, data: string): void {
    if (this.#isOver) return;
    this.#pending.add({ kind: 'event', time: this.#deps.now(), code, data });
    this.#wake(chunkMs);
  }

  /** The session is over: writes the rest and signs the whole, however long the store takes. */
  async finish(): Promise<void> {
    if (this.#isOver || this.#isEnding) return this.#working;
    this.event('x', '0');
    this.#isEnding = true;
    await this.flush();
  }

  /** The relay stops, the session does not: what there is goes out, the next relay goes on behind it. */
  async close(): Promise<void> {
    await this.flush();
    this.#isStopped = true;
    this.#cancel?.();
    this.#patience.end();
  }

  /** Writes all there is now. Never rejects. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#isOver) return;
    do {
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
      });
      await this.#working;
    } while (this.#isEnding && this.#faults === 0 && !this.#isOver);
    if (this.#faults > 0 || this.#hasWork) this.#wake(this.#faults > 0 ? this.#retryMs : this.#pauseMs);
  }

  get #isOver(): boolean {
    return this.#isStopped || this.#state === 'failed' || this.#state === 'complete';
  }

  get #hasWork(): boolean {
    const { chunk } = this.#made ?? {};
    if (this.#isEnding || this.#pending.first !== undefined || chunk !== undefined) return true;
    return (this.#place?.offset ?? this.#begin) < this.#end;
  }

  get #pauseMs(): number {
    return this.#pending.bytes > maxChunkBytes && this.#faults === 0 ? 0 : chunkMs;
  }

  get #retryMs(): number {
    return this.#deps.isStrict ? 1_000 : Math.min(1_000 * 2 ** (this.#faults - 1), maxRetryMs);
  }

  #wake(delayMs: number): void {
    if (this.#isOver || this.#working !== undefined) return;
    if (delayMs > 0 && this.#cancel !== undefined) return;
    this.#cancel?.();
    this.#cancel = this.#deps.schedule(() => void this.flush(), delayMs);
    this.#patience.begin();
  }

  #fail(): void {
    this.#pending.clear();
    this.#cancel?.();
    this.#become('failed');
    this.#deps.log.error('recordingFailed', { sessionId: this.#deps.session });
  }

  #become(state: RecordingState): void {
    if (this.#state === state || this.#isOver) return;
    this.#state = state;
    this.#deps.onState(state);
  }

  async #work(): Promise<void> {
    try {
      this.#place ??= await this.#open();
      const until = this.#end;
      while (this.#hasWork && !this.#isOver) {
        if (!(await this.#writeNext())) break;
        // What came meanwhile is the next chunk's, after its pause: a port that is never silent has no end.
        if (!this.#isEnding && this.#place.offset >= until) break;
      }
      this.#faults = 0;
      this.#patience.end();
      this.#become('recording');
    } catch (fault) {
      const { session, log } = this.#deps;
      if (this.#faults === 0) log.warn('recordingFault', { sessionId: session, ...faultFields(fault) });
      this.#faults = Math.min(this.#faults + 1, 10);
      this.#become('behind');
    }
  }

  async #open(): Promise<CastPlace> {
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

  /** False when there was nothing to write. */
  async #writeNext(): Promise<boolean> {
    const { store, chainHash } = this.#deps;
    const place = this.#place;
    if (place === undefined) return false;
    this.#made ??= await this.#make(place);
    const { chunk, isLast } = this.#made;
    if (chunk.isEmpty && !isLast && chunk.end === place.offset) {
      this.#made = undefined;
      return false;
    }
    if (chunk.isEmpty && !isLast && !this.#hasWaited) {
      this.#hasWaited = true;
      this.#made = undefined;
      return false;
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
    this.#patience.end();
    if (!isLast) this.#patience.begin();
    this.#hasWaited = false;
    this.#made = undefined;
    const { to: offset, time, lostBytes } = seal;
    this.#place = { ...place, chunk: place.chunk + 1, previous, offset, time, lostBytes };
    if (isLast) await this.#sign(this.#place);
    return true;
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

  async #sign({ session, lostBytes, startTime, time }: CastPlace): Promise<void> {
    const { sign, store } = this.#deps;
    const hashes = this.#hashes;
    const statement: Statement = { v: 1, session, hashes, lostBytes, startTime, endTime: time };
    if (!this.#isAltered) await store.writeStatement(JSON.stringify(sign(JSON.stringify(statement))));
    this.#become('complete');
    this.#patience.end();
  }
}
