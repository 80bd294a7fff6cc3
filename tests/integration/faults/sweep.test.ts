import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { createSessionTable } from '../../../shared/azure/sessionTable.ts';
import { createTables, openTables, type Tables } from '../../../shared/azure/tables.ts';
import { sweepSessions } from '../../../shared/sessions/sweepSessions.ts';
import { type Azurite, startAzurite } from '../../support/azurite.ts';
import { bastion } from '../../support/sessionFacts.ts';
import { seedOverdue, sweepDeps } from '../../support/sweepWorld.ts';

// Sweeps over real tables, several at once, killed, with wrong clocks, and with a storage that fails now and then.

let azurite: Azurite;
let tables: Tables;

beforeEach(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tablesConnectionString, 30);
  await createTables(tables);
  return () => azurite[Symbol.asyncDispose]();
});

type Seeded = Awaited<ReturnType<typeof seedOverdue>>;

/** Each session has ended once, for its own reason, or goes on; nothing is left behind and nothing is due. */
async function expectSwept(seeded: Seeded): Promise<void> {
  const store = createSessionTable(tables);
  const [live, ended] = [
    await store.readActive(bastion, { limit: 1_000 }),
    await store.listEnded(bastion, { limit: 1_000 }),
  ];
  const expected = seeded.map(({ session, endReason }) => `${session.sessionId} ${endReason}`);
  const actual = [...live, ...ended].map(({ sessionId, endReason }) => `${sessionId} ${endReason}`);
  expect(actual.toSorted()).toEqual(expected.toSorted());
  expect(live.map(({ state }) => state)).toEqual(live.map(() => 'Active'));
  expect(ended.map(({ state }) => state)).toEqual(ended.map(() => 'Ended'));
  const rows = { due: await rowsOf('due'), sessions: await rowsOf('sessions') };
  expect(rows.sessions).toHaveLength(live.length);
  for (const { sessionId, dueAt } of live) {
    expect(rows.due.map(({ rowKey }) => rowKey)).toContain(`${String(dueAt).padStart(15, '0')}_${sessionId}`);
  }
  expect(await rowsOf('operators')).toEqual([]);
}

const endsAudited = async (): Promise<readonly string[]> =>
  (await rowsOf('audit')).filter(({ event }) => event === 'end').map(({ sessionId }) => String(sessionId));
const endsExpected = (seeded: Seeded): readonly string[] =>
  seeded
    .filter(({ session, endReason }) => endReason !== undefined && session.state !== 'Ended')
    .map(({ session }) => session.sessionId);

async function rowsOf(name: keyof Tables): Promise<readonly Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of tables[name].listEntities()) rows.push(row);
  return rows;
}

/** The timer comes again, later: a disconnect that died is finished after some seconds. */
async function sweepLater(): Promise<void> {
  for (const aheadMs of [60_000, 120_000]) {
    expect((await sweepSessions(sweepDeps(tables, { aheadMs }))).faults).toEqual([]);
  }
}

test('sweeps of three instances at once, whose clocks are a minute apart, end each session once', async () => {
  const seeded = await seedOverdue(tables, 10);
  const instances = [-60_000, 0, 60_000].map((aheadMs) =>
    sweepDeps(openTables(azurite.tablesConnectionString, 30), { aheadMs }),
  );

  const swept = await Promise.all(instances.map((deps) => sweepSessions(deps)));

  expect(swept.flatMap(({ faults }) => faults)).toEqual([]);
  await sweepLater();
  await expectSwept(seeded);
  expect((await endsAudited()).toSorted()).toEqual(endsExpected(seeded).toSorted());
});

test('a sweep that is killed after any of its writes leaves nothing that the next one does not finish', async () => {
  const seeded = await seedOverdue(tables, 1);
  let kills = 0;
  for (let writes = 1; writes <= 12; writes += 1) {
    const script = fileURLToPath(new URL('../../support/fixtures/sweepAndDie.ts', import.meta.url));
    const child = spawn(process.execPath, [script, azurite.tablesConnectionString, String(writes)]);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (signal === 'SIGKILL') kills += 1;
    else expect(code).toBe(0);
  }

  expect(kills).toBeGreaterThan(3);
  await sweepLater();
  await expectSwept(seeded);
  expect((await endsAudited()).toSorted()).toEqual(endsExpected(seeded).toSorted());
});

test('a storage that answers 503 to a quarter of all calls delays the ends and doubles none', async () => {
  const seeded = await seedOverdue(tables, 8);
  await using flaky = await startFlakyStorage(azurite.tablesConnectionString);
  const deps = sweepDeps(openTables(flaky.connectionString));
  let faults = 0;
  for (let round = 0; round < 4; round += 1) {
    try {
      faults += (await sweepSessions(deps)).faults.length;
    } catch {
      faults += 1; // Even the list of what is due failed: the timer comes again.
    }
  }

  expect(flaky.refused()).toBeGreaterThan(10);
  expect(faults).toBeGreaterThan(0);
  await sweepLater();
  await expectSwept(seeded);
  // A fault of the audit log ends no sweep: a row may be missing, and is in the app's log. None is there twice.
  const audited = await endsAudited();
  expect(new Set(audited).size).toBe(audited.length);
  expect(audited.length).toBeGreaterThan(endsExpected(seeded).length / 2);
});

/** Passes calls on, but answers 503 to some, before or after the real service has done what they ask. */
async function startFlakyStorage(connectionString: string) {
  const port = Number(/TableEndpoint=http:\/\/127\.0\.0\.1:(\d+)/.exec(connectionString)?.[1]);
  let calls = 0;
  let refused = 0;
  const server = createServer((request, response) => {
    calls += 1;
    // Bursts of three outlast the retries of the SDK.
    const isRefused = calls % 24 < 6;
    const isDone = !isRefused || calls % 2 === 0;
    if (isRefused) refused += 1;
    if (!isDone) return void response.writeHead(503).end();
    const { method, url, headers } = request;
    const onward = send({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      if (isRefused) {
        answer.resume();
        return void response.writeHead(503).end();
      }
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    connectionString: connectionString.replace(`:${port}/`, `:${(server.address() as AddressInfo).port}/`),
    refused: () => refused,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
