import { WebSocket } from 'ws';
import { decodeMessage, type Encoding, encodeSend, encodings } from './encoding.ts';
import { openPort } from './openPort.ts';

// The relay end of the bare two-hop relay: `bareRelay.ts <hub url> <json port> <binary port>`.
const [hubUrl = '', ...directories] = process.argv.slice(2);

async function pump(encoding: Encoding, directory: string): Promise<void> {
  const socket = new WebSocket(`${hubUrl}/${encoding}`, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once('open', resolve));
  const port = openPort(directory, (bytes) => socket.send(encodeSend(encoding, 'down', bytes)));
  socket.on('message', (message: Buffer) => port.write(decodeMessage(encoding, message)));
}

await Promise.all(encodings.map((encoding, index) => pump(encoding, directories[index] ?? '')));
console.log('{"ready":true}');
process.stdin.on('close', () => process.exit(0)).resume(); // Ends with the bench, however that ends.
