import { sha256 } from '../../shared/azure/sha256.ts';
import type { Target } from '../../shared/fleet/fleet.ts';
import { bastionKey } from '../../shared/fleet/keys.ts';
import { startScript } from '../startScript.ts';
import { type Summary, summarize } from '../statistics.ts';
import type { World } from '../world.ts';
import { benchSessions, insertSessions } from './benchSessions.ts';
import { type CountingFunctions, startCountingFunctions } from './countingFunctions.ts';
import { measureSweep, type SweepResult } from './measureSweep.ts';
import type { CountedRequest } from './requestCounter.ts';
import { insertActive, type Seeding, seedingTables } from './seedingTables.ts';
import { timedRequest } from './timedRequest.ts';

export const activeSessions = 1_000;
export const endedSessions = 100_000;
/** At two bastions, those that are listed at one of them. */
export const allActiveSessions = 10_000;
/** Those and what is added for the refresh. */
export const sweptSessions = 14_000;
export const refreshedSessions = 5_000;
/** Web PubSub gives one connection 1,000 rights at most, so the rest are another relay's. */
const servedSessions = 500;
const warmUps = 30;
const samples = 100;

export type Side = {
  readonly list: Summary;
  readonly bare: Summary;
  readonly calls: readonly CountedRequest[];
};
export type ListResult = {
  readonly alone: Side;
  /** With ended sessions beside them. */
  readonly beside: Side;
  readonly refresh: {
    readonly ms: Summary;
    readonly calls: readonly CountedRequest[];
    readonly unanswered: number;
  };
  readonly sweep: SweepResult;
};

/** The list over HTTP and the bare Table SDK in turn, then the same again beside a long history, then a refresh. */
export async function measureList(world: World): Promise<ListResult> {
  const { context } = world;
  const tables = seedingTables(context.storage);
  const [target] = context.fleet.fleet.targets;
  if (target === undefined) throw new Error('The fleet file has no target.');
  const now = Date.now();
  const elsewhere = { relayId: 'relay-elsewhere' };
  await insertActive(tables, benchSessions(target, activeSessions, now, elsewhere));
  await using counting = await startCountingFunctions(context);
  const partition = bastionKey(sha256, target.bastionId);
  await using bare = await startScript(context, 'storage/bareReader.ts', [context.storage, partition]);
  const path = `${target.bastionId}/sessions?api-version=2024-05-01`;

  const side = { world, counting, barePort: bare.port, path };
  const alone = await measureSide(side);
  await seedOthers(tables, target, now);
  const beside = await measureSide(side);
  await seedRefreshed(tables, target, now);
  const refresh = await measureRefresh(world, counting, target.bastionId);
  const sweep = await measureSweep(context.storage);
  return { alone, beside, refresh, sweep };
}

/** A long history here, and what is active at another bastion. */
async function seedOthers(tables: Seeding, target: Target, now: number): Promise<void> {
  const ended = { state: 'Ended', endTime: now, endReason: 'ClosedByUser' } as const;
  await insertSessions(tables.history, benchSessions(target, endedSessions, now, ended));
  const elsewhere = { ...target, bastionId: `${target.bastionId}-other` };
  await insertActive(tables, benchSessions(elsewhere, allActiveSessions - activeSessions, now));
}

/** So many more at the measured bastion. The relay serves some of them. */
async function seedRefreshed(tables: Seeding, target: Target, now: number): Promise<void> {
  const rest = refreshedSessions - activeSessions - servedSessions;
  await insertActive(tables, benchSessions(target, rest, now, { relayId: 'relay-elsewhere' }));
  await insertActive(tables, benchSessions(target, servedSessions, now));
}

async function measureSide(side: {
  readonly world: World;
  readonly counting: CountingFunctions;
  readonly barePort: number;
  readonly path: string;
}): Promise<Side> {
  const { world, counting, barePort, path } = side;
  const { functions } = world.context.addresses;
  const list: number[] = [];
  const bare: number[] = [];
  for (let round = -warmUps; round < samples; round += 1) {
    const listed = await timedRequest(`${functions}${path}`, 'GET', world.token);
    const { body } = await timedRequest(`http://127.0.0.1:${barePort}/`, 'GET');
    const read = JSON.parse(body) as { ms: number; rows: number };
    if (round < 0) continue;
    list.push(listed.ms);
    bare.push(read.ms);
  }
  const get = () => timedRequest(`${counting.url}${path}`, 'GET', world.token);
  await get(); // The first one fetches the identity provider's keys.
  return { list: summarize(list), bare: summarize(bare), calls: await counting.count(get) };
}

const refreshes = 5;

/** The first ones may still find sessions that the relay has not taken up. */
async function measureRefresh(world: World, counting: CountingFunctions, bastionId: string) {
  const url = `${counting.url}${bastionId}/getActiveSessions?api-version=2024-05-01`;
  const times: number[] = [];
  let calls: readonly CountedRequest[] = [];
  let unanswered = 0;
  await new Promise((resolve) => setTimeout(resolve, 11_000)); // Two heartbeats: the relay knows its sessions.
  for (let round = 0; round < refreshes; round += 1) {
    calls = await counting.count(async () => {
      const { ms, body } = await timedRequest(url, 'POST', world.token);
      times.push(ms);
      unanswered += (JSON.parse(body) as { unansweredRelays: string[] }).unansweredRelays.length;
    });
  }
  return { ms: summarize(times), calls, unanswered };
}
