import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesOf, defaultPorts, type StackPorts, storageConnection } from '../infra/local/addresses.ts';
import { buildFunctions } from '../infra/local/build.ts';
import { ensureCertificates } from '../infra/local/certificates.ts';
import { readFleetFile } from '../infra/local/fleetFile.ts';
import { startRelay } from '../infra/local/relayService.ts';
import { seedTables } from '../infra/local/seed.ts';
import { startFunctions, startIdentity, startStorage, startWebPubSub } from '../infra/local/services.ts';
import type { StackContext } from '../infra/local/stack.ts';
import type { PortsFile } from '../relay/ports/portsFile.ts';
import { requestUserToken } from '../shared/client/requestUserToken.ts';
import { freePort } from '../tests/support/freePort.ts';

export type World = AsyncDisposable & {
  readonly context: StackContext;
  readonly token: string;
  /** Directories of guests' serial ports: the relay's first, then those for the paths that it is compared with. */
  readonly guests: Readonly<Record<GuestName, string>>;
  /** Of the processes through which console bytes pass. */
  readonly webPubSubPid: number;
  readonly relayPid: number;
};

const guestNames = [
  'sallyport',
  'direct',
  'json',
  'binary',
  'websockify',
  'conserver',
  'shellinabox',
  'wetty',
] as const;
export type GuestName = (typeof guestNames)[number];

export type Surroundings = { readonly say: (text: string) => void; readonly signal: AbortSignal };

/** Somebody who may do everything. */
export const username = 'owner@contoso.example';

/** The parts of the local stack that a measurement touches, on free ports, with a guest that costs nothing. */
export async function startWorld({ say, signal }: Surroundings, startGuests: StartGuests): Promise<World> {
  await using parts = new AsyncDisposableStack();
  const stateFolder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  parts.defer(() => rmSync(stateFolder, { recursive: true, force: true }));
  const { context, certificates } = await createContext(stateFolder, { say, signal });
  const guests = makeGuestDirectories(stateFolder);
  await buildFunctions();
  const [webPubSub] = await Promise.all([
    startWebPubSub(context).then((part) => parts.use(part)),
    startStorage(context, { inMemory: true }).then(async (storage) => {
      parts.use(storage);
      await seedTables(context.storage, context.fleet);
    }),
    startIdentity(context).then((part) => parts.use(part)),
    startGuests(context, Object.values(guests)).then((part) => parts.use(part)),
  ]);
  parts.use(await startFunctions(context, certificates));
  const relay = parts.use(await startRelay(context, writePortsFile(context, guests.sallyport)));
  const token = await requestUserToken({ issuer: context.addresses.identity, username, fetch });
  const running = parts.move();
  return {
    context,
    token,
    guests,
    webPubSubPid: webPubSub.pid(),
    relayPid: relay.pid(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

export type StartGuests = (context: StackContext, directories: readonly string[]) => Promise<AsyncDisposable>;

/** Free ports, certificates and a folder for logs; nothing is started yet. */
export async function createContext(stateFolder: string, { say, signal }: Surroundings) {
  const logs = join(stateFolder, 'logs');
  mkdirSync(logs, { recursive: true });
  const ports = await freePorts();
  const certificates = await ensureCertificates(join(stateFolder, 'certificates'));
  const key = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
  const context: StackContext = {
    ports,
    stateFolder,
    imageFolder: stateFolder,
    guests: 'simulated',
    say,
    signal,
    onFailure: (why) => say(why),
    fleet: readFleetFile(),
    addresses: addressesOf(ports, certificates.caFile),
    storage: storageConnection(ports),
    webPubSub: `Endpoint=http://localhost:${ports.webPubSub};AccessKey=${key};Version=1.0;`,
    logFile: (name) => join(logs, `${name}.log`),
  };
  return { context, certificates };
}

async function freePorts(): Promise<StackPorts> {
  const names = Object.keys(defaultPorts) as (keyof StackPorts)[];
  const entries = await Promise.all(names.map(async (name) => [name, await freePort()] as const));
  return Object.fromEntries(entries) as StackPorts;
}

function makeGuestDirectories(stateFolder: string): Record<GuestName, string> {
  const make = (name: GuestName): [GuestName, string] => {
    const directory = join(stateFolder, 'guests', name);
    mkdirSync(directory, { recursive: true });
    execFileSync('mkfifo', ['tty.in', 'tty.out'], { cwd: directory });
    return [name, directory];
  };
  return Object.fromEntries(guestNames.map(make)) as Record<GuestName, string>;
}

/** The relay's own port kind for QEMU on the first target; the others are silent. */
function writePortsFile({ fleet, stateFolder }: StackContext, directory: string): string {
  const targetResourceId = fleet.fleet.targets[0]?.resourceId ?? '';
  const file: PortsFile = { ports: [{ kind: 'qemu', targetResourceId, directory }] };
  const path = join(stateFolder, 'ports.json');
  writeFileSync(path, JSON.stringify(file));
  return path;
}
