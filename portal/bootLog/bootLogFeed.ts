import { ApiError } from '../../shared/client/apiError.ts';
import { Observable } from '../../shared/client/observable.ts';
import { BootLogText, maxLines } from './bootLogText.ts';
import { type BootLogPart, maxReadBytes } from './readBootLog.ts';

export type BootLogState = {
  readonly lines: readonly string[];
  /** How many of them were put before those that were shown first. */
  readonly olderLines: number;
  /** Bytes of the file that come before the first line. */
  readonly skippedBytes: number;
  readonly isRead: boolean;
  readonly error: ApiError | undefined;
};

export type BootLogFeedDeps = {
  /** What is behind a place of the log; without one its newest part. */
  readonly read: (after: number | undefined) => Promise<BootLogPart>;
  /** What is between two places. */
  readonly readRange: (from: number, to: number) => Promise<Uint8Array>;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

/** A relay writes to the log every second or two. */
const pollMs = 2_000;

const newline = 0x0a;

/** A few milliseconds of work. */
const sliceBytes = 131_072;

/** Reads a serial log's end, then what is before it, and goes on while it is followed. */
export class BootLogFeed implements Disposable {
  readonly #deps: BootLogFeedDeps;
  readonly #state = new Observable<BootLogState>({
    lines: [],
    olderLines: 0,
    skippedBytes: 0,
    isRead: false,
    error: undefined,
  });
  readonly subscribe = this.#state.subscribe;
  #text = new BootLogText();
  #older: readonly string[] = [];
  /** Where what was not read yet ends. */
  #olderTo: number | undefined;
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
    void this.read();
  }

  /** Whether more is looked for by itself. */
  follow(isFollowing: boolean): void {
    this.#isFollowing = isFollowing;
    void this.read();
  }

  /** Looks once, now; resolves when that is done. */
  async read(): Promise<void> {
    if (this.#isReading || this.#isClosed) return;
    this.#cancel?.();
    await this.#readOnce();
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
    if (this.#isFollowing && !this.#isClosed)
      this.#cancel = this.#deps.schedule(() => void this.read(), pollMs);
  }

  async #take({ bytes, from, isNew }: BootLogPart): Promise<void> {
    const isFirst = this.#next === undefined || isNew;
    // The newest part begins somewhere in a line, which belongs to what is before it.
    const start = isFirst && from > 0 ? bytes.indexOf(newline) + 1 : 0;
    if (isFirst) this.#begin(from + start);
    await this.#add(this.#text, bytes.subarray(start));
    this.#next = from + bytes.byteLength;
    const hasNews = isFirst || bytes.byteLength > 0 || this.state.error !== undefined;
    if (hasNews) this.#show();
    if (this.#olderTo !== undefined) await this.#takeOlder(this.#olderTo);
  }

  #begin(firstByte: number): void {
    this.#text = new BootLogText();
    this.#older = [];
    this.#olderTo = firstByte > 0 ? firstByte : undefined;
    this.#become({ skippedBytes: firstByte });
  }

  /** What fails here is tried again with the next look. */
  async #takeOlder(to: number): Promise<void> {
    const from = Math.max(0, to - maxReadBytes);
    const text = new BootLogText();
    await this.#add(text, await this.#deps.readRange(from, to));
    this.#older = text.lines;
    this.#olderTo = undefined;
    this.#become({ skippedBytes: from });
    this.#show();
  }

  #show(): void {
    const lines = [...this.#older, ...this.#text.lines].slice(-maxLines);
    this.#become({ lines, olderLines: this.#older.length, isRead: true, error: undefined });
  }

  /** In slices, between which the page draws and hears what is typed. */
  async #add(text: BootLogText, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      if (at > 0) await new Promise<void>((resolve) => void this.#deps.schedule(resolve, 0));
      text.add(bytes.subarray(at, at + sliceBytes));
    }
  }

  #become(change: Partial<BootLogState>): void {
    if (this.#isClosed) return;
    this.#state.set({ ...this.state, ...change });
  }
}
