import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AppendBlob } from '../shared/console/appendBlob.ts';
import type { BlobName } from '../shared/fleet/bootLog.ts';
import type { RecordingName } from '../shared/recording/recordingName.ts';
import type { RecordingStore } from '../shared/recording/recordingStore.ts';
import type { RelayConfig } from './config.ts';
import { createControlPlane } from './controlPlane.ts';
import { createHub } from './hub.ts';
import { openInputRecords } from './inputRecords.ts';
import type { Log } from './log.ts';
import type { PortSource } from './ports/portsFile.ts';
import type { SerialPort } from './ports/serialPort.ts';
import { openSigningKey } from './recording/signingKey.ts';
import type { PutPicture } from './screen/screenshots.ts';
import { createSshServer } from './ssh/sshServer.ts';
import { Supervisor } from './supervisor.ts';
import { azureTokens, clientCredentialTokens } from './tokens.ts';

/** The real objects, put together. `createPort` is an argument so that a test may bring its own guests. */
export async function startRelay(
  config: RelayConfig,
  deps: { readonly createPort: (source: PortSource) => SerialPort; readonly log: Log },
): Promise<Supervisor> {
  const { blobs, credentials } = config;
  const now = (): number => Date.now();
  const tokens =
    credentials === undefined
      ? azureTokens(config.scope)
      : clientCredentialTokens(credentials, { fetch, now });
  const supervisor = new Supervisor({
    ...deps,
    relayId: config.relayId,
    sources: config.sources,
    stateFolder: config.stateFolder,
    createSshServer,
    createHub,
    controlPlane: createControlPlane({ api: config.api, relayId: config.relayId, tokens, fetch }),
    records: openInputRecords(join(config.stateFolder, 'sessions'), now),
    openBlob: blobs === undefined ? undefined : await blobsOf(blobs),
    putPicture: blobs === undefined ? undefined : await picturesOf(blobs),
    openRecording: blobs === undefined ? undefined : await recordingsOf(blobs),
    recordingKey: openSigningKey(join(config.stateFolder, 'recording-key.pem')),
    shutdownMs: config.shutdownMs,
    now,
    random: Math.random,
    newEpoch: randomUUID,
    schedule: (task, delayMs) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  });
  supervisor.start();
  return supervisor;
}

async function recordingsOf(setting: string): Promise<(name: RecordingName) => RecordingStore> {
  const { createRecordingBlobs } = await import('../shared/azure/recordingBlobs.ts');
  return (name) => createRecordingBlobs(setting, name);
}

async function picturesOf(setting: string): Promise<PutPicture> {
  const { createPictureBlobs } = await import('../shared/azure/pictureBlobs.ts');
  return createPictureBlobs(setting);
}

/** The storage library costs 20 MB: a relay without boot logs does not load it. */
async function blobsOf(setting: string): Promise<(name: BlobName) => AppendBlob> {
  const { createAppendBlob } = await import('../shared/azure/appendBlob.ts');
  return (name) => createAppendBlob(setting, name);
}
