import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type SpawnedFunctionsHost = AsyncDisposable & {
  readonly httpUrl: string;
  readonly httpsUrl?: string;
  readonly functions: readonly string[];
  readonly process: ChildProcess;
  /** Resolves with the exit code, or the signal's name, when the host has gone for whatever reason. */
  readonly exited: Promise<number | string>;
};

export type SpawnOptions = {
  /** Command line of main.ts; see config.ts. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Every line of the host and its app, except the ready line. */
  readonly onLine: (line: string) => void;
};

const main = fileURLToPath(new URL('../../infra/local/functionsHost/main.ts', import.meta.url));

/** Runs the host as a process of its own; resolves when it serves, rejects with its last lines when it stops. */
export async function spawnFunctionsHost({ args, env, onLine }: SpawnOptions): Promise<SpawnedFunctionsHost> {
  const child = spawn(process.execPath, [main, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const recent: string[] = [];
  const pass = (line: string): void => {
    recent.splice(0, recent.length - 19);
    recent.push(line);
    onLine(line);
  };
  createInterface({ input: child.stderr }).on('line', pass);
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) =>
      line.startsWith('{"ready":true') ? resolve(line) : pass(line),
    );
  });
  const failed = exited.then((code) => {
    throw new Error(`The functions host stopped (${code}):\n${recent.join('\n')}`);
  });
  const { httpUrl, httpsUrl, functions } = JSON.parse(
    await Promise.race([ready, failed]),
  ) as SpawnedFunctionsHost;
  failed.catch(() => undefined); // from now on `exited` tells
  return {
    httpUrl,
    ...(httpsUrl === undefined ? {} : { httpsUrl }),
    functions,
    process: child,
    exited,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
