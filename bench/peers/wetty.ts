import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../infra/local/freePort.ts';
import { createPath } from '../console/createPath.ts';
import { writeAttachScript } from './attachScript.ts';
import { installDebian } from './debianPeer.ts';
import type { Peer } from './peer.ts';
import { openSocketIo } from './socketIo.ts';
import { startProgram } from './startProgram.ts';

const run = promisify(execFile);
const version = '3.2.0';
/** Of a Node that is installed: without them node-gyp would download some. Any will do for a native addon. */
const nodeDirectory = '/usr';
/** It stops sending after 2 MiB that were not committed. */
const commitBytes = 262_144;
/** Between `login` and the moment at which its command reads. */
const commandStartsMs = 1_000;

const npmFolder = (root: string): string => join(root, 'wetty');
const mainOf = (root: string): string => join(npmFolder(root), 'node_modules/wetty/build/main.js');

/** A terminal in the browser over socket.io, which runs a command for its viewer. */
export const wetty: Peer = {
  name: 'WeTTY',
  async install(folder) {
    // Anybody else is asked for an SSH server instead.
    if (process.getuid?.() !== 0) throw new Error('it runs a command for root only');
    const { root } = await installDebian(['socat', 'libwrap0'])(folder);
    if (!existsSync(mainOf(root))) await installWithNpm(npmFolder(root));
    return { root, version };
  },
  async open({ context, directory, folder, root }) {
    await using parts = new AsyncDisposableStack();
    const port = await freePort();
    const place = ['--host', '127.0.0.1', '--port', String(port), '--log-level', 'error'] as const;
    const attach = writeAttachScript({ folder, root, directory });
    const program = parts.use(
      await startProgram(context, {
        place: port,
        command: [process.execPath, mainOf(root), ...place, '--command', attach],
      }),
    );
    const loggedIn = Promise.withResolvers<void>();
    let onData = (_text: string): void => undefined;
    const socket = parts.use(
      openSocketIo(
        port,
        (event, value) => {
          if (event === 'login') loggedIn.resolve();
          if (event === 'data') onData(value as string);
        },
        loggedIn.reject,
      ),
    );
    await loggedIn.promise;
    await sleep(commandStartsMs);
    const path = createPath(parts, {
      name: this.name,
      processes: [program.pid],
      type: (bytes) => socket.emit('input', Buffer.from(bytes).toString('latin1')),
    });
    let uncommitted = 0;
    onData = (text) => {
      const bytes = Buffer.from(text, 'latin1');
      for (uncommitted += bytes.length; uncommitted >= commitBytes; uncommitted -= commitBytes) {
        socket.emit('commit', commitBytes);
      }
      path.onOutput(bytes);
    };
    return path;
  },
};

async function installWithNpm(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const headers = existsSync(join(nodeDirectory, 'include/node/node_api.h'));
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', '-E'];
  await run('npm', [...args, `wetty@${version}`], {
    cwd: folder,
    env: { ...process.env, ...(headers ? { npm_config_nodedir: nodeDirectory } : {}) },
  });
}
