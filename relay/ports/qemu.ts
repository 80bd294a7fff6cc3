import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SallyportError } from '../../shared/contracts/errors.ts';
import { lockFolder } from '../lease/folderLock.ts';
import { type FifoReader, openFifoReader } from './fifoReader.ts';
import { type FifoWriter, openFifoWriter } from './fifoWriter.ts';
import { guestPower, holdGuest, settle } from './guestControl.ts';
import { createInputHold } from './inputHold.ts';
import type { MachineControl } from './machineControl.ts';
import { createQemuControl } from './qemuControl.ts';
import { QmpClient } from './qmp.ts';
import { openSerialLog, type SerialLog, serialLogId } from './serialLog.ts';
import type { Power, SerialPort, SerialPortEvents } from './serialPort.ts';
import { createTail } from './tail.ts';

/** Reset sends three events and a power-off two: ask once they are over. */
const powerSettlesMs = 50;
/** Log that a new relay has to deliver while the guest is held; more than that is delivered while it runs. */
const heldLogBytes = 1_048_576;
/** A full FIFO makes QEMU log a byte twice. More than a few means something else: see #compare. */
const loggedTwiceAtMost = 64;
/** So often is the log measured while there is output. */
const measureMs = 1_000;
/** How long QEMU may take between writing a byte into the FIFO and into its log, where it cannot be held. */
const quietMs = 25;

type Parts = { readonly log: SerialLog; readonly reader: FifoReader; readonly writer: FifoWriter };

/**
 * The serial port of a guest under QEMU. Live output comes from the FIFO; what was written while no relay was
 * there, or was read by one that died before it kept it, comes from `serial.log`. Both are the same stream,
 * and `#offset`, the place in the log of the FIFO's next byte, is where they are joined.
 *
 * The join is exact because the guest is held still for it. QEMU writes a byte first into the FIFO, then into
 * its log; when the FIFO is full it logs the byte and tries again, so it is there twice. That is looked for,
 * and mended in the log, wherever the FIFO may have been full. A log whose disk is full is short of what QEMU could
 * not write, which is mended as well: with every later byte out of its place, the next relay would read it all anew.
 */
