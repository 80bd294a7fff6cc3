import { once } from 'node:events';
import { WebSocket } from 'ws';

// Clients that connect and stay silent: `idleClients.ts <url> <how many> [subprotocol]`. Ready when all are there;
// whoever is refused ends the process.
const [url = '', count = '0', ...subprotocols] = process.argv.slice(2);
const batch = 200;

async function open(): Promise<void> {
  const socket = new WebSocket(url, subprotocols, { perMessageDeflate: false });
  socket.on('message', () => undefined);
  await once(socket, 'open');
}

for (let left = Number(count); left > 0; left -= batch) {
  await Promise.all(Array.from({ length: Math.min(batch, left) }, open));
}
console.log('{"ready":true}');
process.stdin.on('close', () => process.exit(0)).resume(); // Ends with the bench, however that ends.
