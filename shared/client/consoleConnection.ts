import type { ConnectResponse } from '../contracts/api.ts';
import type { NoticeFrame } from '../contracts/frames.ts';
import type { ConsoleMode } from '../contracts/session.ts';
import type { SshViewerFrame } from '../contracts/sshFrames.ts';
import type { OpenConsoleRequest } from './api.ts';
import type { ApiError } from './apiError.ts';
import type { ConnectChoice, ConsoleConnectionDeps, KeptSession } from './consoleDeps.ts';
import { ConsoleLine } from './consoleLine.ts';

import { ConsoleOpening } from './consoleOpening.ts';
import { type ConsoleEnd, type ConsoleSnapshot, canType } from './consoleSnapshot.ts';
import { ConsoleStream } from './consoleStream.ts';
import { closeTimeoutMs, within } from './endClient.ts';
import { type AttachedNotice, type News, NoticeReader } from './noticeReader.ts';
import { Observable } from './observable.ts';
import { isOver, knownEnd, stateOfRefusal } from './openRefusal.ts';

const lostShell: ConsoleEnd = { kind: 'disconnected', reason: 'ConnectionLost', text: '' };
const ownWish: ConsoleEnd = { kind: 'disconnected', reason: 'ClosedByUser', text: '' };

/** A serial console from the first `connect` to the last `close`, over as many sessions and sockets as it takes. */
export class ConsoleConnection implements AsyncDisposable {
  readonly #deps: ConsoleConnectionDeps;
  readonly #state = new Observable<ConsoleSnapshot>({ state: 'idle', mode: 'operator' });
  readonly #opening: ConsoleOpening;
  readonly #stream: ConsoleStream;
  readonly #line: ConsoleLine;
  readonly #notices = new NoticeReader();
  /** What the person wants of every session here, also of one that takes the place of a lost one. */
  #wish: { readonly record?: true } = {};
  readonly subscribe = this.#state.subscribe;

