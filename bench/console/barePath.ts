import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeMessage, type Encoding, encodeSend } from '../peers/encoding.ts';
import type { ConsolePath } from './consolePath.ts';

/** The viewer's end of the bare two-hop relay. */
export async function openBarePath(
  hubPort: number,
  encoding: Encoding,
  processes: readonly number[],
): Promise<ConsolePath> {
  const socket = new WebSocket(`ws://127.0.0.1:${hubPort}/${encoding}`, { perMessageDeflate: false });
  await once(socket, 'open');
  const path: ConsolePath = {
    name: `bare ws relay, two hops, ${encoding}`,
    processes,
    type: (bytes) => socket.send(encodeSend(encoding, 'up', bytes)),
    onOutput: () => undefined,
    [Symbol.asyncDispose]: async () => socket.terminate(),
  };
  socket.on('message', (message: Buffer) => path.onOutput(decodeMessage(encoding, message)));
  return path;
}
