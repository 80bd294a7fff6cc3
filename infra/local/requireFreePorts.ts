import { once } from 'node:events';
import { createServer } from 'node:net';
import type { StackPorts } from './addresses.ts';

/** Throws one sentence that names every busy port, and who holds it, before anything is started. */
export async function requireFreePorts(ports: StackPorts): Promise<void> {
  const entries = Object.entries(ports);
  const busy = await Promise.all(entries.map(([, port]) => isBusy(port)));
  const holders = entries.filter((_, index) => busy[index]).map(([name, port]) => `${port} (${name})`);
  if (holders.length > 0) throw new Error(`In use: ${holders.join(', ')}. End it and start again.`);
}

async function isBusy(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return false;
  } catch {
    return true; // The only reason for a loopback port above 1024 is that somebody listens there.
  } finally {
    server.close();
  }
}
