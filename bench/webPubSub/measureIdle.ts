import { setTimeout as sleep } from 'node:timers/promises';
import { type ScriptContext, startScript } from '../startScript.ts';
import { type GroupEncoding, groupCodecs } from './groupCodec.ts';
import type { GroupService } from './groupService.ts';
import { openFilesLimit, residentBytes } from './processFacts.ts';

const wantedConnections = 10_000;
/** What a process has open besides. */
const otherFiles = 100;
/** Until what only the handshakes needed is mostly gone. */
const settleMs = 2_000;
const encoding: GroupEncoding = 'json';

export type IdleResult = {
  readonly service: string;
  readonly connections: number;
  readonly bytesBefore: number;
  readonly bytes: number;
  readonly connectMs: number;
};

/** Memory of a service that has just started, and with many clients that say nothing. */
export async function measureIdle(context: ScriptContext, service: GroupService): Promise<IdleResult> {
  const connections = Math.min(wantedConnections, openFilesLimit() - otherFiles);
  const url = await service.clientUrl({ encoding, group: 'idle', sends: false });
  const bytesBefore = residentBytes(service.pid);
  const start = performance.now();
  const args = [url, String(connections), groupCodecs[encoding].subprotocol];
  await using _clients = await startScript(context, 'webPubSub/idleClients.ts', args);
  const connectMs = performance.now() - start;
  await sleep(settleMs);
  return { service: service.name, connections, bytesBefore, bytes: residentBytes(service.pid), connectMs };
}
