import { createServer } from 'node:net';
import { join } from 'node:path';
import { createLineCutter } from '../../relay/ports/qmpMessages.ts';
import type { GuestPort } from './startPort.ts';

/** As much of QEMU's monitor as a relay needs of it. */
export function startMonitor(directory: string, port: GuestPort): Promise<void> {
  const server = createServer((socket) => {
    const say = (message: object): void => void socket.write(`${JSON.stringify(message)}\r\n`);
    const cut = createLineCutter();
    socket.setEncoding('utf8');
    socket.on('error', () => undefined); // The relay went away.
    socket.on('data', (piece: string) => {
      for (const line of cut(piece)) {
        const { execute, id } = JSON.parse(line) as { execute: string; id: number };
        say({ return: answer(execute, port), id });
      }
    });
    say({ QMP: { version: {}, capabilities: [] } });
  });
  return new Promise((resolve) => server.listen(join(directory, 'qmp.sock'), resolve));
}

function answer(command: string, port: GuestPort): object {
  if (command === 'stop' || command === 'cont') port.hold(command === 'stop');
  return command === 'query-status' ? { status: port.isHeld ? 'paused' : 'running' } : {};
}
