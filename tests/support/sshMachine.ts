import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';

export type SshMachineOptions = {
  readonly keys?: readonly ('rsa' | 'ed25519')[];
  readonly authenticate: (context: AuthContext) => void;
  readonly onShell?: (shell: ServerChannel) => void;
  /** Any that is free, unless one is named. */
  readonly port?: number;
};

export type SshMachine = AsyncDisposable & {
  readonly port: number;
  readonly connections: readonly Connection[];
};

const pem = (type: 'rsa' | 'ed25519'): string =>
  type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2_048 })
        .privateKey.export({ type: 'pkcs1', format: 'pem' })
        .toString()
    : ssh2.utils.generateKeyPairSync('ed25519').private;

/** An SSH server with a key of its own that does what a test says; a shell greets, and that is all. */
export async function startSshMachine(options: SshMachineOptions): Promise<SshMachine> {
  const connections: Connection[] = [];
  const hostKeys = (options.keys ?? (['ed25519'] as const)).map(pem);
  const server = new ssh2.Server({ hostKeys }, (connection) => {
    connections.push(connection);
    connection.on('error', () => {});
    connection.on('authentication', options.authenticate);
    connection.on('session', (accept) => {
      const session = accept();
      session.on('pty', (acceptPty) => acceptPty?.());
      session.on('shell', (acceptShell) => {
        const shell = acceptShell();
        shell.write('welcome');
        options.onShell?.(shell);
      });
    });
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections,
    async [Symbol.asyncDispose]() {
      for (const connection of connections) connection.end();
      server.close();
      await once(server, 'close');
    },
  };
}
