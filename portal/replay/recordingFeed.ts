import { ApiError } from '../../shared/client/apiError.ts';
import type { RecordingData, RecordingResource } from '../../shared/contracts/recording.ts';
import { chunkOfName } from '../../shared/recording/chunk.ts';
import { type CastHeader, CastReader } from './castReader.ts';
import { TextIndex } from './textIndex.ts';
import { Timeline } from './timeline.ts';
import { GrowingVerifier, type Verification } from './verifyAsItGrows.ts';

export type FeedState = {
  /** `growing`: its session lives. `ending`: it is over, and its relay has not signed yet. */
  readonly phase: 'loading' | 'growing' | 'ending' | 'complete' | 'failed';
  readonly header: CastHeader | undefined;
  readonly loadedBytes: number;
  /** As far as it is known. */
  readonly totalBytes: number;
  readonly verification: Verification | undefined;
  /** Lines that could not be read. */
  readonly faults: number;
  readonly error: ApiError | undefined;
};

export type FeedDeps = {
  readonly getRecording: () => Promise<Pick<RecordingResource, 'properties'>>;
  readonly retrieve: (fromChunk: number) => Promise<RecordingData>;
  readonly readFile: (uri: string) => Promise<Uint8Array>;
  readonly subtle: SubtleCrypto;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** Something has changed; `hasGrown`: there is more to play. */
  readonly onChange: (hasGrown: boolean) => void;
};

/** A relay writes a chunk every two seconds. */
const pollMs = 2_500;
const retryMs = 5_000;
/** A relay signs within seconds, or when it is back: nobody waits for that. */
const patientPolls = 12;
/** Files on their way at the same time. */
const window = 4;

/** Reads a recording into memory, from its first chunk on, and goes on for as long as it grows. */
export class RecordingFeed implements Disposable {
  readonly timeline = new Timeline();
  readonly index = new TextIndex();
  readonly #deps: FeedDeps;
  readonly #reader = new CastReader();
  readonly #verifier: GrowingVerifier;
  #state: FeedState = {
    phase: 'loading',
    header: undefined,
    loadedBytes: 0,
    totalBytes: 0,
    verification: undefined,
    faults: 0,
    error: undefined,
  };
  #nextChunk = 0;
  #quietPolls = 0;
  #cancel: (() => void) | undefined;
  #isClosed = false;

  constructor(deps: FeedDeps) {
    this.#deps = deps;
    this.#verifier = new GrowingVerifier(deps.subtle);
  }

  get state(): FeedState {
    return this.#state;
  }

  /** Begins, or tries again after a failure, with what was not read yet. */
  start(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#state.error !== undefined) this.#become({ error: undefined, phase: 'loading' });
    void this.#read();
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  async #read(): Promise<void> {
    try {
      const [{ properties }, data] = await Promise.all([
        this.#deps.getRecording(),
        this.#deps.retrieve(this.#nextChunk),
      ]);
      await this.#readChunks(data);
      await this.#judge(data, properties.isLive);
      if (!this.#isOver) this.#again(pollMs);
    } catch (thrown) {
      const error = ApiError.from(thrown);
      if (this.#isClosed) return;
      // What is there can be played; whether it is all of it is not known.
      this.#become({ error, phase: 'failed' });
      if (error.retryable) this.#again(retryMs);
    }
  }

  get #isOver(): boolean {
    return this.#state.phase === 'complete' || this.#isClosed;
  }

  #again(delayMs: number): void {
    if (this.#isClosed) return;
    this.#cancel = this.#deps.schedule(() => void this.#read(), delayMs);
  }

  async #readChunks({ chunks }: RecordingData): Promise<void> {
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
    this.#become({ totalBytes: this.#state.loadedBytes + bytes });
    const reading: Promise<Uint8Array>[] = [];
    for (const [index, { name }] of chunks.entries()) {
      for (const { uri } of chunks.slice(reading.length, index + window)) {
        const file = this.#deps.readFile(uri);
        file.catch(() => undefined); // Awaited below, unless one before it fails.
        reading.push(file);
      }
      const file = await reading[index];
      if (this.#isClosed) return;
      await this.#take(name, file ?? new Uint8Array(0));
    }
    this.#quietPolls = chunks.length === 0 ? this.#quietPolls + 1 : 0;
  }

  async #take(name: string, bytes: Uint8Array): Promise<void> {
    for (const event of this.#reader.read(new TextDecoder().decode(bytes))) {
      this.timeline.add(event);
      if (event.kind === 'output') this.index.add(event.timeMs, event.bytes);
    }
    const { header, faults } = this.#reader;
    if (header !== undefined) this.timeline.begin(header);
    await this.#verifier.add(name, bytes);
    this.#nextChunk = (chunkOfName(name) ?? this.#nextChunk) + 1;
    this.#become({ header, faults, loadedBytes: this.#state.loadedBytes + bytes.length }, true);
  }

  async #judge({ statement, publicKey }: RecordingData, isLive: boolean): Promise<void> {
    const text =
      statement === undefined
        ? undefined
        : new TextDecoder().decode(await this.#deps.readFile(statement.uri));
    const isComplete = text !== undefined || (!isLive && this.#quietPolls >= patientPolls);
    const verification = await this.#verifier.judge({
      statement: text,
      publicKey,
      isGrowing: !isComplete,
    });
    const phase = isComplete ? 'complete' : isLive ? 'growing' : 'ending';
    this.#become({ verification, phase, error: undefined });
  }

  #become(change: Partial<FeedState>, hasGrown = false): void {
    if (this.#isClosed) return;
    this.#state = { ...this.#state, ...change };
    this.#deps.onChange(hasGrown);
  }
}