  constructor(deps: ConsoleConnectionDeps) {
    const { createClient, onRemark, schedule } = deps;
    this.#deps = deps;
    this.#opening = new ConsoleOpening(
      { ...deps, offset: () => this.offset },
      {
        onAnswer: (answer) => this.#attach(answer),
        onRefused: (error, request) => this.#onRefused(error, request),
      },
    );
    this.#stream = new ConsoleStream({
      send: (group, data) => this.#line.send(group, data),
      onOutput: (bytes, isNew) => deps.onOutput(bytes, isNew && this.snapshot.mode === 'operator'),
      onNotice: (notice) => this.#onNotice(notice),
      onInputTaken: () => deps.onInputTaken?.(),
      onInputLost: (bytes) => onRemark({ kind: 'inputLost', bytes }),
      schedule,
    });
    const handlers = {
      onUp: () => this.#stream.connected(),
      onMessage: (group: string, data: unknown) => this.#stream.receive(group, data),
      onBroken: () => this.#onBroken(),
      onDown: () => this.#retry(),
    };
    this.#line = new ConsoleLine({ createClient, schedule, handlers });
  }

  get snapshot(): ConsoleSnapshot {
    return this.#state.value;
  }

  /** Offset of the next byte of output; undefined before the first is known. */
  get offset(): number | undefined {
    return this.#stream.offset;
  }

  get wish(): { readonly record?: true } {
    return this.#wish;
  }

  /** Bytes typed that the guest has not taken. */
  get pendingInputBytes(): number {
    return this.#stream.pendingInputBytes;
  }

  /** Begins a new session. What the terminal shows stays, and goes on where it stopped. */
  async connect({ mode = 'operator', takeOver = false, record }: ConnectChoice = {}): Promise<void> {
    const leaving = this.#leave();
    this.#wish = record === true ? { record } : {};
    this.#opening.succeeded();
    this.#state.set({ state: 'connecting', mode });
    const { attempt } = this.#opening;
    await leaving;
    if (attempt !== this.#opening.attempt) return;
    await this.#opening.begin({ mode, takeOver, ...this.#wish });
  }

  /**
   * Comes back to a session of another page, or of this one before it was loaded anew. If it is over by now, as it is
   * where that page closed it, a serial console goes on in a new one; a shell cannot.
   */
  async resume({ sessionId, mode, offset, record }: KeptSession): Promise<void> {
    this.#drop();
    this.#wish = record === true ? { record } : {};
    this.#opening.succeeded();
    this.#stream.startAt(offset);
    this.#state.set({ state: 'connecting', mode, sessionId });
    await this.#opening.begin({ sessionId });
  }

  /** Leaves the session to another page of the same person, which is about to resume it. */
  release(): void {
    const { mode, sessionId } = this.snapshot;
    this.#line.abandon();
    this.#drop();
    this.#state.set({ state: 'disconnected', mode, sessionId, isMoved: true });
  }

  /**
   * The same session in another mode, on a new connection; output goes on without a hole. Where somebody else types
   * it is refused, unless they are taken over, and the session stays as it is with the refusal as its `error`.
   */
  async changeMode(mode: ConsoleMode, takeOver = false): Promise<void> {
    const { sessionId, state } = this.snapshot;
    if (sessionId === undefined || state !== 'connected') return;
    await this.#opening.change(
      { mode, takeOver, sessionId },
      {
        onAnswer: (answer) => {
          // What was written until the new connection stands was for the operator before to answer.
          this.#reconnecting();
          this.#attach(answer);
        },
        onRefused: (error) => this.#state.set({ ...this.snapshot, error }),
      },
    );
  }

  /** The person has read what went wrong without ending the session. */
  dismissError(): void {
    if (this.snapshot.state === 'connected') this.#state.set({ ...this.snapshot, error: undefined });
  }

  /** Bytes typed or pasted, and answers of the terminal. An observer's go nowhere. */
  type(bytes: Uint8Array): void {
    if (canType(this.snapshot)) this.#stream.type(bytes);
  }

  /** Says something about the way to a shell, best effort. */
  tell(frame: SshViewerFrame): void {
    this.#line.tell(frame);
  }

  /** The answer to a warning: whoever is still there keeps the session. An observer may say it too. */
  stay(): void {
    this.#line.stay();
  }

  /** Ends the session. The event is on its way when this returns, also while the page is being left. */
  async close(): Promise<void> {
    const leaving = this.#leave();
    this.#state.set({ state: 'disconnected', mode: this.snapshot.mode, end: ownWish });
    const ended = within(this.#deps.schedule, this.#opening.ended(), closeTimeoutMs);
    await Promise.all([leaving, ended]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#state.forget();
    await this.close();
  }

  #attach(answer: ConnectResponse): void {
    const { mode, sessionId, groups } = answer;
    const isSame = sessionId === this.snapshot.sessionId;
    if (!this.#stream.isOpen || !isSame) this.#stream.begin(groups);
    // Whether a new session is recorded is for its relay to say.
    const recording = isSame ? this.snapshot.recording : undefined;
    this.#state.set({ ...this.snapshot, mode, sessionId, recording });
    if (mode === 'operator') this.#stream.allowInput();
    this.#line.open(answer);
  }

  #onNotice(notice: NoticeFrame): void {
    if (notice.kind === 'ack') return;
    if (notice.kind === 'attached') return this.#onAttached(notice);
    if (notice.kind === 'disconnected') return this.#end(notice);
    if (notice.kind === 'ssh') return this.#deps.onSshState?.(notice.state);
    this.#tell(this.#notices.read(notice, this.snapshot));
  }

  #onAttached(notice: AttachedNotice): void {
    this.#opening.succeeded();
    this.#line.setMode(notice.mode);
    this.#stream.attachedAt(notice.end);
    this.#tell(this.#notices.attached(notice, this.snapshot, this.offset ?? notice.end));
  }

  #tell({ snapshot, remark }: News): void {
    if (snapshot !== undefined) this.#state.set(snapshot);
    if (remark !== undefined) this.#deps.onRemark(remark);
  }

  #onBroken(): void {
    this.#reconnecting();
    this.#stream.connected();
  }

  #reconnecting(): void {
    this.#stream.interrupted();
    if (this.snapshot.state === 'connected') this.#state.set({ ...this.snapshot, state: 'reconnecting' });
  }

  /** Same session on a new connection, as soon as the control plane gives one. */
  #retry(): void {
    this.#reconnecting();
    const { sessionId, mode } = this.snapshot;
    // The session's mode is the control plane's to say: it may have been taken over meanwhile.
    this.#opening.retry(sessionId === undefined ? { mode } : { sessionId });
  }

  #onRefused(error: ApiError, request: OpenConsoleRequest): void {
    const { mode, state: before } = this.snapshot;
    const isReturn = request.sessionId !== undefined;
    if (isReturn && isOver(error)) {
      const isOwnWish = before === 'connecting' && error.target === ownWish.reason;
      const end = (isOwnWish ? undefined : knownEnd(error)) ?? (this.#deps.onSshState && lostShell);
      return end === undefined ? void this.#opening.begin({ mode, ...this.#wish }) : this.#end(end);
    }
    const state = stateOfRefusal(error);
    if (state === 'failed' && error.retryable && (isReturn || before === 'reconnecting'))
      return this.#retry();
    this.#drop();
    this.#state.set({ state, mode, error });
  }

  #end(end: ConsoleEnd): void {
    this.#drop();
    this.#state.set({ state: 'disconnected', mode: this.snapshot.mode, end });
  }

  async #leave(): Promise<void> {
    const ending = this.#line.end();
    this.#drop();
    await ending;
  }

  #drop(): void {
    this.#opening.cancel();
    this.#line.stop();
    this.#stream.close();
  }
}
