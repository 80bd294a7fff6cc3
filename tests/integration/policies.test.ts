import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { aSession, aSessionId, bastion } from '../support/sessionFacts.ts';

let plane: ControlPlane;
const path = `${bastion}/policies/default`;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane[Symbol.asyncDispose]());

const defaults = {
  idleTimeoutInMinutes: null,
  maxDurationInMinutes: null,
  warningInSeconds: 60,
  historyRetentionInDays: 90,
  maxSessions: null,
  maxSessionsPerUser: null,
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
