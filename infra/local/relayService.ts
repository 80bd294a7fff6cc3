import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './childProcess.ts';
import { ensureRelaySecrets } from './identity/relaySecrets.ts';
import type { StackContext } from './stack.ts';

export type RelayService = AsyncDisposable & { pid(): number };

/** A relay that keeps failing is started again, but not in a tight loop. */
const restartAfterMs = 500;

/** The fleet's one relay. Killed, it is started again, as a container platform would. */
export async function startRelay(context: StackContext, portsFile: string): Promise<RelayService> {
  const relayId = context.fleet.fleet.relays[0]?.relayId ?? '';
  const secret = ensureRelaySecrets(join(context.stateFolder, 'identity'), [relayId])[relayId] ?? '';
  let child: Child;
  let stopped = false;
  let restart: NodeJS.Timeout | undefined;

  const start = async (): Promise<void> => {
    child = await startChild({
      name: 'The relay',
      args: [fileURLToPath(new URL('../../relay/main.ts', import.meta.url))],
      environment: {
        SALLYPORT_API: context.addresses.functions,
        SALLYPORT_RELAY_ID: relayId,
        SALLYPORT_RELAY_PORTS: portsFile,
        SALLYPORT_STATE: join(context.stateFolder, 'relay'),
        SALLYPORT_BLOBS: context.storage,
        SALLYPORT_TOKEN_ENDPOINT: `${context.addresses.identity}/token`,
        SALLYPORT_CLIENT_ID: relayId,
        SALLYPORT_CLIENT_SECRET: secret,
        SALLYPORT_SCOPE: 'api://sallyport/.default',
      },
      logFile: context.logFile('relay'),
      isReady: (line) => line.includes('"event":"serving"'),
      signal: context.signal,
      onExit: (why) => {
        context.say(`${why}\nIt is started again.`);
        restart = setTimeout(() => void again(), restartAfterMs);
      },
    });
    if (stopped) await child[Symbol.asyncDispose]();
  };

  const again = async (): Promise<void> => {
    if (stopped) return;
    try {
      await start();
    } catch (fault) {
      context.say(fault instanceof Error ? fault.message : String(fault));
      restart = setTimeout(() => void again(), restartAfterMs);
    }
  };

  await start();
  return {
    pid: () => child.pid,
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearTimeout(restart);
      await child[Symbol.asyncDispose]();
    },
  };
}
