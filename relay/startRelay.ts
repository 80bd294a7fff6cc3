import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createSteadyClock } from '../shared/clock/steadyClock.ts';
import type { RelayConfig } from './config.ts';
import { createControlPlane } from './controlPlane.ts';
import { httpFetch as fetch } from './httpFetch.ts';
import { createHub } from './hub.ts';
import { openInputRecords } from './inputRecords.ts';
import { awaitTurn } from './lease/awaitTurn.ts';
import { lockFolder } from './lease/folderLock.ts';
import { openHolder } from './lease/holder.ts';
import { Lease } from './lease/lease.ts';
import { leasedBlob, leasedPicture, leasedRecording } from './lease/leasedStores.ts';
import { createTurns } from './lease/turns.ts';
import type { Log } from './log.ts';
import { openHeap } from './memory/heap.ts';
import { trimHeapAtRest } from './memory/trimHeap.ts';
import type { PortSource } from './ports/portsFile.ts';
import type { SerialPort } from './ports/serialPort.ts';
import { openSigningKey } from './recording/signingKey.ts';
import { createSshServer } from './ssh/sshOnDemand.ts';
import { Supervisor, type SupervisorDeps } from './supervisor.ts';
import { azureTokens, clientCredentialTokens, type TokenProvider } from './tokens.ts';

export type StartRelayDeps = {
  readonly createPort: (source: PortSource) => SerialPort;
  readonly onLeaseLost: () => void;
  readonly log: Log;
};

/**
 * The real objects, put together. `createPort` is an argument so that a test may bring its own guests. Rejects
 * with `FolderInUse` when another relay has the state folder.
 */
export async function startRelay(config: RelayConfig, deps: StartRelayDeps): Promise<AsyncDisposable> {
  const { api, relayId, stateFolder } = config;
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  await using parts = new AsyncDisposableStack();
  parts.use(lockFolder(stateFolder));
  // Whoever sets the machine's clock makes nobody look idle, and no recording jump.
  const { now } = createSteadyClock({ wallMs, monotonicMs });
  const holder = openHolder(stateFolder, randomUUID);
  const lease = new Lease({ now: wallMs, monotonicMs, holder, process: randomUUID() });
  const tokens = tokensOf(config, now);
  const controlPlane = createControlPlane({ api, relayId, tokens, lease, fetch });
  await awaitTurn({ controlPlane, wait, log: deps.log });
  const supervisor = new Supervisor({
    ...deps,
    relayId,
    sources: config.sources,
    stateFolder,
    createSshServer,
    createHub,
    controlPlane,
    lease,
    records: openInputRecords(join(stateFolder, 'sessions'), wallMs),
    ...(await openStores(config.blobs, lease)),
    recordingKey: openSigningKey(join(stateFolder, 'recording-key.pem')),
    shutdownMs: config.shutdownMs,
    now,
    random: Math.random,
    newEpoch: randomUUID,
    schedule: (task, delayMs) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  });
  parts.use(supervisor).start();
  const isWatched = (): boolean => supervisor.isWatched;
  parts.defer(trimHeapAtRest({ heap: openHeap(), isWatched, cpuMs, repeat }));
  return parts.move();
}

const wallMs = (): number => Date.now();
const monotonicMs = (): number => performance.now();

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function repeat(task: () => void, everyMs: number): () => void {
  const timer = setInterval(task, everyMs);
  return () => clearInterval(timer);
}

function tokensOf({ credentials, scope }: RelayConfig, now: () => number): TokenProvider {
  return credentials === undefined ? azureTokens(scope) : clientCredentialTokens(credentials, { fetch, now });
}

/** At a time. */
const storageCalls = 16;

type Stores = Pick<SupervisorDeps, 'openBlob' | 'putPicture' | 'openRecording'>;

/** The storage library costs 20 MB: a relay that stores nothing does not load it. */
async function openStores(setting: string | undefined, lease: Lease): Promise<Stores> {
  if (setting === undefined) return { openBlob: undefined, putPicture: undefined, openRecording: undefined };
  const [{ createAppendBlob }, { createPictureBlobs }, { createRecordingBlobs }] = await Promise.all([
    import('../shared/azure/appendBlob.ts'),
    import('../shared/azure/pictureBlobs.ts'),
    import('../shared/azure/recordingBlobs.ts'),
  ]);
  const guard = { lease, turns: createTurns(storageCalls) };
  return {
    openBlob: (name) => leasedBlob(createAppendBlob(setting, name), guard),
    putPicture: leasedPicture(createPictureBlobs(setting), guard),
    openRecording: (name) => leasedRecording(createRecordingBlobs(setting, name), guard),
  };
}
