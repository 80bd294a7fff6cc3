import type { SerialPort, SerialPortEvents } from '../ports/serialPort.ts';
import { createBursts } from './bursts.ts';
import type { Shell, ShellEnd } from './shell.ts';

export type ShellPort = SerialPort & {
  /** There is a shell now: its output is the port's. `onEnd` comes after the last of it. */
  connect(shell: Shell, onEnd: (end: ShellEnd) => void): void;
};

/**
 * A shell, in the shape of a serial port, so that one machinery numbers, keeps and replays the output of both.
 * What is typed while there is no shell goes nowhere: the login is no part of the stream.
 */
export function createShellPort(schedule: (task: () => void, delayMs: number) => () => void): ShellPort {
  let events: SerialPortEvents | undefined;
  let shell: Shell | undefined;
  let hasEnded = false;
  const bursts = createBursts({ emit: (bytes) => events?.onOutput(bytes), schedule });
  return {
    power: 'running',
    async open(_end, wanted) {
      events = wanted;
    },
    write: async (bytes) => (hasEnded ? undefined : shell?.write(bytes)),
    connect(present, onEnd) {
      shell = present;
      present.start({
        onOutput: (bytes) => bursts.add(bytes),
        onEnd(end) {
          hasEnded = true;
          bursts.flush();
          onEnd(end);
        },
      });
    },
    async [Symbol.asyncDispose]() {
      events = undefined;
      bursts.close();
      // Also one that has ended: its server may have left the connection open.
      shell?.close();
    },
  };
}
