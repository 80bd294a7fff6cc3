import { once } from 'node:events';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { freePort } from '../../infra/local/freePort.ts';
import { createPath } from '../console/createPath.ts';
import { portAddress, socatArgs } from './attachScript.ts';
import { debianEnvironment, installDebian } from './debianPeer.ts';
import type { Peer, PeerSite } from './peer.ts';
import { startProgram } from './startProgram.ts';

/** A WebSocket in front of a socket, as noVNC and Nova have it. It opens no FIFOs: socat offers them as a socket. */
export const websockify: Peer = {
  name: 'websockify',
  install: installDebian(['python3-websockify', 'socat', 'libwrap0']),
  async open(site) {
    await using parts = new AsyncDisposableStack();
    const serial = join(site.folder, 'serial.sock');
    const glue = parts.use(await startSocat(site, serial));
    const port = await freePort();
    // Debian's Python by its full path: another one in front of it would not see the package.
    const python = ['/usr/bin/python3', '-m', 'websockify'] as const;
    const program = parts.use(
      await startProgram(site.context, {
        place: port,
        command: [...python, '--unix-target', serial, `127.0.0.1:${port}`],
        environment: debianEnvironment(site.root),
      }),
    );
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'binary', { perMessageDeflate: false });
    parts.defer(() => socket.terminate());
    await once(socket, 'open');
    const path = createPath(parts, {
      name: this.name,
      processes: [glue.pid, program.pid],
      type: (bytes) => socket.send(bytes),
    });
    socket.on('message', (message: Buffer) => path.onOutput(message));
    return path;
  },
};

function startSocat({ context, directory, root }: PeerSite, serial: string) {
  const socat = join(root, 'usr/bin/socat');
  return startProgram(context, {
    place: serial,
    command: [socat, ...socatArgs, `UNIX-LISTEN:${serial},fork`, portAddress(directory)],
    environment: debianEnvironment(root),
  });
}
