import { constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';

export type FifoWriter = {
  /** Resolves when the FIFO took all bytes. Rejects when `discard` or `close` came first. */
  write(bytes: Uint8Array): Promise<void>;
  /** Throws away what nobody has read, so that it is not typed into whoever starts next. */
  discard(): void;
  close(): void;
};

/** A socket rather than a file: a full FIFO is waited for by the event loop, not in one of Node's four threads. */
export function openFifoWriter(path: string): FifoWriter {
  let { fd, socket } = open(path);
  return {
    write: (bytes) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      socket.write(bytes, (error) => (error ? reject(error) : resolve()));
      return promise;
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

function empty(fd: number): void {
  const buffer = Buffer.alloc(65_536);
  try {
    while (readSync(fd, buffer) > 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
}
