import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { vm } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { aSession, aSessionId, bastion } from '../support/sessionFacts.ts';

let plane: ControlPlane;
const serialPort = 'providers/Microsoft.SerialConsole/serialPorts/0/connect';
const path = `${bastion}/policies/default`;

beforeAll(async () => {
  const { targets } = readFleetFile().fleet;
  const [target] = targets;
  if (target === undefined) throw new Error('The fleet has no target.');
  const more = Array.from({ length: 25 }, (_, index) => ({
    ...target,
    resourceId: `${target.resourceId}-${index}`,
  }));
  plane = await startControlPlane({ targets: [...targets, ...more] });
});
afterAll(() => plane[Symbol.asyncDispose]());

const defaults = {
  idleTimeoutInMinutes: null,
  maxDurationInMinutes: null,
  warningInSeconds: 60,
  historyRetentionInDays: 90,
  maxSessions: null,
  maxSessionsPerUser: 100,
};
const put = (user: string, properties: object, headers: Record<string, string> = {}) =>
  plane.as(user, 'PUT', path, { body: { properties }, headers });

test('a policy is read by readers, set by those who may write the bastion, and by nobody else', async () => {
  const read = await plane.as('reader', 'GET', path);
  const refused = await put('reader', { maxSessions: 1 });
  const outsider = await plane.as('outsider', 'GET', path.replace('hub', 'nowhere'));

  expect(read).toMatchObject({
    status: 200,
    body: {
      id: path,
      name: 'default',
      type: 'Microsoft.Network/bastionHosts/policies',
      properties: defaults,
    },
  });
  expect([refused.status, refused.code]).toEqual([403, 'AuthorizationFailed']);
  expect([outsider.status, outsider.code]).toEqual([403, 'AuthorizationFailed']);
  expect((await plane.as('ops', 'GET', path.replace('hub', 'nowhere'))).code).toBe('ResourceNotFound');
});

test('a PUT sets everything, a PATCH what it names, and an etag keeps two people from undoing each other', async () => {
  const first = await put('ops', { idleTimeoutInMinutes: 30, maxSessions: 9 });
  const patched = await plane.as('ops', 'PATCH', path.replace('default', 'DEFAULT'), {
    body: { properties: { idleTimeoutInMinutes: null, historyRetentionInDays: 7 } },
    headers: { 'if-match': first.headers.etag ?? '' },
  });
  const stale = await put('owner', { maxSessions: 1 }, { 'if-match': first.headers.etag ?? '' });
  const reset = await put('owner', {}, { 'if-match': patched.headers.etag ?? '' });

  expect(patched.body).toMatchObject({
    etag: patched.headers.etag,
    properties: { ...defaults, maxSessions: 9, historyRetentionInDays: 7 },
  });
  expect([stale.status, stale.code]).toEqual([412, 'PreconditionFailed']);
  expect(reset.body).toMatchObject({ properties: defaults });
  const reasons: unknown[] = [];
  for await (const row of plane.tables.audit.listEntities()) {
    if (row.event === 'policyChange') reasons.push([row.userName, row.reason]);
  }
  expect(reasons.toReversed()).toEqual([
    ['ops@contoso.example', 'idleTimeoutInMinutes: null → 30, maxSessions: null → 9'],
    ['ops@contoso.example', 'idleTimeoutInMinutes: 30 → null, historyRetentionInDays: 90 → 7'],
    ['owner@contoso.example', 'historyRetentionInDays: 7 → 90, maxSessions: 9 → null'],
  ]);
});

