import { join } from 'node:path';
import { buildRelay } from './build.ts';
import { startChild } from './childProcess.ts';
import { ensureRelaySecrets } from './identity/relaySecrets.ts';
import { type KeptPart, keepRunning } from './keepRunning.ts';
import type { StackContext } from './stack.ts';

/** Garbage is collected sooner: a relay makes little of it, and there may be many beside the machines. */
const relayFlags = ['--max-semi-space-size=1'];

/**
 * Of the C library on Linux. V8 compiles in pieces of 32 KiB, 12 MiB of them while a thousand ports start: below this
 * size what is freed stays with the process wherever something that lasts lies behind it.
 */
const relayMemory = { MALLOC_MMAP_THRESHOLD_: '32000', MALLOC_ARENA_MAX: '1' };

/** The fleet's one relay. Killed, it is started again, as a container platform would. */
export async function startRelay(context: StackContext, portsFile: string): Promise<KeptPart> {
  const relayId = context.fleet.fleet.relays[0]?.relayId ?? '';
  const secret = ensureRelaySecrets(join(context.stateFolder, 'identity'), [relayId])[relayId] ?? '';
  const { output: script } = await buildRelay();
  const start = (onExit: (why: string) => void) =>
    startChild({
      name: 'The relay',
      args: [...relayFlags, script],
      environment: {
        ...relayMemory,
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
      onExit,
    });
  return await keepRunning(start, context.say);
}
