import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Encoding, forward } from './encoding.ts';

// The middle of the bare two-hop relay: joins the two ends that connect with one path, /json or /binary.
const ends = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket, request) => {
  const encoding = (request.url ?? '').slice(1) as Encoding;
  const both = ends.get(encoding) ?? new Set();
  ends.set(encoding, both.add(socket));
  socket.on('close', () => both.delete(socket));
  socket.on('message', (message: Buffer) => {
    const onward = forward(encoding, message);
    for (const other of both) if (other !== socket) other.send(onward);
  });
});
server.on('listening', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ ready: true, port }));
});
process.stdin.on('close', () => process.exit(0)).resume(); // Ends with the bench, however that ends.