test.each([
  [{ idleTimeoutInMinutes: 0 }, 'properties.idleTimeoutInMinutes'],
  [{ idleTimeoutInMinutes: 1441 }, 'properties.idleTimeoutInMinutes'],
  [{ maxDurationInMinutes: 1.5 }, 'properties.maxDurationInMinutes'],
  [{ warningInSeconds: 9 }, 'properties.warningInSeconds'],
  [{ warningInSeconds: 60, idleTimeoutInMinutes: 1 }, 'properties.warningInSeconds'],
  [{ historyRetentionInDays: 0 }, 'properties.historyRetentionInDays'],
  [{ maxSessions: '3' }, 'properties.maxSessions'],
  [{ maxSessionsPerUser: -1 }, 'properties.maxSessionsPerUser'],
  [{ maxSesions: 3 }, 'properties'],
])('a policy with %j is refused and names it', async (properties, target) => {
  for (const method of ['PUT', 'PATCH'] as const) {
    const answer = await plane.as('ops', method, path, { body: { properties } });

    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'InvalidRequest', target } } });
  }
});

test('a session is kept by its own person and its own connection, and by nobody else', async () => {
  const principalId = plane.file.users.find(({ upn }) => upn.startsWith('vmops@'))?.oid ?? '';
  const sessions = createSessionTable(plane.tables);
  const sessionId = aSessionId(bastion, sha256);
  const warned = { warnedOf: 'IdleTimeout', warnedUntil: Date.now() + 60_000 } as const;
  await sessions.insert(aSession({ sessionId, principalId, mode: 'observer', ...warned }));
  const stay = (user: string, at = bastion) => plane.as(user, 'POST', `${at}/sessions/${sessionId}/stay`);
  const present = async () => (await sessions.get(sessionId))?.value;

  const others = [await stay('owner'), await stay('vmops', bastion.replace('hub', 'other'))];
  await plane.event('azure.webpubsub.user.stay', { connectionId: 'not-its-own', userId: sessionId });
  expect(others.map(({ status, code }) => [status, code])).toEqual([
    [404, 'SessionNotFound'],
    [404, 'SessionNotFound'],
  ]);
  expect(await present()).toMatchObject(warned);

  const event = await plane.event('azure.webpubsub.user.stay', { connectionId: 'c1', userId: sessionId });
  expect([event.status, (await present())?.warnedOf]).toEqual([204, undefined]);
  const own = await stay('vmops');
  expect(own).toMatchObject({ status: 200, body: { sessionId } });
  const late = await plane.event('azure.webpubsub.user.stay', { connectionId: 'c1', userId: aSessionId() });
  expect(late.status).toBe(204);
});

test('of fifty connects at once no more get in than the policy allows, and those are all used', async () => {
  await plane.asRelay('30000000-0000-4000-8000-000000000001', 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: 'r1',
    ports: [],
    sessions: [],
  });
  await put('ops', { maxSessions: 10 });
  const users = ['ops', 'owner'];
  const connects = Array.from({ length: 50 }, (_, index) => {
    const port = `${vm}-${Math.floor(index / 2)}/${serialPort}`;
    return plane.as(users[index % 2] ?? '', 'POST', port, { body: { mode: 'observer' } });
  });

  const answers = await Promise.all(connects);

  const counts = Map.groupBy(answers, ({ status, code }) => code ?? String(status));
  const of = (outcome: string): number => counts.get(outcome)?.length ?? 0;
  // One is open since before the limit, and counts.
  expect(of('200')).toBe(9);
  expect(of('BastionSessionLimitReached')).toBe(41);
  expect(answers.find(({ status }) => status === 429)?.headers['retry-after']).toBeUndefined();
  const open = await createSessionTable(plane.tables).listActive(bastion, { limit: 1000 });
  expect(open.map(({ state }) => state).toSorted()).toEqual(['Active', ...Array(9).fill('Pending')]);

  await put('ops', { maxSessionsPerUser: 10 });
  const again = await plane.as('reader', 'GET', path);
  const more = await plane.as('ops', 'POST', `${vm}-0/${serialPort}`, { body: { mode: 'observer' } });
  expect(again.body).toMatchObject({ properties: { maxSessions: null, maxSessionsPerUser: 10 } });
  expect(more.status).toBe(200);
});
