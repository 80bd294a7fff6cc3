import type { Socket } from 'node:net';
import { connectToGuest } from './guestSocket.ts';
import { createLineCutter, parseQmpLine, type QmpMessage } from './qmpMessages.ts';

const greetingMs = 1_000;
/** A host under load takes long; one that hangs must not hold whoever asked for ever. */
const defaultAnswerMs = 10_000;
const retryMs = { first: 50, longest: 1_000 };

/**
 * `off`: nobody listens, so QEMU does not run. `silent`: QEMU runs and serves somebody else on this socket
 * (it serves one at a time), or hangs.
 */
export type QmpState = 'off' | 'silent' | 'ready';

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** QEMU's monitor. Comes back by itself whenever QEMU does. */
export class QmpClient implements AsyncDisposable {
  readonly #path: string;
  readonly #onEvent: (name: string, data: Record<string, unknown>) => void;
  readonly #onState: (state: QmpState) => void;
  readonly #answerMs: number;
  readonly #waiting = new Map<number, Waiting>();
  readonly #first = Promise.withResolvers<QmpState>();
  #state: QmpState = 'off';
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retryMs = retryMs.first;
  #nextId = 1;
  #closed = false;

  constructor(options: {
    readonly path: string;
    readonly onEvent: (name: string, data: Record<string, unknown>) => void;
    /** After every change of state. */
    readonly onState: (state: QmpState) => void;
    readonly answerMs?: number;
  }) {
    this.#path = options.path;
    this.#onEvent = options.onEvent;
    this.#onState = options.onState;
    this.#answerMs = options.answerMs ?? defaultAnswerMs;
    this.#connect();
  }

  get state(): QmpState {
    return this.#state;
  }

  /** The state that the first attempt to connect led to. */
  async firstState(): Promise<QmpState> {
    return this.#first.promise;
  }

  /** Rejects when QEMU refuses, goes away before it answers, does not answer in time, or is not there. */
  async execute(command: string, commandArguments?: Record<string, unknown>): Promise<unknown> {
    if (this.#state !== 'ready') throw new Error('QEMU cannot be reached.');
    return this.#send(command, commandArguments);
  }

  async #send(command: string, commandArguments?: Record<string, unknown>): Promise<unknown> {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    const timer = setTimeout(() => {
      this.#waiting.delete(id);
      reject(new Error('QEMU does not answer.'));
    }, this.#answerMs);
    this.#socket?.write(`${JSON.stringify({ execute: command, arguments: commandArguments, id })}\n`);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #connect(): void {
    const socket = connectToGuest(this.#path);
    if (socket === undefined) return this.#lost();
    this.#socket = socket;
    const cut = createLineCutter();
    socket.setEncoding('utf8');
    socket.on('connect', () => {
      this.#timer = setTimeout(() => this.#become('silent'), greetingMs);
    });
    socket.on('data', (piece: string) => {
      for (const line of cut(piece)) this.#receive(parseQmpLine(line));
    });
    socket.on('error', () => undefined); // `close` follows and says what matters.
    socket.on('close', () => this.#lost());
  }

  #receive(message: QmpMessage | undefined): void {
    switch (message?.kind) {
      case undefined:
        return;
      case 'greeting':
        clearTimeout(this.#timer);
        this.#send('qmp_capabilities').then(
          () => this.#become('ready'),
          () => undefined, // The connection was lost: `close` deals with it.
        );
        return;
      case 'event':
        return this.#onEvent(message.name, message.data);
      case 'reply':
        this.#waiting.get(message.id)?.resolve(message.value);
        break;
      case 'refusal':
        this.#waiting.get(message.id)?.reject(new Error(message.reason));
        break;
    }
    this.#waiting.delete(message.id);
  }

  #become(state: QmpState): void {
    if (state === 'ready') this.#retryMs = retryMs.first;
    const changed = state !== this.#state;
    this.#state = state;
    this.#first.resolve(state);
    if (changed && !this.#closed) this.#onState(state);
  }

  #lost(): void {
    clearTimeout(this.#timer);
    for (const { reject } of this.#waiting.values()) reject(new Error('QEMU went away.'));
    this.#waiting.clear();
    this.#become('off');
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, retryMs.longest);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    if (socket === undefined || socket.closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.once('close', () => resolve());
    socket.destroy();
    await promise;
  }
}
