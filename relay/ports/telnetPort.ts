import { connect, type Socket } from 'node:net';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { backoffMs } from '../backoff.ts';
import { createPacedRead } from './pacedRead.ts';
import type { Power, SerialPort, SerialPortEvents } from './serialPort.ts';
import { TelnetCodec, telnetGreeting } from './telnetCodec.ts';

const readBytes = 65_536;
const paceMs = 4;
/** A host that vanished without a word is noticed. */
const keepAliveMs = 30_000;

type TelnetOptions = {
  readonly host: string;
  readonly port: number;
  /** Before the given attempt to come back. */
  readonly pauseMs?: (attempt: number) => number;
};

/**
 * A serial port that a hypervisor serves as telnet. Such a port keeps nothing: what the guest writes while no relay
 * is connected is gone, and offsets go on without it. Connected counts as running: more cannot be known.
 */
class TelnetPort implements SerialPort {
  readonly #options: TelnetOptions;
  readonly #pauseMs: (attempt: number) => number;
  #events: SerialPortEvents | undefined;
  #line: { readonly socket: Socket; readonly codec: TelnetCodec } | undefined;
  #connecting: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: TelnetOptions) {
    this.#options = options;
    this.#pauseMs = options.pauseMs ?? ((attempt) => backoffMs(attempt, Math.random()));
  }

  get power(): Power {
    return this.#line === undefined ? 'stopped' : 'running';
  }

  open(_end: number, events: SerialPortEvents): Promise<void> {
    this.#events = events;
    return this.#connect();
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#line === undefined) throw notRunning();
    const { socket, codec } = this.#line;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.write(codec.encode(bytes), (fault) => (fault ? reject(notRunning(fault)) : resolve()));
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#connecting?.destroy();
    this.#line?.socket.destroy();
  }

  /** Rejects when nobody listens there. A line that stood and broke is made anew for as long as it takes. */
  #connect(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const buffer = Buffer.alloc(readBytes);
    const codec = new TelnetCodec((bytes) => void socket.write(bytes));
    const { callback, cancel } = createPacedRead({
      paceMs,
      bufferBytes: readBytes,
      onRead: (count) => this.#onRead(codec.decode(buffer.subarray(0, count))),
      resume: () => socket.resume(),
    });
    const { host, port } = this.#options;
    const socket = connect({ host, port, noDelay: true, onread: { buffer, callback } });
    this.#connecting = socket;
    socket.setKeepAlive(true, keepAliveMs);
    socket.once('connect', () => {
      socket.write(telnetGreeting);
      this.#line = { socket, codec };
      this.#events?.onPower('running');
      resolve();
    });
    socket.on('error', reject); // `close` follows.
    socket.once('close', () => {
      cancel();
      reject(new Error('The line was closed.'));
      if (this.#line?.socket === socket) this.#onLost();
    });
    return promise;
  }

  #onRead(bytes: Uint8Array): void {
    if (bytes.length > 0 && !this.#isClosed) this.#events?.onOutput(bytes);
  }

  #onLost(): void {
    this.#line = undefined;
    if (this.#isClosed) return;
    this.#events?.onPower('stopped');
    this.#comeBack(1);
  }

  #comeBack(attempt: number): void {
    this.#timer = setTimeout(() => {
      this.#connect().catch(() => {
        if (!this.#isClosed) this.#comeBack(attempt + 1);
      });
    }, this.#pauseMs(attempt));
  }
}

export function createTelnetPort(options: TelnetOptions): SerialPort {
  return new TelnetPort(options);
}

function notRunning(cause?: unknown): SallyportError {
  return new SallyportError(
    'VirtualMachineNotRunning',
    'Nobody answers at the serial port of this machine.',
    {
      cause,
    },
  );
}
