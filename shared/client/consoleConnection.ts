import { createConsoleViewer } from '../console/consoleViewer.ts';
import type { ConsoleViewer } from '../console/viewer.ts';
import type { ConnectResponse } from '../contracts/api.ts';
import type { NoticeFrame, ViewerFrame } from '../contracts/frames.ts';
import type { ConsoleMode } from '../contracts/session.ts';
import type { SshState, SshViewerFrame } from '../contracts/sshFrames.ts';
import type { OpenConsoleRequest } from './api.ts';
import { ApiError } from './apiError.ts';
import { type ConsoleEnd, type ConsoleRemark, type ConsoleSnapshot, canType } from './consoleSnapshot.ts';
import { endClient, endUnused } from './endClient.ts';
import { knownEnd, stateOfRefusal } from './openRefusal.ts';
import type { CreatePubSubClient, PubSubClient } from './pubSubClient.ts';
import { reconnectDelayMs } from './reconnectDelayMs.ts';

export type ConsoleConnectionDeps = {
  /** Asks the control plane for a connection; rejects with `ApiError`. */
  readonly openConsole: (request: OpenConsoleRequest) => Promise<ConnectResponse>;
  readonly createClient: CreatePubSubClient;
  /**
   * Output in order, each byte once. Its queries get an answer only where `mayAnswer`: what was written before we
   * were there was answered then, and what others see is for the operator to answer.
   */
  readonly onOutput: (bytes: Uint8Array, mayAnswer: boolean) => void;
  readonly onRemark: (remark: ConsoleRemark) => void;
  /** Where the way to a shell stands. Present = an SSH session, whose end no other session makes good. */
  readonly onSshState?: (state: SshState) => void;
  /** The guest has taken some of what was typed. */
  readonly onInputTaken?: () => void;
  /** Runs `task` once after `delayMs`; returns the cancel. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** From 0 to 1. */
  readonly random: () => number;
  /** BCP 47; the language of the text that a forced disconnect shows. */
  readonly language?: string;
};

const lostShell: ConsoleEnd = { kind: 'disconnected', reason: 'ConnectionLost', text: '' };

export type ConnectChoice = {
  readonly mode?: ConsoleMode;
  readonly takeOver?: boolean;
  readonly record?: boolean;
};

/** A serial console from the first `connect` to the last `close`, over as many sessions and sockets as it takes. */
export class ConsoleConnection implements AsyncDisposable {
  readonly #deps: ConsoleConnectionDeps;
  readonly #listeners = new Set<() => void>();
  #snapshot: ConsoleSnapshot = { state: 'idle', mode: 'operator' };
  #viewer: ConsoleViewer | undefined;
  #client: PubSubClient | undefined;
  #upGroup: string | undefined;
  #cancelRetry: (() => void) | undefined;
  /** Grows with every attempt, so that the late answer to an earlier one is recognised. */
  #attempt = 0;
  #failures = 0;
  #bootLog: 'delayed' | 'caughtUp' = 'caughtUp';
  #epoch: string | undefined;
  /** Where the viewer before the present one stopped: this one knows no offset until the relay has answered. */
  #offsetBefore: number | undefined;
  /** Who types and whom they took over, as it was told last. */
  #handover: string | undefined;
  /** Output before this offset was written before we were there. */
  #liveFrom = Number.POSITIVE_INFINITY;

  constructor(deps: ConsoleConnectionDeps) {
    this.#deps = deps;
  }

  get snapshot(): ConsoleSnapshot {
    return this.#snapshot;
  }

  /** Offset of the next byte of output; undefined before the first is known. */
  get offset(): number | undefined {
    return this.#viewer?.offset ?? this.#offsetBefore;
  }

