import { closeSync, constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import { createPacedRead } from './pacedRead.ts';

const fifoReadBytes = 65_536;

/** Of all readers: what is drained is lent within one turn. One a call would be garbage of its size each time. */
const drained = Buffer.alloc(fifoReadBytes);

/**
 * Reads a FIFO with adaptive pacing. QEMU writes single bytes; this makes about 700 pieces of a MiB instead of
 * 400,000, and holds up no echo.
 */
export type FifoReader = {
  /** Starts to call `onBytes`, once; its buffer is only lent. `full`: as much as one read takes, so more waits. */
  start(): void;
  /** Reads until the FIFO is empty, through `onBytes` as well. True when there was something. */
  drain(): boolean;
  close(): void;
};

export function openFifoReader(options: {
  readonly path: string;
  readonly paceMs: number;
  readonly onBytes: (bytes: Uint8Array, full: boolean) => void;
}): FifoReader {
  // Read-write: QEMU may come and go without an end of file. Not blocking: an empty FIFO answers EAGAIN.
  const fd = openSync(options.path, constants.O_RDWR | constants.O_NONBLOCK);
  const buffer = Buffer.alloc(fifoReadBytes);
  let socket: Socket | undefined;
  const { callback, cancel } = createPacedRead({
    paceMs: options.paceMs,
    bufferBytes: fifoReadBytes,
    onRead: (count) => options.onBytes(buffer.subarray(0, count), count === buffer.length),
    resume: () => socket?.resume(),
  });
  return {
    start: () => {
      socket = new Socket({ fd, readable: true, writable: false, onread: { buffer, callback } });
      socket.resume(); // Without it `onread` may never begin.
    },
    drain: () => {
      let any = false;
      for (let count = readOnce(fd, drained); count > 0; count = readOnce(fd, drained)) {
        any = true;
        options.onBytes(drained.subarray(0, count), false);
      }
      return any;
    },
    close: () => {
      cancel();
      if (socket === undefined) closeSync(fd);
      else socket.destroy();
    },
  };
}

function readOnce(fd: number, buffer: Buffer): number {
  try {
    return readSync(fd, buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}
