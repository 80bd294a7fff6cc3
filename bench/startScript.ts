import { fileURLToPath } from 'node:url';
import { startChild } from '../infra/local/childProcess.ts';
import type { StackContext } from '../infra/local/stack.ts';

/** Where a process of the bench logs and whom it tells that it ended. */
export type ScriptContext = Pick<StackContext, 'logFile' | 'onFailure' | 'signal'>;

export type Script = AsyncDisposable & {
  readonly pid: number;
  /** The port that it said it listens on; 0 if it said none. */
  readonly port: number;
};

/** One of the bench's own processes. It is ready once it has printed `{"ready":true}`, with its port if it has one. */
export async function startScript(
  context: ScriptContext,
  path: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Script> {
  let port = 0;
  const child = await startChild({
    name: path,
    args: [fileURLToPath(new URL(path, import.meta.url)), ...args],
    environment,
    logFile: context.logFile(path.replaceAll('/', '-')),
    isReady: (line) => {
      if (!line.includes('"ready":true')) return false;
      port = (JSON.parse(line) as { port?: number }).port ?? 0;
      return true;
    },
    onExit: context.onFailure,
    signal: context.signal,
  });
  return { pid: child.pid, port, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}