  /** Bytes typed that the guest has not taken. */
  get pendingInputBytes(): number {
    return this.#viewer?.pendingInputBytes ?? 0;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins a new session. What the terminal shows stays, and goes on where it stopped. */
  async connect(choice: ConnectChoice = {}): Promise<void> {
    const mode = choice.mode ?? 'operator';
    const leaving = this.#leave();
    this.#failures = 0;
    this.#set({ state: 'connecting', mode });
    const attempt = this.#attempt;
    await leaving;
    if (attempt === this.#attempt) {
      const record = choice.record === true ? { record: true } : {};
      await this.#open({ mode, takeOver: choice.takeOver ?? false, ...record });
    }
  }

  /**
   * The same session in another mode, on a new connection; output goes on without a hole. Where somebody else types
   * it is refused, unless they are taken over, and the session stays as it is with the refusal as its `error`.
   */
  async changeMode(mode: ConsoleMode, takeOver = false): Promise<void> {
    const { sessionId, state } = this.#snapshot;
    if (sessionId === undefined || state !== 'connected') return;
    const attempt = (this.#attempt += 1);
    try {
      const answer = await this.#ask({ mode, takeOver, sessionId });
      if (attempt !== this.#attempt) return;
      this.#client?.stop();
      // What was written until the new connection stands was for the operator before to answer.
      this.#reconnecting();
      this.#attach(answer);
    } catch (thrown) {
      if (attempt === this.#attempt) this.#set({ ...this.#snapshot, error: ApiError.from(thrown) });
    }
  }

  /** The person has read what went wrong without ending the session. */
  dismissError(): void {
    if (this.#snapshot.state === 'connected') this.#set({ ...this.#snapshot, error: undefined });
  }

  /** Bytes typed or pasted, and answers of the terminal. An observer's go nowhere. */
  type(bytes: Uint8Array): void {
    if (canType(this.#snapshot)) this.#viewer?.type(bytes);
  }

  /** Says something about the way to a shell, best effort. */
  tell(frame: SshViewerFrame): void {
    if (this.#upGroup !== undefined) this.#client?.send(this.#upGroup, frame);
  }

  /** The answer to a warning: whoever is still there keeps the session. An observer may say it too. */
  stay(): void {
    this.#client?.sendEvent('stay').catch(() => {
      // Not connected: the warning is repeated while it stands, and can be answered then.
    });
  }

  /** Ends the session. The event is on its way when this returns, also while the page is being left. */
  async close(): Promise<void> {
    const leaving = this.#leave();
    const { mode } = this.#snapshot;
    this.#set({
      state: 'disconnected',
      mode,
      end: { kind: 'disconnected', reason: 'ClosedByUser', text: '' },
    });
    await leaving;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
    await this.close();
  }

  async #open(request: OpenConsoleRequest): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const answer = await this.#ask(request);
      if (attempt === this.#attempt) this.#attach(answer);
      else endUnused(this.#deps, answer.connectionString);
    } catch (thrown) {
      if (attempt === this.#attempt) this.#onRefused(ApiError.from(thrown), request);
    }
  }

  #ask(request: OpenConsoleRequest): Promise<ConnectResponse> {
    const { language } = this.#deps;
    const offset = this.offset;
    return this.#deps.openConsole({
      ...request,
      ...(offset === undefined ? {} : { resumeOffset: offset }),
      ...(language === undefined ? {} : { language }),
    });
  }

  #attach(answer: ConnectResponse): void {
    if (this.#viewer === undefined || answer.sessionId !== this.#snapshot.sessionId)
      this.#renewViewer(answer);
    const { mode, sessionId, groups } = answer;
    this.#upGroup = groups.up;
    this.#set({ ...this.#snapshot, mode, sessionId });
    const viewer = this.#viewer;
    if (mode === 'operator') viewer?.allowInput();
    this.#client = this.#deps.createClient(answer.connectionString, {
      onUp: () => viewer?.connected(),
      onMessage: (group, data) => viewer?.receive(group, data),
      onBroken: () => {
        this.#reconnecting();
        viewer?.connected();
      },
      onDown: () => this.#retry(),
    });
  }

