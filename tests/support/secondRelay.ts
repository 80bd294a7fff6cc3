import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalStack } from './localStack.ts';

export type SecondRelay = AsyncDisposable & {
  /** All it has logged. */
  readonly logged: () => string;
  /** Resolves to its exit code once it has ended by itself. */
  readonly ended: Promise<number | null>;
};

const script = fileURLToPath(new URL('../../relay/main.ts', import.meta.url));

/** Another process as the stack's one relay, with its identity and its ports file, or as another one of the fleet. */
export function startSecondRelay(
  stack: LocalStack,
  stateFolder: string,
  { relayId = 'relay-01', ports = 'ports.json' } = {},
): SecondRelay {
  const secrets = join(stack.stateFolder, 'identity', 'relay-secrets.json');
  const { [relayId]: secret = '' } = JSON.parse(readFileSync(secrets, 'utf8')) as Record<string, string>;
  const child = spawn(process.execPath, [script], {
    env: {
      PATH: process.env.PATH,
      SALLYPORT_API: stack.addresses.functions,
      SALLYPORT_RELAY_ID: relayId,
      SALLYPORT_RELAY_PORTS: join(stack.stateFolder, ports),
      SALLYPORT_STATE: stateFolder,
      SALLYPORT_BLOBS: stack.storage,
      SALLYPORT_TOKEN_ENDPOINT: `${stack.addresses.identity}/token`,
      SALLYPORT_CLIENT_ID: relayId,
      SALLYPORT_CLIENT_SECRET: secret,
      SALLYPORT_SCOPE: 'api://sallyport/.default',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let logged = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (logged += String(chunk)));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  return {
    logged: () => logged,
    ended: exited.then(([code]) => code),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
