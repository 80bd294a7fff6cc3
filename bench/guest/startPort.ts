import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { openFifoReader } from '../../relay/ports/fifoReader.ts';
import { type FloodKind, floodCommands, floodText, stopFlood } from './commands.ts';

export type GuestPort = {
  /** As QEMU's `stop` and `cont`: a held guest writes nothing. */
  hold(held: boolean): void;
  readonly isHeld: boolean;
};

const largest = Math.max(...Object.values(floodCommands).map(({ bytes }) => bytes));
const text = floodText(largest);
/** Bytes of a paced flood per tick: 16 bytes 32 times a millisecond. */
const piecesPerTick = 32;

/** Shorter than any timer: the FIFO is full, and its reader is about to read. */
const roomMs = 0.1;
const nothing = new Int32Array(new SharedArrayBuffer(4));

async function waitForRoom(): Promise<void> {
  Atomics.wait(nothing, 0, 0, roomMs);
  await nextTurn();
}

/** One serial port in a directory as QEMU has it: the FIFO pair `tty.in`/`tty.out` and the record `serial.log`. */
export function startPort(directory: string): GuestPort {
  const out = openSync(join(directory, 'tty.out'), constants.O_RDWR | constants.O_NONBLOCK);
  const log = openSync(join(directory, 'serial.log'), 'a');
  process.once('exit', () => [out, log].forEach((fd) => closeSync(fd)));
  let held = false;
  let isStopping = false;

  const put = async (bytes: Uint8Array): Promise<void> => {
    for (let done = 0; done < bytes.length; ) {
      if (held) await sleep(1);
      const count = held ? 0 : writeSome(out, bytes.subarray(done));
      if (count > 0) writeSync(log, bytes, done, count);
      else await waitForRoom();
      done += count;
    }
  };
  const flood = async (kind: FloodKind): Promise<void> => {
    const { bytes, pieceBytes, everyMs } = floodCommands[kind];
    isStopping = false;
    for (let done = 0, pieces = 1; done < bytes && !isStopping; done += pieceBytes, pieces += 1) {
      await put(text.subarray(done, done + pieceBytes));
      if (everyMs > 0 && pieces % piecesPerTick === 0) await sleep(everyMs);
    }
  };
  let work: Promise<void> = Promise.resolve();
  const input = openFifoReader({
    path: join(directory, 'tty.in'),
    paceMs: 0,
    onBytes: (lent) => {
      const bytes = Uint8Array.from(lent);
      if (bytes.includes(stopFlood)) {
        isStopping = true;
        return;
      }
      const kind = kindOf(bytes);
      if (kind === undefined && !held && writeEcho(out, log, bytes)) return;
      work = work.then(() => (kind === undefined ? put(bytes) : flood(kind)));
    },
  });
  input.start();
  return {
    hold: (now) => {
      held = now;
    },
    get isHeld() {
      return held;
    },
  };
}

function kindOf(bytes: Uint8Array): FloodKind | undefined {
  if (bytes.length !== 1) return undefined;
  if (bytes[0] === floodCommands.fast.key) return 'fast';
  return bytes[0] === floodCommands.uart.key ? 'uart' : undefined;
}

/** In the very turn in which the key was read. */
function writeEcho(out: number, log: number, bytes: Uint8Array): boolean {
  if (writeSome(out, bytes) !== bytes.length) return false;
  writeSync(log, bytes);
  return true;
}

function writeSome(fd: number, bytes: Uint8Array): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}
