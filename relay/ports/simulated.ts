import { SallyportError } from '../../shared/contracts/errors.ts';
import { createInputHold } from './inputHold.ts';
import { createKeptOutput } from './keptOutput.ts';
import type { MachineControl, SeizedLine } from './machineControl.ts';
import type { Power, SerialPort, SerialPortEvents } from './serialPort.ts';
import { createSimulatedEcho } from './simulatedEcho.ts';
import { createSimulatedHealthReport } from './simulatedHealthReport.ts';
import { createSimulatedLinux } from './simulatedLinux.ts';
import type { CreateProgram, SimulatedProgram } from './simulatedProgram.ts';
import { createSimulatedSac } from './simulatedSac.ts';

export type SimulatedOptions = {
  readonly computerName: string;
  readonly personality: 'linux' | 'sac' | 'healthReport' | 'echo';
  /** How much the echo line answers to byte 0x06. */
  readonly floodMiB?: number;
  /** Between two pieces of 16 KiB of a long output: about as fast as a real port, unless given. */
  readonly paceMs?: number;
};

const keptBytes = 4_194_304;
const defaultFloodMiB = 4;
const serialPaceMs = 10;

/**
 * A guest in memory, and what a test may do to it. It lives on while no port is open and, like QEMU, keeps
 * what it wrote meanwhile. Its first port may start at any offset; what was said before goes there.
 */
export class SimulatedGuest {
  readonly #createProgram: CreateProgram;
  readonly #computerName: string;
  readonly #paceMs: number;
  readonly #output = createKeptOutput(keptBytes);
  #program: SimulatedProgram | undefined;
  #waiting: Iterator<Uint8Array>[] = [];
  #cancelTurn: (() => void) | undefined;
  #events: SerialPortEvents | undefined;
  #wasOpened = false;
  #reading: PromiseWithResolvers<void> | undefined;
  readonly #hold = createInputHold();
  #hearsPowerButton = true;

  constructor(options: SimulatedOptions) {
    this.#createProgram = programOf(options);
    this.#computerName = options.computerName;
    this.#paceMs = options.paceMs ?? (options.personality === 'echo' ? 0 : serialPaceMs);
    this.powerOn();
  }

  get power(): Power {
    return this.#program === undefined ? 'stopped' : 'running';
  }

