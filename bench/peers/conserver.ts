import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { freePort } from '../../infra/local/freePort.ts';
import { createPath } from '../console/createPath.ts';
import { writeAttachScript } from './attachScript.ts';
import { debianEnvironment, installDebian } from './debianPeer.ts';
import type { Peer, PeerSite } from './peer.ts';
import { startProgram } from './startProgram.ts';

const machine = 'vm1';
/** What the client prints once it is attached. */
const greeting = 'help]';
/** What the bench never types. */
const neverTyped = '^]^]';

/** The console server of machine rooms, with its own client. Without TLS, with which its floods repeat data. */
export const conserver: Peer = {
  name: 'conserver',
  install: installDebian(['conserver-server', 'conserver-client', 'socat', 'libwrap0']),
  async open(site) {
    await using parts = new AsyncDisposableStack();
    const [port, firstWorkerPort] = [await freePort(), await freePort()];
    const program = parts.use(await startServer(site, port, firstWorkerPort));
    const client = startClient(site, port);
    parts.defer(() => void client.kill());
    await greeted(client);
    const path = createPath(parts, {
      name: this.name,
      processes: [program.pid, client.pid ?? 0],
      type: (bytes) => void client.stdin.write(bytes),
    });
    client.stdout.on('data', (bytes: Buffer) => path.onOutput(bytes));
    return path;
  },
};

function startServer(site: PeerSite, port: number, firstWorkerPort: number) {
  const { context, folder, root } = site;
  const [config, passwords] = [join(folder, 'conserver.cf'), join(folder, 'conserver.passwd')];
  writeFileSync(config, configOf(writeAttachScript(site)));
  writeFileSync(passwords, '*any*:\n');
  const server = [join(root, 'usr/sbin/conserver'), '-C', config, '-P', passwords, '-o', '-m', '64'] as const;
  return startProgram(context, {
    place: port,
    command: [...server, '-M', '127.0.0.1', '-p', String(port), '-b', String(firstWorkerPort)],
    environment: debianEnvironment(root),
  });
}

const configOf = (command: string): string =>
  [
    'config * { sslrequired no; }',
    'default full { rw *; }',
    'default * { logfile ""; timestamp ""; include full; master 127.0.0.1; }',
    `console ${machine} { type exec; exec ${command}; }`,
    'access * { trusted 127.0.0.1; }',
    '',
  ].join('\n');

type Client = ChildProcessByStdio<Writable, Readable, null>;

function startClient({ root }: PeerSite, port: number): Client {
  const place = ['-E', '-n', '-M', '127.0.0.1', '-p', String(port), '-l', 'bench', '-e', neverTyped];
  return spawn(join(root, 'usr/bin/console'), [...place, machine], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...debianEnvironment(root) },
  });
}

function greeted(client: Client): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    const onData = (bytes: Buffer): void => {
      text += bytes.toString('latin1');
      if (!text.includes(greeting)) return;
      client.stdout.off('data', onData);
      resolve();
    };
    client.stdout.on('data', onData);
    client.once('error', reject);
    client.once('exit', () => reject(new Error(`its client ended: ${text}`)));
  });
}
