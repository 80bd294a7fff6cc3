import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Addresses, addressesOf, type StackPorts, storageConnection } from './addresses.ts';
import { allowPortal } from './allowPortal.ts';
import { buildFunctions, buildPortal } from './build.ts';
import { ensureCertificates } from './certificates.ts';
import { type FleetFile, readFleetFile } from './fleetFile.ts';
import { startGuests } from './guests.ts';
import type { KeptPart } from './keepRunning.ts';
import { startPortal } from './portalServer.ts';
import { requireFreePorts } from './ports.ts';
import { startRelay } from './relayService.ts';
import { seedTables } from './seed.ts';
import { type StoragePids, startFunctions, startIdentity, startStorage, startWebPubSub } from './services.ts';

export type StackOptions = {
  readonly ports: StackPorts;
  /** Everything that is kept between two starts lives here. */
  readonly stateFolder: string;
  /** The guests' kernel and initramfs, which several stacks may share. */
  readonly imageFolder: string;
  /** `qemu` falls back to simulated guests, and says so, where QEMU cannot be had. */
  readonly guests: 'qemu' | 'simulated';
  /** Ports of this machine at which simulated guests, by name, are reached by SSH: they have no server of their own. */
  readonly sshPorts?: Readonly<Record<string, number>>;
  /** A port on which Web PubSub takes orders to fail, for tests. Absent: none. */
  readonly webPubSubAdmin?: number;
  /** Told to the person who waits. */
  readonly say: (text: string) => void;
  /** Ends a start that is under way: what has been started is ended again. */
  readonly signal?: AbortSignal;
  /** A part that cannot be restarted has ended. */
  readonly onFailure: (why: string) => void;
  /** Instead of that of `fleet.json`. */
  readonly fleet?: FleetFile;
};

export type Stack = AsyncDisposable & {
  readonly addresses: Addresses;
  readonly users: readonly string[];
  /** The relay's process id, for those who want to see it restart. */
  readonly relayPid: () => number;
  /** For those who want to see an outage: of the relay, the function app, Web PubSub and the two stores. */
  readonly relay: Pick<KeptPart, 'holdDown'>;
  readonly functions: Pick<KeptPart, 'pid' | 'holdDown'>;
  readonly webPubSub: Pick<KeptPart, 'pid' | 'holdDown'>;
  readonly storagePids: StoragePids;
  /** The connection string of the two stores. */
  readonly storage: string;
};

/** What every service of the stack is given. */
export type StackContext = StackOptions & {
  readonly signal: AbortSignal;
  readonly fleet: FleetFile;
  readonly addresses: Addresses;
  readonly storage: string;
  readonly webPubSub: string;
  readonly logFile: (name: string) => string;
};

/** The access key that the official Web PubSub emulator is born with: either can be put in. */
const webPubSubKey = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';

const portalFolder = fileURLToPath(new URL('../../dist/portal', import.meta.url));

/** Starts all of Sallyport on loopback; resolves when a person can use it. Disposing ends every part. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports, stateFolder, say } = options;
  await requireFreePorts(ports);
  mkdirSync(join(stateFolder, 'logs'), { recursive: true, mode: 0o700 });
  const parts = new AsyncDisposableStack();
  try {
    say('Building the function app and the portal…');
    const [certificates] = await Promise.all([
      ensureCertificates(join(stateFolder, 'certificates')),
      buildFunctions(),
      buildPortal(),
    ]);
    const context: StackContext = {
      ...options,
      signal: options.signal ?? new AbortController().signal,
      fleet: options.fleet ?? readFleetFile(),
      addresses: addressesOf(ports, certificates.caFile),
      storage: storageConnection(ports),
      webPubSub: `Endpoint=http://localhost:${ports.webPubSub};AccessKey=${webPubSubKey};Version=1.0;`,
      logFile: (name) => join(stateFolder, 'logs', `${name}.log`),
    };
    const pids = await startParts(context, certificates, parts);
    const users = context.fleet.users.map((user) => user.upn);
    const running = parts.move();
    return {
      addresses: context.addresses,
      users,
      ...pids,
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    };
  } catch (fault) {
    await parts.disposeAsync();
    throw fault;
  }
}

/** In the order in which they need each other; ended in the opposite one. */
async function startParts(
  context: StackContext,
  certificates: { readonly certFile: string; readonly keyFile: string },
  parts: AsyncDisposableStack,
): Promise<Omit<Stack, 'addresses' | 'users' | typeof Symbol.asyncDispose>> {
  const { say, ports } = context;
  say('Starting storage, Web PubSub, the identity provider and the guests…');
  const [portsFile, storagePids, webPubSub] = await allSettled([
    startGuests(context, parts),
    startSeededStorage(context, parts),
    startWebPubSub(context).then<KeptPart>((part) => parts.use(part)),
    startIdentity(context).then((part) => parts.use(part)),
  ]);
  say('Starting the function app and the relay…');
  const functions = parts.use(await startFunctions(context, certificates));
  const relay = parts.use(await startRelay(context, portsFile));
  parts.use(await startPortal({ port: ports.portal, folder: portalFolder, config: portalConfig(context) }));
  const { storage } = context;
  return { relayPid: () => relay.pid(), relay, functions, webPubSub, storagePids, storage };
}

async function startSeededStorage(context: StackContext, parts: AsyncDisposableStack): Promise<StoragePids> {
  const storage = parts.use(await startStorage(context));
  await seedTables(context.storage, context.fleet);
  await allowPortal(context.storage, context.addresses.portal);
  return storage.pids;
}

/** As Promise.all, but a failure waits for the others: what they have started can then be ended. */
async function allSettled<const T extends readonly Promise<unknown>[]>(
  starting: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(starting);
  return await Promise.all(starting);
}

/** The page's `/config.json`. */
export function portalConfig({ addresses, fleet }: StackContext) {
  return {
    authority: addresses.identity,
    clientId: 'sallyport-portal',
    scope: 'openid profile',
    resource: 'api://sallyport',
    apiUrl: addresses.functions,
    subscriptionId: fleet.fleet.targets[0]?.resourceId.split('/')[2] ?? '',
  };
}
