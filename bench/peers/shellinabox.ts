import { join } from 'node:path';
import { freePort } from '../../infra/local/freePort.ts';
import { createPath } from '../console/createPath.ts';
import { writeAttachScript } from './attachScript.ts';
import { debianEnvironment, installDebian } from './debianPeer.ts';
import { openLongPoll } from './longPoll.ts';
import type { Peer } from './peer.ts';
import { startProgram } from './startProgram.ts';

/** A terminal in the browser over HTTP: a request that waits for output, and one for each piece of input. */
export const shellinabox: Peer = {
  name: 'shellinabox',
  install: installDebian(['shellinabox', 'socat', 'libwrap0']),
  async open({ context, directory, folder, root }) {
    await using parts = new AsyncDisposableStack();
    const port = await freePort();
    const place = ['-t', '--localhost-only', '-p', String(port), '--no-beep'] as const;
    const attach = writeAttachScript({ folder, root, directory });
    const program = parts.use(
      await startProgram(context, {
        place: port,
        command: [join(root, 'usr/bin/shellinaboxd'), ...place, '-s', `/:root:root:/:${attach}`],
        environment: debianEnvironment(root),
      }),
    );
    const poll = parts.use(await openLongPoll(port, (bytes) => path.onOutput(bytes)));
    const path = createPath(parts, {
      name: this.name,
      processes: [program.pid],
      type: (bytes) => poll.type(bytes),
    });
    return path;
  },
};
