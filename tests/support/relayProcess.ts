import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type RelayProcess = AsyncDisposable & {
  readonly child: ChildProcess;
  /** All it has logged. */
  readonly logged: () => string;
  /** `kill -9`. Resolves when it is gone. */
  readonly kill: () => Promise<void>;
};

/** The relay with ports that lead to `SocketGuest`s. */
export const socketRelay = new URL('socketRelay.ts', import.meta.url);
/** The relay as it is. */
export const plainRelay = new URL('../../relay/main.ts', import.meta.url);

/** The relay as its own process. */
export function spawnRelay(script: URL, environment: Readonly<Record<string, string>>): RelayProcess {
  const child = spawn(process.execPath, [fileURLToPath(script)], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let logged = '';
  const keep = (chunk: Buffer): void => void (logged += String(chunk));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  return { child, logged: () => logged, kill, [Symbol.asyncDispose]: kill };
}
