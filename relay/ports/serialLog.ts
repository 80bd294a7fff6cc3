import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

const chunkBytes = 65_536;

/** QEMU's own record of a serial port, which QEMU appends to. A byte's place in it is its offset. */
export type SerialLog = {
  size(): number;
  /** Bytes `from` (inclusive) to `to` (exclusive), in pieces: the file may be larger than memory. */
  read(from: number, to: number, onPiece: (bytes: Uint8Array) => void): Promise<void>;
  byteAt(place: number): number | undefined;
  /** The file ends with `bytes`, the first of them at `place`. Only while QEMU writes nothing. */
  replaceEnd(place: number, bytes: Uint8Array): void;
  /** Moves everything to start at `place`, which is not below the size. Only while QEMU writes nothing. */
  moveTo(place: number): void;
  close(): void;
};

export function openSerialLog(path: string): SerialLog {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  const piece = (from: number, to: number): Uint8Array => {
    const buffer = Buffer.alloc(Math.min(chunkBytes, to - from));
    return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, from));
  };
  const size = (): number => fstatSync(fd).size;
  const replaceEnd = (place: number, bytes: Uint8Array): void => {
    try {
      writeAll(fd, bytes, place);
    } finally {
      // On a full disk too: what comes next has its place then, and only these bytes are zeros.
      ftruncateSync(fd, place + bytes.length);
    }
  };
  return {
    size,
    read: async (from, to, onPiece) => {
      const patience = createPatience();
      for (let place = from; place < to; await nextTurn()) {
        const bytes = piece(place, to);
        // QEMU writes into the FIFO first: what was read there may reach the log a moment later.
        if (bytes.length === 0) await patience();
        place += bytes.length;
        if (bytes.length > 0) onPiece(bytes);
      }
    },
    byteAt: (place) => piece(place, place + 1)[0],
    replaceEnd,
    moveTo: (place) => {
      const length = size();
      for (let done = 0; done < length; done += chunkBytes) {
        writeAll(fd, piece(done, Math.min(length, done + chunkBytes)), place + done);
      }
      ftruncateSync(fd, place + length);
    },
    close: () => closeSync(fd),
  };
}

/** The same for as long as it is the same file; undefined where that cannot be told. */
export function serialLogId(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  // A file system that does not know when a file was made gives its number to another one.
  if (found === undefined || found.birthtimeNs === 0n) return undefined;
  const { dev, ino, birthtimeNs } = found;
  return createHash('sha256').update(`${dev} ${ino} ${birthtimeNs}`).digest('hex').slice(0, 32);
}

function writeAll(fd: number, bytes: Uint8Array, place: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, bytes.length - done, place + done);
  }
}

function createPatience(): () => Promise<void> {
  let waits = 0;
  return async () => {
    waits += 1;
    if (waits > 100) throw new Error('serial.log is shorter than what QEMU wrote.');
    await sleep(10);
  };
}
