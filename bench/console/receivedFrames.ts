import { WebSocket } from 'ws';

export type Received = { readonly frames: number; readonly frameBytes: number };

let frames = 0;
let frameBytes = 0;

/** Messages that this process has received, and their bytes, since `countFrames`. */
export const receivedFrames = (): Received => ({ frames, frameBytes });

/** A message that came in another way than over a WebSocket. */
export function noteReceived(bytes: number): void {
  frames += 1;
  frameBytes += bytes;
}

/** Looks at what every client socket of this process hands out: the portal's client shows only what is inside. */
export function countFrames(): void {
  // oxlint-disable-next-line typescript/unbound-method -- bound again by `call`
  const { emit } = WebSocket.prototype;
  WebSocket.prototype.emit = function count(this: WebSocket, event: string | symbol, ...args: unknown[]) {
    const [data] = args;
    if (event === 'message' && Buffer.isBuffer(data)) noteReceived(data.length);
    return emit.call(this, event, ...args);
  };
}
