import { fileURLToPath } from 'node:url';
import { startChild } from '../../infra/local/childProcess.ts';
import type { Script, ScriptContext } from '../startScript.ts';

const main = fileURLToPath(new URL('../../infra/local/webPubSub/main.ts', import.meta.url));

/** The emulator in a process of its own, without event handlers, on a port of its choice. */
export async function startEmulator(context: ScriptContext): Promise<Script> {
  let port = 0;
  const child = await startChild({
    name: 'Web PubSub',
    args: [main],
    environment: { WebPubSub__Port: '0' },
    logFile: context.logFile('webPubSub'),
    isReady(line) {
      if (!line.includes('"message":"ready"')) return false;
      ({ port } = JSON.parse(line) as { port: number });
      return true;
    },
    onExit: context.onFailure,
    signal: context.signal,
  });
  return { pid: child.pid, port, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}
