import { constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

export type FifoWriter = {
  /** Resolves when the FIFO took all bytes. Rejects when `discard` or `close` came first. */
  write(bytes: Uint8Array): Promise<void>;
  /** Throws away what nobody has read, so that it is not typed into whoever starts next. */
  discard(): void;
  /** Takes back what nobody has read, writes under way included: they resolve. */
  takeBack(): Promise<Uint8Array>;
  close(): void;
};

/** A socket rather than a file: a full FIFO is waited for by the event loop, not in one of Node's four threads. */
export function openFifoWriter(path: string): FifoWriter {
  let { fd, socket } = open(path);
  let underWay = 0;
  return {
    write: (bytes) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      underWay += 1;
      socket.write(bytes, (error) => {
        underWay -= 1;
        if (error) reject(error);
        else resolve();
      });
      return promise;
    },
    takeBack: async () => {
      const pieces = [empty(fd)];
      // A full FIFO takes the rest of a write only now that there is room.
      for (; underWay > 0; pieces.push(empty(fd))) await nextTurn();
      return Buffer.concat(pieces);
    },
    discard: () => {
      empty(fd);
      socket.destroy();
      ({ fd, socket } = open(path));
    },
    close: () => void socket.destroy(),
  };
}

function open(path: string): { fd: number; socket: Socket } {
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: false, writable: true });
  socket.on('error', () => undefined); // Each write has its own callback.
  return { fd, socket };
}

function empty(fd: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  try {
    for (;;) {
      const buffer = Buffer.alloc(65_536);
      const length = readSync(fd, buffer);
      if (length === 0) break;
      pieces.push(buffer.subarray(0, length));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
  return Buffer.concat(pieces);
}
