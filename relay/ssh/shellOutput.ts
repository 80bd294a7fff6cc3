import type { Journal } from '../journal.ts';
import { OutputLog } from '../outputLog.ts';

/**
 * A shell's output is its person's, not its machine's: it is kept in memory for who comes back after a lost
 * connection, and on no disk.
 */
export function createShellOutput(epoch: string, ringBytes: number): OutputLog {
  const nowhere: Journal = {
    epoch,
    oldest: Number.POSITIVE_INFINITY,
    end: 0,
    append: () => {},
    read: () => new Uint8Array(0),
    rest: () => {},
    close: () => {},
  };
  return new OutputLog(nowhere, ringBytes);
}
