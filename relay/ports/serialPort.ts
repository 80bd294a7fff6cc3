import type { powerStates } from '../../shared/contracts/relayApi.ts';
import type { MachineControl } from './machineControl.ts';

export type Power = (typeof powerStates)[number];

export type SerialPortEvents = {
  /** Bytes in the order in which the guest wrote them. The buffer may be kept, and is never changed. Must not throw. */
  readonly onOutput: (bytes: Uint8Array) => void;
  readonly onPower: (power: Power) => void;
};

/**
 * One guest's ttyS0 or COM1. A port always drains its guest: no viewer, store or hub can make it wait.
 *
 * `open(end, events)` starts reading. `end` is the offset up to which the relay's journal already holds this
 * port's output; a port that kept what was written while no relay was there (QEMU does, in its log) delivers
 * exactly the bytes after `end` first, then goes on live. Resolves when the port is being drained.
 */
export type SerialPort = AsyncDisposable & {
  open(end: number, events: SerialPortEvents): Promise<void>;
  /** Resolves when the guest's port took all bytes. Rejects when the guest is off. */
  write(bytes: Uint8Array): Promise<void>;
  readonly power: Power;
  /**
   * Names the host's own record of this port, in which an offset is a place. So whoever holds the port next, on this
   * machine and with a journal of its own, means the same bytes by an offset. Undefined where there is none yet.
   */
  readonly recordId?: string | undefined;
  /** Undefined where nothing but the line itself can be reached. */
  readonly control?: MachineControl | undefined;
};
