import { createDeadline, type Deadline, noDeadline } from '../deadline.ts';
import { faultFields } from '../log.ts';
import { CastSource, type CastSourceDeps } from './castSource.ts';
import { CastWriter, type CastWriterDeps } from './castWriter.ts';
import type { EventCode } from './pendingCast.ts';

/** `behind`: the store does not answer, nothing is lost yet. `failed`: strict, and given up. */
export type RecordingState = 'recording' | 'behind' | 'failed' | 'complete';

export type RecorderDeps = CastSourceDeps &
  CastWriterDeps & {
    readonly isStrict: boolean;
    readonly schedule: (task: () => void, delayMs: number) => () => void;
    readonly onState: (state: RecordingState) => void;
  };

/** So old may the last chunk be while a recording grows; a busy port makes one this often, or for this much. */
const chunkMs = 2_000;
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
  readonly #source: CastSource;
  readonly #writer: CastWriter;
  #state: RecordingState = 'recording';
  #isStopped = false;
  #faults = 0;
  #cancel: (() => void) | undefined;
  /** For the store to take something. */
  readonly #patience: Deadline;
  #working: Promise<void> | undefined;

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
    this.#source = new CastSource(deps);
    this.#writer = new CastWriter(deps, this.#source);
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
    this.#source.output(offset, bytes);
    this.#wake(this.#pauseMs);
  }

  /** A marker, a resize or an exit, between the output before and after it. */
  event(code: EventCode, data: string): void {
    if (this.#isOver) return;
    this.#source.event(code, data);
    this.#wake(chunkMs);
  }

  /** The session is over: writes the rest and signs the whole, however long the store takes. */
  async finish(): Promise<void> {
    if (this.#isOver || this.#source.isEnding) return this.#working;
    this.event('x', '0');
    this.#source.finish();
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
    } while (this.#source.isEnding && this.#faults === 0 && !this.#isOver);
    if (this.#faults > 0 || this.#writer.hasWork)
      this.#wake(this.#faults > 0 ? this.#retryMs : this.#pauseMs);
  }

  get #isOver(): boolean {
    return this.#isStopped || this.#state === 'failed' || this.#state === 'complete';
  }

  get #pauseMs(): number {
    return this.#source.isFull && this.#faults === 0 ? 0 : chunkMs;
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
    this.#source.clear();
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
      await this.#writer.open();
      const until = this.#source.end;
      while (this.#writer.hasWork && !this.#isOver) {
        if (!(await this.#writeNext())) break;
        // What came meanwhile is the next chunk's, after its pause: a port that is never silent has no end.
        if (!this.#source.isEnding && this.#writer.offset >= until) break;
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

  /** False when there was nothing to write. */
  async #writeNext(): Promise<boolean> {
    const written = await this.#writer.writeNext();
    if (written === undefined) return false;
    this.#patience.end();
    if (!written.isLast) {
      this.#patience.begin();
      return true;
    }
    await this.#writer.sign();
    this.#become('complete');
    this.#patience.end();
    return true;
  }
}
