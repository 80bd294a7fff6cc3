import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createAppendBlob } from '../shared/azure/appendBlob.ts';
import type { RelayConfig } from './config.ts';
import { createControlPlane } from './controlPlane.ts';
import { createHub } from './hub.ts';
import { openInputRecords } from './inputRecords.ts';
import type { Log } from './log.ts';
import type { PortSource } from './ports/portsFile.ts';
import type { SerialPort } from './ports/serialPort.ts';
import { Supervisor } from './supervisor.ts';
import { azureTokens, clientCredentialTokens } from './tokens.ts';

/** The real objects, put together. `createPort` is an argument so that a test may bring its own guests. */
export function startRelay(
  config: RelayConfig,
  deps: { readonly createPort: (source: PortSource) => SerialPort; readonly log: Log },
): Supervisor {
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
    createHub,
    controlPlane: createControlPlane({ api: config.api, relayId: config.relayId, tokens, fetch }),
    records: openInputRecords(join(config.stateFolder, 'sessions'), now),
    openBlob: blobs === undefined ? undefined : (name) => createAppendBlob(blobs, name),
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
