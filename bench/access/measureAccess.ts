import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { seedTables } from '../../infra/local/seed.ts';
import { authorizeAll } from '../../shared/access/authorize.ts';
import type { Caller } from '../../shared/access/caller.ts';
import type { AccessReader } from '../../shared/access/ports.ts';
import { createReadCache } from '../../shared/access/readCache.ts';
import { readOnce } from '../../shared/access/readOnce.ts';
import { createAccessTable } from '../../shared/azure/accessTable.ts';
import { createArmAccess } from '../../shared/azure/armAccess.ts';
import { createFleetTable } from '../../shared/azure/fleetTable.ts';
import { createResourceManager } from '../../shared/azure/resourceManager.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { armToken, startArmServer } from '../../tests/support/armServer.ts';
import { startAzurite } from '../../tests/support/azurite.ts';
import { markdownTable } from '../markdown.ts';
import { summarize } from '../statistics.ts';

const rounds = 400;
const warmUpRounds = 50;

/** One request of a member of a group, as a trigger does it: what it may is decided, then one machine is read. */
export async function measureAccess(): Promise<string> {
  await using parts = new AsyncDisposableStack();
  const file = readFleetFile();
  const azurite = parts.use(await startAzurite());
  await seedTables(azurite.tablesConnectionString, file);
  const tables = openTables(azurite.tablesConnectionString);
  const fleet = createFleetTable(tables.fleet);
  const [target] = file.fleet.targets;
  const user = file.users.find(({ upn }) => upn.startsWith('ops@'));
  if (target === undefined || user === undefined) throw new Error('The fleet has no machine or no operator.');
  const caller: Caller = {
    principalId: user.oid,
    kind: 'User',
    tenantId: file.tenantId,
    name: user.name,
    userName: user.upn,
    groups: user.groups,
    appRoles: [],
  };
  const arm = parts.use(await startArmServer(file, { [user.oid]: user.groups }));
  const fromArm = (maxStaleMs: number): AccessReader =>
    createArmAccess({
      arm: createResourceManager({
        url: arm.url,
        token: async () => armToken,
        now: Date.now,
        wait: async () => {},
      }),
      cache: createReadCache({ now: Date.now, maxStaleMs }),
      subscriptions: async () => file.fleet.subscriptions.map(({ subscriptionId }) => subscriptionId),
    });

  const scope = target.resourceId;
  const check = { action: 'Microsoft.Compute/virtualMachines/read', scope };
  const bare = async (): Promise<void> => void (await fleet.target(scope));
  const behind = (access: AccessReader) => async (): Promise<void> => {
    await authorizeAll({ access: readOnce(access), now: Date.now }, caller, [check]);
    await bare();
  };
  const kept = fromArm(600_000);
  const paths: readonly (readonly [string, () => Promise<void>])[] = [
    ['bare: one machine is read', bare],
    ['behind roles of the table, read for each call', behind(createAccessTable(tables.access))],
    ['behind roles of Resource Manager, kept', behind(kept)],
    ['behind roles of Resource Manager, not kept', () => behind(fromArm(0))()],
    ['the decision alone, roles kept', () => authorizeAll({ access: kept, now: Date.now }, caller, [check])],
  ];
  return accessTable(await byTurns(paths));
}

async function byTurns(paths: readonly (readonly [string, () => Promise<void>])[]) {
  const samples = paths.map(([name]) => ({ name, times: [] as number[] }));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const [index, [, run]] of paths.entries()) {
      const from = performance.now();
      await run();
      if (round >= 0) samples[index]?.times.push(performance.now() - from);
    }
  }
  return samples.map(({ name, times }) => ({ name, ...summarize(times) }));
}

type Measured = Awaited<ReturnType<typeof byTurns>>;

function accessTable(measured: Measured): string {
  const [base] = measured;
  return markdownTable(
    ['one request', 'p50 ms', 'p95 ms', 'p99 ms', 'p50 − bare'],
    measured.map(({ name, p50, p95, p99 }) => [
      name,
      p50.toFixed(3),
      p95.toFixed(3),
      p99.toFixed(3),
      (p50 - (base?.p50 ?? 0)).toFixed(3),
    ]),
  );
}
