import type { OperationNotice } from '../../shared/contracts/machineOperation.ts';
import type { TerminalSize } from '../../shared/contracts/sshFrames.ts';
import type { MachineControl } from '../ports/machineControl.ts';
import type { Power } from '../ports/serialPort.ts';

export type PortWatcher = {
  readonly onOutput?: (bytes: Uint8Array) => void;
  readonly onPower?: (power: Power) => void;
  /** The terminal behind it has another size now. A serial line has none. */
  readonly onResize?: (size: TerminalSize) => void;
};

/** What an operation needs of a serial port that the relay holds. */
export type OperatedPort = {
  readonly control: MachineControl | undefined;
  readonly power: Power;
  /** Returns the end of it. */
  watch(watcher: PortWatcher): () => void;
  /** Tells every viewer of the port. */
  notify(notice: OperationNotice): void;
};
