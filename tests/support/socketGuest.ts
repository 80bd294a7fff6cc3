import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { SerialPort } from '../../relay/ports/serialPort.ts';

/**
 * A guest that outlives relays: it keeps its whole output and gives a relay what is after the offset that it
 * asks for, then what comes, as QEMU's log does.
 */
export type SocketGuest = AsyncDisposable & {
  readonly port: number;
  readonly print: (text: string | Uint8Array) => void;
  readonly output: () => Buffer;
  readonly typed: () => string;
  /** Prints back what is typed. */
  readonly echo: (isOn: boolean) => void;
};

export async function startSocketGuest(): Promise<SocketGuest> {
  let output = Buffer.alloc(0);
  let typed = '';
  let isEcho = false;
  const readers = new Set<Socket>();
  const print = (text: string | Uint8Array): void => {
    const bytes = Buffer.from(text);
    output = Buffer.concat([output, bytes]);
    for (const reader of readers) reader.write(bytes);
  };
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('close', () => readers.delete(socket));
    socket.once('data', (first) => {
      socket.write(output.subarray(Number(first.readBigUInt64BE())));
      readers.add(socket);
      const take = (bytes: Buffer): void => {
        typed += String(bytes);
        if (isEcho) print(bytes);
      };
      if (first.length > 8) take(first.subarray(8));
      socket.on('data', take);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    print,
    output: () => output,
    typed: () => typed,
    echo: (isOn) => void (isEcho = isOn),
    async [Symbol.asyncDispose]() {
      server.close();
      for (const reader of readers) reader.destroy();
      await once(server, 'close');
    },
  };
}

/** The relay's side of it. */
export function createSocketPort(port: number): SerialPort {
  let socket: Socket | undefined;
  return {
    power: 'running',
    async open(end, { onOutput }) {
      socket = connect(port, '127.0.0.1').setNoDelay(true);
      await once(socket, 'connect');
      const head = Buffer.alloc(8);
      head.writeBigUInt64BE(BigInt(end));
      socket.write(head);
      socket.on('data', onOutput);
    },
    async write(bytes) {
      const open = socket;
      if (open === undefined) throw new Error('not open');
      await new Promise<void>((resolve) => void open.write(bytes, () => resolve()));
    },
    async [Symbol.asyncDispose]() {
      socket?.destroy();
    },
  };
}
