import { join } from 'node:path';
import { openFifoReader } from '../../relay/ports/fifoReader.ts';
import { openFifoWriter } from '../../relay/ports/fifoWriter.ts';

/** Reads as a relay does. Bytes belong to the callee. */
const paceMs = 4;

export type OpenPort = Disposable & { write(bytes: Uint8Array): void };

/** A guest's port without anything around it: no log, no monitor. */
export function openPort(directory: string, onOutput: (bytes: Uint8Array) => void): OpenPort {
  const path = join(directory, 'tty.out');
  const reader = openFifoReader({ path, paceMs, onBytes: (lent) => onOutput(Uint8Array.from(lent)) });
  const writer = openFifoWriter(join(directory, 'tty.in'));
  reader.start();
  return {
    write: (bytes) => void writer.write(bytes),
    [Symbol.dispose]: () => {
      reader.close();
      writer.close();
    },
  };
}