  powerOn(): void {
    if (this.#program !== undefined) return;
    this.#start();
    this.#events?.onPower('running');
  }

  /** At once, whatever it was doing; what it has not said yet is never said. */
  powerOff(): void {
    if (this.#program === undefined) return;
    this.#program = undefined;
    this.#waiting = [];
    this.#reading?.reject(notRunning());
    this.#reading = undefined;
    this.#events?.onPower('stopped');
  }

  /** From now on the power button does nothing, as in a guest that is busy or has no ACPI. */
  ignorePowerButton(): void {
    this.#hearsPowerButton = false;
  }

  get control(): MachineControl {
    return {
      pressPowerButton: async () => {
        if (!this.#hearsPowerButton || this.#program === undefined) return;
        this.#say(Buffer.from(this.#program.goodbye ?? ''));
        this.powerOff();
      },
      cutPower: async () => this.powerOff(),
      powerOn: async () => this.powerOn(),
      reset: async () => {
        this.#waiting = [];
        if (this.#program !== undefined) this.#start();
      },
      injectNmi: async () => this.#program?.interrupt?.(),
      seizeLine: async () => this.#seizeLine(),
    };
  }

  #seizeLine(): SeizedLine {
    const release = this.#hold.take();
    return {
      sendBreak: async () => this.#program?.sendBreak?.(),
      write: async (bytes) => this.#program?.type(bytes),
      release,
    };
  }

  /** The guest writes this at once. */
  burst(bytes: Uint8Array): void {
    this.#say(Uint8Array.from(bytes));
  }

  /** From now on the guest takes no input: writes wait until `resumeReading`, or fail when it goes off. */
  stopReading(): void {
    this.#reading ??= Promise.withResolvers<void>();
    this.#reading.promise.catch(() => undefined); // Nobody has to be waiting.
  }

  resumeReading(): void {
    this.#reading?.resolve();
    this.#reading = undefined;
  }

  /** A port on this guest. It serves one at a time: opening another takes the line from the one before. */
  createPort(): SerialPort {
    let mine: SerialPortEvents | undefined;
    let control: MachineControl | undefined;
    const controlled = (): MachineControl => (control ??= this.control);
    const power = (): Power => this.power;
    return {
      get control() {
        return controlled();
      },
      open: async (end, events) => {
        mine = events;
        this.#attach(end, events);
      },
      write: async (bytes) => this.#write(bytes),
      get power() {
        return power();
      },
      [Symbol.asyncDispose]: async () => this.#detach(mine),
    };
  }

  #attach(end: number, events: SerialPortEvents): void {
    if (!this.#wasOpened) this.#output.moveTo(end);
    this.#wasOpened = true;
    for (const bytes of this.#output.from(end)) events.onOutput(Uint8Array.from(bytes));
    this.#events = events;
    this.#schedule();
  }

  #detach(events: SerialPortEvents | undefined): void {
    if (this.#events !== events) return;
    this.#events = undefined;
    this.#cancelTurn?.();
    this.#cancelTurn = undefined;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    while (this.#hold.freed !== undefined) await this.#hold.freed;
    if (this.#reading !== undefined) await this.#reading.promise;
    if (this.#program === undefined) throw notRunning();
    this.#program.type(bytes);
  }

  #start(): void {
    this.#program = this.#createProgram(this.#computerName, {
      print: (said) => this.#print(Buffer.from(said)),
      printNow: (said) => this.#say(Buffer.from(said)),
      stream: (pieces) => this.#stream(pieces),
      interrupt: () => {
        this.#waiting = [];
      },
      setPower: (change) => {
        if (change === 'off') return this.powerOff();
        this.#waiting = [];
        this.#start();
      },
    });
    this.#program.boot();
  }

  #print(bytes: Uint8Array): void {
    if (this.#waiting.length === 0) this.#say(bytes);
    else this.#waiting.push([bytes].values());
  }

  /** The first piece at once, the others a piece per turn, so that nothing else starves. */
  #stream(pieces: Iterator<Uint8Array>): void {
    this.#waiting.push(pieces);
    if (this.#waiting.length === 1) this.#pump();
  }

  #pump(): void {
    this.#cancelTurn = undefined;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { value, done } = next.next();
      if (done !== true) {
        this.#say(value);
        break;
      }
      this.#waiting.shift();
    }
    this.#schedule();
  }

  /** A guest whose port nobody drains waits. */
  #schedule(): void {
    if (this.#waiting.length === 0 || this.#events === undefined) return;
    this.#cancelTurn?.();
    if (this.#paceMs > 0) {
      const timer = setTimeout(() => this.#pump(), this.#paceMs);
      this.#cancelTurn = () => clearTimeout(timer);
    } else {
      const turn = setImmediate(() => this.#pump());
      this.#cancelTurn = () => clearImmediate(turn);
    }
  }

  #say(bytes: Uint8Array): void {
    this.#output.append(bytes);
    this.#events?.onOutput(Uint8Array.from(bytes));
  }
}

/** A port whose guest lives and dies with it. */
export function createSimulatedPort(options: SimulatedOptions): SerialPort {
  return new SimulatedGuest(options).createPort();
}

/** The raw line for measuring: see simulatedEcho.ts. */
export function createEchoPort(floodMiB = defaultFloodMiB): SerialPort {
  return createSimulatedPort({ computerName: 'echo', personality: 'echo', floodMiB });
}

function programOf({ personality, floodMiB = defaultFloodMiB }: SimulatedOptions): CreateProgram {
  switch (personality) {
    case 'linux':
      return createSimulatedLinux;
    case 'sac':
      return createSimulatedSac;
    case 'healthReport':
      return createSimulatedHealthReport;
    case 'echo':
      return createSimulatedEcho(floodMiB);
  }
}

function notRunning(): SallyportError {
  return new SallyportError('VirtualMachineNotRunning', 'The virtual machine is not running.');
}
