import ssh2, { type AnyAuthMethod, Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import type { Credential, HostKey, TerminalSize } from '../../shared/contracts/sshFrames.ts';
import { isSameKey, signaturesOf, toHostKey } from './hostKey.ts';
import { loginMethods, type Prompter } from './loginMethods.ts';
import { createShell, type Shell } from './shell.ts';
import { hostKeyChanged, keyUnreadable, loginFailed, unreachable } from './sshFaults.ts';

export type SshAddress = { readonly host: string; readonly port: number };

export type LoginOrder = TerminalSize & {
  /** The server proves this key before anything else is said. */
  readonly hostKey: HostKey;
  readonly userName: string;
  readonly credential: Credential;
  readonly ask: Prompter;
  readonly signal: AbortSignal;
};

/** A machine's SSH server. Every method makes a connection of its own; both reject with `SallyportError`. */
export type SshServer = {
  /** The key that it proves itself with; of the pinned one's kind, if there is one. No user is named. */
  readHostKey(pinned: HostKey | undefined, signal: AbortSignal): Promise<HostKey>;
  /** `SshLoginFailed`, `SshKeyUnreadable`, `HostKeyChanged` or `SshUnreachable`. */
  openShell(order: LoginOrder): Promise<Shell>;
};

const handshakeMs = 15_000;
/** A person answers the server's questions meanwhile. */
const loginMs = 120_000;
/** A machine that is gone without a word is noticed after a minute. */
const keepAlive = { keepaliveInterval: 15_000, keepaliveCountMax: 4 };

export function createSshServer(address: SshAddress): SshServer {
  return {
    readHostKey: (pinned, signal) => readHostKey(address, pinned, signal),
    async openShell(order) {
      requireReadableKey(order.credential);
      return await logIn(address, order);
    },
  };
}

function configOf(address: SshAddress, key: HostKey | undefined): ConnectConfig {
  const algorithms = key === undefined ? {} : { algorithms: { serverHostKey: signaturesOf(key.algorithm) } };
  // The name is never sent: each method of `authHandler` brings its own.
  return { ...address, ...keepAlive, ...algorithms, username: '' } as ConnectConfig;
}

function readHostKey(
  address: SshAddress,
  pinned: HostKey | undefined,
  signal: AbortSignal,
): Promise<HostKey> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const stop = (): void => void client.destroy();
    signal.addEventListener('abort', stop);
    client.on('error', (fault) => reject(isWithoutCommonKey(fault) ? hostKeyChanged() : unreachable(fault)));
    client.on('close', () => {
      signal.removeEventListener('abort', stop);
      reject(unreachable(undefined)); // Unless it is settled.
    });
    client.connect({
      ...configOf(address, pinned),
      readyTimeout: handshakeMs,
      hostVerifier(blob: Buffer) {
        resolve(toHostKey(blob));
        client.destroy();
        return false;
      },
    });
  });
}

function logIn(address: SshAddress, order: LoginOrder): Promise<Shell> {
  const { hostKey, userName, credential, ask, signal, rows, columns: cols } = order;
  const next = loginMethods(userName, credential, ask);
  let isChanged = false;
  return new Promise((resolve, reject) => {
    const client = new Client();
    const stop = (): void => void client.destroy();
    signal.addEventListener('abort', stop);
    client.on('error', (fault) => reject(toFault(fault, isChanged)));
    client.on('close', () => {
      signal.removeEventListener('abort', stop);
      reject(unreachable(undefined)); // Unless it is settled.
    });
    client.on('ready', () => {
      const onShell = (fault: Error | undefined, channel: ClientChannel): void => {
        if (fault !== undefined) return void client.end().emit('error', fault);
        resolve(createShell(client, channel));
      };
      client.shell({ term: 'xterm-256color', rows, cols }, onShell);
    });
    client.connect({
      ...configOf(address, hostKey),
      readyTimeout: loginMs,
      hostVerifier(blob: Buffer) {
        isChanged = !isSameKey(toHostKey(blob), hostKey);
        return !isChanged;
      },
      // `false` = nothing is left to try; the types do not know it.
      authHandler: (left, partial, give) => give((next(left, partial) ?? false) as AnyAuthMethod),
    });
  });
}

function toFault(fault: Error & { level?: string }, isChanged: boolean) {
  if (isChanged || isWithoutCommonKey(fault)) return hostKeyChanged();
  return fault.level === 'client-authentication' ? loginFailed() : unreachable(fault);
}

/** The server has no key of the pinned one's kind any more. */
const isWithoutCommonKey = (fault: Error): boolean => fault.message.includes('no matching host key');

function requireReadableKey(credential: Credential): void {
  if (credential.method !== 'publickey') return;
  const parsed = ssh2.utils.parseKey(credential.privateKey, credential.passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || key instanceof Error || !key.isPrivateKey()) throw keyUnreadable();
}
