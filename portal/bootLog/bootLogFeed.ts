import { ApiError } from '../../shared/client/apiError.ts';
import { Observable } from '../../shared/client/observable.ts';
import { BootLogText } from './bootLogText.ts';
import type { BootLogPart } from './readBootLog.ts';

export type BootLogState = {
  readonly lines: readonly string[];
  /** Bytes of the file that come before the first line. */
  readonly skippedBytes: number;
  readonly isRead: boolean;
  readonly error: ApiError | undefined;
};

export type BootLogFeedDeps = {
  readonly read: (after: number | undefined) => Promise<BootLogPart>;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

/** A relay writes to the log every second or two. */
const pollMs = 2_000;

/** Some ten milliseconds of work. */
const sliceBytes = 524_288;

/** Reads a serial log's end, and goes on while it is followed. */
export class BootLogFeed implements Disposable {
  readonly #deps: BootLogFeedDeps;
  readonly #state = new Observable<BootLogState>({
    lines: [],
    skippedBytes: 0,
    isRead: false,
    error: undefined,
  });
  readonly subscribe = this.#state.subscribe;
  #text = new BootLogText();
  #next: number | undefined;
  #isFollowing = true;
  #isReading = false;
  #isClosed = false;
  #cancel: (() => void) | undefined;

  constructor(deps: BootLogFeedDeps) {
    this.#deps = deps;
  }

  get state(): BootLogState {
    return this.#state.value;
  }

  /** Begins, also again after it was closed: React opens an effect twice while it looks for faults. */
  open(): void {
    this.#isClosed = false;
    this.read();
  }

  /** Whether more is looked for by itself. */
  follow(isFollowing: boolean): void {
    this.#isFollowing = isFollowing;
    this.read();
  }

  /** Looks once, now. */
  read(): void {
    if (this.#isReading || this.#isClosed) return;
    this.#cancel?.();
    void this.#readOnce();
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  async #readOnce(): Promise<void> {
    this.#isReading = true;
    try {
      await this.#take(await this.#deps.read(this.#next));
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      this.#become({ error: thrown });
    } finally {
      this.#isReading = false;
    }
    if (this.#isFollowing && !this.#isClosed) this.#cancel = this.#deps.schedule(() => this.read(), pollMs);
  }

  async #take({ bytes, from, isNew }: BootLogPart): Promise<void> {
    const isFirst = this.#next === undefined || isNew;
    if (isNew) this.#text = new BootLogText();
    await this.#add(bytes);
    this.#next = from + bytes.byteLength;
    const hasNothingNew = !isFirst && bytes.byteLength === 0 && this.state.error === undefined;
    if (hasNothingNew) return;
    const skippedBytes = isFirst ? from : this.state.skippedBytes;
    this.#become({ lines: this.#text.lines.slice(), skippedBytes, isRead: true, error: undefined });
  }

  /** In slices, between which the page draws and hears what is typed. */
  async #add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      if (at > 0) await new Promise<void>((resolve) => void this.#deps.schedule(resolve, 0));
      this.#text.add(bytes.subarray(at, at + sliceBytes));
    }
  }

  #become(change: Partial<BootLogState>): void {
    if (this.#isClosed) return;
    this.#state.set({ ...this.state, ...change });
  }
}
