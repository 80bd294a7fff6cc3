import { closeSync, constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';

const fifoReadBytes = 65_536;

/** Of all readers: what is drained is lent within one turn. One a call would be garbage of its size each time. */
const drained = Buffer.alloc(fifoReadBytes);

/**
 * Reads a FIFO with adaptive pacing: a lone read is passed on at once, and when reads follow each other
 * within `paceMs` the kernel collects for that long. QEMU writes single bytes; this makes about 700 pieces
 * of a MiB instead of 400,000, and holds up no echo.
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
  let timer: NodeJS.Timeout | undefined;
  /** Of the last read, or the end of the pause after it: what waits there already is still the same burst. */
  let since = Number.NEGATIVE_INFINITY;
  const onRead = (count: number): boolean => {
    const now = performance.now();
    const burst = now - since < options.paceMs;
    since = now;
    options.onBytes(buffer.subarray(0, count), count === buffer.length);
    if (!burst || count === buffer.length) return true;
    since += options.paceMs;
    timer = setTimeout(() => socket?.resume(), options.paceMs);
    return false;
  };
  return {
    start: () => {
      socket = new Socket({ fd, readable: true, writable: false, onread: { buffer, callback: onRead } });
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
      clearTimeout(timer);
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
