import { WebSocket } from 'ws';

type Closed = { readonly code: number; readonly reason: string };

/** A client that shows what is on the wire. Text frames are strings, binary ones Buffers. */
export type WireClient = AsyncDisposable & {
  readonly subprotocol: string;
  /** The next frame. Rejects when the socket closes first. */
  next(): Promise<string | Buffer>;
  /** The next frame, parsed. */
  nextJson(): Promise<Record<string, unknown>>;
  send(frame: string | Buffer | object): void;
  readonly closed: Promise<Closed>;
  /** What has arrived and was not asked for. */
  readonly unread: readonly (string | Buffer)[];
  readonly socket: WebSocket;
};

class UpgradeRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The upgrade was refused with ${status}.`);
    this.status = status;
  }
}

export async function openWire(
  url: string,
  subprotocols: string | string[] = [],
  headers: Record<string, string> = {},
): Promise<WireClient> {
  const socket = new WebSocket(url, subprotocols, { headers });
  const frames: (string | Buffer)[] = [];
  const readers: { resolve: (frame: string | Buffer) => void; reject: (error: Error) => void }[] = [];
  socket.on('message', (data: Buffer, binary) => {
    const frame = binary ? data : data.toString();
    const reader = readers.shift();
    if (reader === undefined) frames.push(frame);
    else reader.resolve(frame);
  });
  const closed = new Promise<Closed>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() });
      for (const reader of readers.splice(0)) reader.reject(new Error(`Closed with ${code}.`));
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, response) => {
      reject(new UpgradeRefused(response.statusCode ?? 0));
      response.destroy();
    });
    socket.on('error', reject);
  });
  const next = (): Promise<string | Buffer> => {
    const frame = frames.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    return new Promise((resolve, reject) => readers.push({ resolve, reject }));
  };
  return {
    subprotocol: socket.protocol,
    next,
    nextJson: async () => JSON.parse(String(await next())) as Record<string, unknown>,
    send: (frame) =>
      socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)),
    closed,
    unread: frames,
    socket,
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await closed;
    },
  };
}

/** The status with which an upgrade is refused. */
export async function refusalOf(
  url: string,
  subprotocols: string | string[] = [],
  headers: Record<string, string> = {},
): Promise<number> {
  try {
    await using _client = await openWire(url, subprotocols, headers);
  } catch (error) {
    if (error instanceof UpgradeRefused) return error.status;
    throw error;
  }
  return 101;
}