  #renewViewer(answer: ConnectResponse): void {
    const lostBytes = this.#viewer?.pendingInputBytes ?? 0;
    this.#viewer?.close();
    if (lostBytes > 0) this.#deps.onRemark({ kind: 'inputLost', bytes: lostBytes });
    this.#liveFrom = Number.POSITIVE_INFINITY;
    this.#offsetBefore = this.offset;
    this.#viewer = createConsoleViewer({
      groups: answer.groups,
      send: (group, data) => this.#send(group, data),
      onOutput: (bytes, offset) => this.#onOutput(bytes, offset),
      onNotice: (notice) => this.#onNotice(notice),
      onInputTaken: () => this.#deps.onInputTaken?.(),
      schedule: this.#deps.schedule,
    });
  }

  /** An observer may not publish: its one wish, a replay, goes to the control plane as an event. */
  #send(group: string, data: ArrayBuffer | ViewerFrame): void {
    if (this.#snapshot.mode === 'operator') return this.#client?.send(group, data);
    if (data instanceof ArrayBuffer) return;
    this.#client?.sendEvent(data.kind, data).catch(() => {
      // Not connected: the viewer asks again.
    });
  }

  #onOutput(bytes: Uint8Array, offset: number): void {
    const old = Math.min(Math.max(this.#liveFrom - offset, 0), bytes.length);
    if (old > 0) this.#deps.onOutput(bytes.subarray(0, old), false);
    if (old < bytes.length) this.#deps.onOutput(bytes.subarray(old), this.#snapshot.mode === 'operator');
  }

  #onNotice(notice: NoticeFrame): void {
    switch (notice.kind) {
      case 'attached':
        return this.#onAttached(notice);
      case 'gap':
      case 'logOut':
        return this.#deps.onRemark(notice);
      case 'bootLog':
        return this.#onBootLog(notice);
      case 'operation':
        this.#set({ ...this.#snapshot, operation: notice });
        return this.#deps.onRemark(notice);
      case 'power':
        return this.#set({ ...this.#snapshot, power: notice.power });
      case 'warning':
        return this.#set({ ...this.#snapshot, warning: notice });
      case 'warningWithdrawn':
        return this.#set({ ...this.#snapshot, warning: undefined });
      case 'recording':
        return this.#set({ ...this.#snapshot, recording: notice });
      case 'operator':
        return this.#onOperator(notice);
      case 'disconnected':
        this.#drop();
        return this.#set({ state: 'disconnected', mode: this.#snapshot.mode, end: notice });
      case 'error':
        return this.#set({
          ...this.#snapshot,
          error: new ApiError(notice.error.code, notice.error.message, { status: 0 }),
        });
      case 'ssh':
        return this.#deps.onSshState?.(notice.state);
      case 'ack':
        return;
    }
  }

  #onAttached(notice: Extract<NoticeFrame, { kind: 'attached' }>): void {
    if (this.#epoch !== undefined && this.#epoch !== notice.epoch) this.#deps.onRemark({ kind: 'restarted' });
    this.#epoch = notice.epoch;
    this.#liveFrom = notice.end;
    this.#failures = 0;
    const { sessionId, operator, operation, recording } = this.#snapshot;
    const { mode, power } = notice;
    this.#set({ state: 'connected', mode, power, sessionId, operator, operation, recording });
  }

  /** Said again with every connection: only a change is remarked. */
  #onBootLog(notice: Extract<NoticeFrame, { kind: 'bootLog' }>): void {
    if (this.#bootLog === notice.state) return;
    this.#bootLog = notice.state;
    this.#deps.onRemark(notice);
  }

  /** Said again with every connection, so only what is new is remarked; who is there when one comes is not. */
  #onOperator({ operator, takenOverFrom }: Extract<NoticeFrame, { kind: 'operator' }>): void {
    const before = this.#snapshot.operator;
    const handover = `${operator?.name ?? ''} ${takenOverFrom ?? ''}`;
    const isNews = handover !== this.#handover && (before !== undefined || takenOverFrom !== undefined);
    this.#handover = handover;
    this.#set({ ...this.#snapshot, operator });
    if (!isNews) return;
    const name = operator?.name ?? null;
    this.#deps.onRemark({ kind: 'operator', name, ...(name === null ? {} : { from: takenOverFrom }) });
  }

  #reconnecting(): void {
    this.#liveFrom = Number.POSITIVE_INFINITY;
    if (this.#snapshot.state === 'connected') this.#set({ ...this.#snapshot, state: 'reconnecting' });
  }

  /** Same session on a new connection, as soon as the control plane gives one. */
  #retry(): void {
    this.#client = undefined;
    this.#reconnecting();
    const { sessionId, mode } = this.#snapshot;
    const delayMs = reconnectDelayMs(this.#failures, this.#deps.random());
    this.#failures += 1;
    this.#cancelRetry = this.#deps.schedule(() => {
      // The session's mode is the control plane's to say: it may have been taken over meanwhile.
      void this.#open(sessionId === undefined ? { mode } : { sessionId });
    }, delayMs);
  }

  #onRefused(error: ApiError, request: OpenConsoleRequest): void {
    const { mode } = this.#snapshot;
    if (request.sessionId !== undefined && ['SessionEnded', 'SessionNotFound'].includes(error.code)) {
      const end = knownEnd(error) ?? (this.#deps.onSshState && lostShell);
      if (end === undefined) return void this.#open({ mode });
      this.#drop();
      return this.#set({ state: 'disconnected', mode, end });
    }
    const state = stateOfRefusal(error);
    const hadSession = request.sessionId !== undefined || this.#snapshot.state === 'reconnecting';
    if (state === 'failed' && error.retryable && hadSession) return this.#retry();
    this.#drop();
    this.#set({ state, mode, error });
  }

  async #leave(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#drop();
    if (client !== undefined) await endClient(this.#deps, client);
  }

  #drop(): void {
    this.#attempt += 1;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#client?.stop();
    this.#client = undefined;
    // It keeps its offset, which the next session goes on from.
    this.#viewer?.close();
  }

  #set(snapshot: ConsoleSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}
