import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuditPurge } from '../../shared/azure/auditPurge.ts';
import { createAuditTable } from '../../shared/azure/auditTable.ts';
import { createHistoryPurge } from '../../shared/azure/historyTable.ts';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { createTables, openTables, type Tables } from '../../shared/azure/tables.ts';
import { bastionKey } from '../../shared/fleet/keys.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { newSessionId } from '../../shared/sessions/sessionId.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { countRequests } from '../support/countRequests.ts';
import { aSession, bastion } from '../support/sessionFacts.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 21);
let azurite: Azurite;
let tables: Tables;

beforeAll(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tablesConnectionString);
  await createTables(tables);
});
afterAll(() => azurite[Symbol.asyncDispose]());

let serial = 0;
async function ended(at: string, beganDaysAgo: number, endedDaysAgo = beganDaysAgo): Promise<Session> {
  const random = new Uint8Array(10);
  random[9] = serial += 1;
  const startTime = now - beganDaysAgo * day;
  const session = aSession({
    sessionId: newSessionId({ now: startTime, random, bastionKey: bastionKey(sha256, at) }),
    bastionId: at,
    state: 'Ended',
    startTime,
    endTime: now - endedDaysAgo * day,
    endReason: 'ClosedByUser',
  });
  await createSessionTable(tables).archive(session);
  return session;
}
const kept = async (at: string): Promise<readonly string[]> =>
  (await createSessionTable(tables).listEnded(at, { limit: 1_000 })).map(({ sessionId }) => sessionId);
async function keysOf(): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of createHistoryPurge(tables.history).bastionKeys()) keys.push(key);
  return keys;
}

test('bastions that have a history are found, each by one read', async () => {
  const others = ['a', 'b', 'c'].map((name) => `${bastion}-of-${name}`);
  for (const other of others) {
    await ended(other, 1);
    await ended(other, 2);
  }
  const count = countRequests({ history: tables.history });
  let keys: readonly string[] = [];

  const requests = await count(async () => {
    keys = await keysOf();
  });

  expect(keys).toEqual(others.map((one) => bastionKey(sha256, one)).toSorted());
  expect(requests).toHaveLength(4);
});

test('what ended before the time is forgotten; what is younger, or began earlier and ended later, is kept', async () => {
  const key = bastionKey(sha256, bastion);
  const history = createHistoryPurge(tables.history);
  await ended(bastion, 91);
  const long = await ended(bastion, 92, 1);
  const young = await ended(bastion, 89);
  for (let index = 0; index < 5; index += 1) await ended(bastion, 100 + index);
  const before = now - 90 * day;

  expect(await history.purge(key, before, 4)).toBe(4);
  expect(await history.purge(key, before, 4)).toBe(2);
  expect(await history.purge(key, before, 4)).toBe(0);

  expect(await kept(bastion)).toEqual([young.sessionId, long.sessionId]);
});

test('two purges at once, and one of what is half gone, forget all and fail at nothing', async () => {
  const at = `${bastion}-twice`;
  const key = bastionKey(sha256, at);
  for (let index = 0; index < 150; index += 1) await ended(at, 100 + index / 1_000);
  const history = createHistoryPurge(tables.history);

  await Promise.all([history.purge(key, now, 1_000), history.purge(key, now, 1_000)]);

  expect(await kept(at)).toEqual([]);
});

test('a purge that died after any delete is finished by the next one', async () => {
  const at = `${bastion}-killed`;
  const key = bastionKey(sha256, at);
  for (let index = 0; index < 250; index += 1) await ended(at, 100 + index / 1_000);
  const dying = openTables(azurite.tablesConnectionString);
  let requests = 0;
  dying.history.pipeline.addPolicy({
    name: 'die',
    sendRequest: (request, next) => {
      // The list, one transaction, and nothing more.
      if ((requests += 1) > 2) throw new Error('killed');
      return next(request);
    },
  });

  await expect(createHistoryPurge(dying.history).purge(key, now, 1_000)).rejects.toThrow();
  const left = await kept(at);
  await createHistoryPurge(tables.history).purge(key, now, 1_000);

  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(250);
  expect(await kept(at)).toEqual([]);
});

test('audit rows of old days are forgotten, of the limit at most, and what waits for its export is not', async () => {
  const log = createAuditTable(tables.audit, { newId: () => `n${(serial += 1)}`, onFault: () => undefined });
  const event = {
    event: 'end',
    outcome: 'Success',
    principalId: 'p',
    userName: 'u',
    sourceIpAddress: '203.0.113.7',
    scope: bastion,
  } as const;
  for (const daysAgo of [0, 29, 31, 31, 32, 400]) await log.write({ ...event, time: now - daysAgo * day });
  const rows = async () => {
    const found: string[] = [];
    for await (const { partitionKey = '', rowKey = '' } of tables.audit.listEntities()) {
      if (!rowKey.startsWith('pending_')) found.push(partitionKey);
    }
    return found;
  };
  const all = async (): Promise<number> => {
    let count = 0;
    for await (const _row of tables.audit.listEntities()) count += 1;
    return count;
  };
  const old = createAuditPurge(tables.audit);

  expect(await old.purge(now - 30 * day, 3)).toBe(3);
  expect(await old.purge(now - 30 * day, 3)).toBe(1);
  expect(await old.purge(now - 30 * day, 3)).toBe(0);

  expect(await rows()).toEqual(['2026-10-23', '2026-11-21']);
  expect(await all()).toBe(8);
});