class QemuPort implements SerialPort {
  readonly #directory: string;
  readonly #paceMs: number;
  readonly #qmp: QmpClient;
  readonly #hold = createInputHold();
  readonly control: MachineControl;
  readonly #tail = createTail();
  /** Two readers would steal each other's bytes, and one guest's bytes must not be in two journals. */
  #lock: Disposable | undefined;
  #parts: Parts | undefined;
  #events: SerialPortEvents | undefined;
  #isLive = false;
  #isClosed = false;
  #isCompareDue = false;
  #offset = 0;
  #power: Power = 'stopped';
  #powerTimer: NodeJS.Timeout | undefined;
  #measureTimer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(directory: string, paceMs: number) {
    this.#directory = directory;
    this.#paceMs = paceMs;
    this.#qmp = new QmpClient({
      path: join(directory, 'qmp.sock'),
      onEvent: () => this.#askPowerSoon(),
      onState: (state) => this.#onQmpState(state),
    });
    this.control = createQemuControl({
      directory,
      qmp: this.#qmp,
      hold: this.#hold,
      writer: () => this.#open.writer,
      isOff: () => this.#power === 'stopped',
    });
  }

  get power(): Power {
    return this.#power;
  }

  get recordId(): string | undefined {
    return serialLogId(join(this.#directory, 'serial.log'));
  }

  async open(end: number, events: SerialPortEvents): Promise<void> {
    this.#lock ??= lockFolder(this.#directory);
    await this.#qmp.firstState();
    this.#parts = this.#openParts();
    this.#events = events;
    try {
      await this.#inTurn(() => this.#join(end));
    } catch (fault) {
      this.#closeParts(); // so that it can be opened again
      throw fault;
    }
    await this.#askPower();
  }

  async write(bytes: Uint8Array): Promise<void> {
    while (this.#hold.freed !== undefined) await this.#hold.freed;
    if (this.#power === 'stopped' || this.#parts === undefined) throw notRunning();
    await this.#parts.writer.write(bytes).catch((cause: unknown) => {
      throw notRunning(cause);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#powerTimer);
    clearTimeout(this.#measureTimer);
    if (this.#isLogShort()) await this.#inTurn(() => this.#compare()).catch(() => undefined);
    this.#isClosed = true;
    await this.#turn.catch(() => undefined); // A guest that is held is let go first.
    await this.#qmp[Symbol.asyncDispose]();
    this.#closeParts();
    this.#lock?.[Symbol.dispose]();
    this.#lock = undefined;
  }

  #closeParts(): void {
    const parts = this.#parts;
    this.#parts = undefined;
    this.#isLive = false;
    parts?.reader.close();
    parts?.writer.close();
    parts?.log.close();
  }

  #openParts(): Parts {
    const at = (name: string): string => join(this.#directory, name);
    const reader = openFifoReader({
      path: at('tty.out'),
      paceMs: this.#paceMs,
      onBytes: (bytes, full) => this.#onBytes(bytes, full),
    });
    return { log: openSerialLog(at('serial.log')), reader, writer: openFifoWriter(at('tty.in')) };
  }

  #onBytes(bytes: Uint8Array, full: boolean): void {
    this.#offset += bytes.length;
    const own = new Uint8Array(bytes);
    this.#tail.push(own);
    if (this.#isLive) this.#events?.onOutput(own);
    // As much as one read can take was waiting: the FIFO may have been full.
    if (full) this.#compareSoon();
    this.#measureTimer ??= setTimeout(() => this.#measure(), measureMs).unref();
  }

  #measure(): void {
    this.#measureTimer = undefined;
    if (this.#isLogShort()) this.#compareSoon();
  }

  #isLogShort(): boolean {
    return this.#isLive && this.#parts !== undefined && this.#parts.log.size() < this.#offset;
  }

  /** Delivers the log from `end` on, then the FIFO, with nothing between and nothing twice. */
  async #join(end: number): Promise<void> {
    const { log, reader } = this.#open;
    const held = await holdGuest(this.#qmp);
    if (held.kind === 'unknown') return this.#joinUnheld(end);
    let place = end;
    try {
      await this.#discardLogged();
      if (log.size() < end) log.moveTo(end); // Not the log that `end` was counted in: all of it is new.
      this.#offset = log.size();
      reader.start();
      if (this.#offset - place <= heldLogBytes) await this.#deliver(place, true);
      else place = await this.#deliver(place, false);
    } finally {
      await held.release();
    }
    if (!this.#isLive) await this.#catchUp(place);
  }

  /** While the guest runs and its output is only counted, the log is delivered up to its latest end. */
  async #catchUp(from: number): Promise<void> {
    let place = from;
    while (this.#offset - place > heldLogBytes && !this.#isClosed) place = await this.#deliver(place, false);
    const held = await holdGuest(this.#qmp);
    try {
      await this.#readRest();
      this.#mend();
      await this.#deliver(place, true);
    } finally {
      if (held.kind === 'still') await held.release();
    }
  }

  /** Up to `#offset`. `live`: from there on output goes straight to the relay. Must then run while held. */
  async #deliver(from: number, live: boolean): Promise<number> {
    let place = from;
    do {
      const to = this.#offset;
      await this.#open.log.read(place, to, (bytes) => this.#events?.onOutput(Uint8Array.from(bytes)));
      place = to;
    } while (live && place < this.#offset); // A QEMU that starts right now is not held.
    if (live) this.#isLive = true;
    return place;
  }

  /**
   * Empties the FIFO of bytes that the log has too. If QEMU can write again only now, the FIFO was full and
   * the last byte of the log had been logged although it found no room: it is there a second time now.
   */
  async #discardLogged(): Promise<void> {
    const { log, reader } = this.#open;
    const before = log.size();
    await this.#readRest();
    const after = log.size();
    if (after === before || before === 0 || log.byteAt(before) !== log.byteAt(before - 1)) return;
    const rest: Uint8Array[] = [];
    await log.read(before, after, (bytes) => rest.push(bytes));
    log.replaceEnd(before - 1, Buffer.concat(rest));
    reader.drain();
  }

  /** Everything that QEMU has or still gets rid of while the guest is held. */
  async #readRest(): Promise<void> {
    const { log, reader } = this.#open;
    for (let size = -1; reader.drain() || size !== log.size(); await settle(this.#qmp)) size = log.size();
  }

  /** With QEMU running and nobody to ask: follow the log until nothing moves, and go live in that silence. */
  async #joinUnheld(end: number): Promise<void> {
    const { log, reader } = this.#open;
    if (log.size() < end) log.moveTo(end);
    for (let place = end; !this.#isClosed; ) {
      reader.drain();
      this.#offset = log.size();
      place = await this.#deliver(place, false);
      await sleep(quietMs);
      if (!reader.drain() && log.size() === place) break;
    }
    this.#isLive = true;
    reader.start();
  }

  /** Is the log what was read? It is looked at when there is a reason to doubt. */
  async #compare(): Promise<void> {
    this.#isCompareDue = false;
    if (this.#parts === undefined || this.#isClosed) return;
    const held = await holdGuest(this.#qmp);
    if (held.kind === 'unknown') return;
    try {
      await this.#readRest();
      this.#mend();
    } finally {
      await held.release();
    }
  }

  /** The guest is held and the FIFO empty. The stream that was read is right; the log is made to agree. */
  #mend(): void {
    const { log } = this.#open;
    const surplus = log.size() - this.#offset;
    if (surplus === 0) return;
    const tail = this.#tail.bytes();
    // Far more in the log than was read: somebody else read from the FIFO. Those bytes are only in the log.
    if (surplus > loggedTwiceAtMost) return;
    log.replaceEnd(this.#offset - tail.length, tail);
  }

  get #open(): Parts {
    if (this.#parts === undefined) throw new Error('The port is not open.');
    return this.#parts;
  }

  #onQmpState(state: QmpClient['state']): void {
    this.#askPowerSoon();
    // A QEMU that died may have logged one byte less than it wrote.
    if (state === 'ready' && this.#isLive) this.#compareSoon();
  }

  #compareSoon(): void {
    if (this.#isCompareDue) return;
    this.#isCompareDue = true;
    // It fails only if QEMU goes away meanwhile, and then it is due again when QEMU is back.
    void this.#inTurn(() => this.#compare()).catch(() => undefined);
  }

  /** Only one of these may hold the guest at a time. */
  async #inTurn(task: () => Promise<void>): Promise<void> {
    const run = this.#turn.then(task);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  #askPowerSoon(): void {
    clearTimeout(this.#powerTimer);
    if (this.#isClosed) return;
    this.#powerTimer = setTimeout(() => void this.#askPower(), powerSettlesMs);
  }

  async #askPower(): Promise<void> {
    const power = await guestPower(this.#qmp).catch(() => this.#power); // QEMU just went: its end is an event too.
    if (power === this.#power || this.#isClosed) return;
    this.#power = power;
    // What was typed at a guest that is off must not be typed into its next boot.
    if (power === 'stopped') this.#parts?.writer.discard();
    this.#events?.onPower(power);
  }
}

/** `directory` as `portsFile` describes it; nothing has to be there before `open`. */
export function createQemuPort(options: {
  readonly directory: string;
  readonly paceMs?: number;
}): SerialPort {
  return new QemuPort(options.directory, options.paceMs ?? 4);
}

function notRunning(cause?: unknown): SallyportError {
  return new SallyportError('VirtualMachineNotRunning', 'The virtual machine is not running.', { cause });
}
