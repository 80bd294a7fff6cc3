import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { groupCodecs, groupEncodings } from '../webPubSub/groupCodec.ts';

// The least that a hub with groups can be: whoever connects with one path is a member, and what one member sends
// goes to the others. The first segment says how it is encoded: /json/… or /protobuf/…
const groups = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket, request) => {
  const path = request.url ?? '';
  const encoding = groupEncodings.find((name) => path.startsWith(`/${name}/`)) ?? 'json';
  const { binary, forward } = groupCodecs[encoding];
  const members = groups.get(path) ?? new Set();
  groups.set(path, members.add(socket));
  socket.on('close', () => members.delete(socket));
  socket.on('message', (message: Buffer) => {
    const onward = forward(message);
    for (const other of members) if (other !== socket) other.send(onward, { binary });
  });
});
server.on('listening', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ ready: true, port }));
});
process.stdin.on('close', () => process.exit(0)).resume(); // Ends with the bench, however that ends.
