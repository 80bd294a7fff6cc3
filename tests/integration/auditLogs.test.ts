import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportAudit } from '../../shared/audit/exportAudit.ts';
import { createAppendBlob } from '../../shared/azure/appendBlob.ts';
import { createAuditOutbox } from '../../shared/azure/auditOutbox.ts';
import { createFleetTable } from '../../shared/azure/fleetTable.ts';
import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { vm } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { bastion } from '../support/sessionFacts.ts';

let plane: ControlPlane;
const path = `${bastion}/auditLogs`;
const console_ = `${vm}/providers/Microsoft.SerialConsole/serialPorts/0/connect`;
const blobs = () => process.env.SALLYPORT_BLOBS ?? '';

beforeAll(async () => {
  plane = await startControlPlane();
  await plane.asRelay('30000000-0000-4000-8000-000000000001', 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: null,
    ports: [],
    sessions: [],
  });
});
afterAll(() => plane[Symbol.asyncDispose]());

const list = async (user: string, query = '') => {
  const answer = await plane.as(user, 'GET', `${path}${query}`);
  const body = answer.body as { value: AuditLogEntry[]; nextLink?: string };
  return { ...answer, body };
};

/** Owner opens a console and ops ends it, while others try what they may not. */
async function aDay(): Promise<{ sessionId: string; connectionString: string }> {
  const opened = await plane.as('owner', 'POST', console_, {
    headers: { 'x-forwarded-for': '198.51.100.9' },
  });
  const { sessionId, connectionString } = opened.body as { sessionId: string; connectionString: string };
  const token = new URL(connectionString).searchParams.get('access_token') ?? '';
  const { sub: userId } = JSON.parse(atob(token.split('.')[1] ?? '')) as { sub: string };
  await plane.event('azure.webpubsub.sys.connect', { connectionId: 'c1', userId });
  await plane.event('azure.webpubsub.sys.connected', { connectionId: 'c1', userId: sessionId });
  await plane.as('outsider', 'POST', console_);
  await plane.as('reader', 'POST', `${bastion}/disconnectActiveSessions`, {
    body: { sessionIds: [sessionId] },
  });
  await plane.as('ops', 'DELETE', `${bastion}/sessions/${sessionId}`, { body: { reason: 'maintenance' } });
  return { sessionId, connectionString };
}

test('what happened is listed, exported as Azure does it, and holds no secret', async () => {
  const { sessionId, connectionString } = await aDay();

  const { status, body } = await list('reader');
  expect(status).toBe(200);
  const told = body.value.map(
    ({ event, outcome, userName }) => `${userName.split('@')[0]} ${event} ${outcome}`,
  );
  expect(told.toSorted()).toEqual([
    'ops disconnect Success',
    'outsider refused Failure',
    'owner connect Success',
    'owner end Success',
    'reader refused Failure',
  ]);
  const disconnect = body.value.find(({ event }) => event === 'disconnect');
  expect(disconnect).toMatchObject({
    scope: bastion,
    targetResourceId: vm,
    affectedUserName: 'owner@contoso.example',
  });
  for (const query of ['target=vm-web-01', 'target=bastion-hub', 'user=owner@contoso.example']) {
    expect((await list('reader', `?event=disconnect&${query}`)).body.value, query).toEqual([disconnect]);
  }
  expect(body.value.find(({ event }) => event === 'end')).toEqual({
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    event: 'end',
    outcome: 'Success',
    principalId: '20000000-0000-4000-8000-000000000001',
    userName: 'owner@contoso.example',
    sourceIpAddress: '198.51.100.9',
    scope: vm,
    sessionId,
    protocol: 'Serial',
    targetIpAddress: '10.0.0.11',
    durationMs: expect.any(Number),
    reason: 'DisconnectedByAdministrator: Oscar Ops: maintenance',
  });

  const deps = {
    outbox: createAuditOutbox(plane.tables.audit),
    fleet: createFleetTable(plane.tables.fleet),
    encode: (text: string) => new TextEncoder().encode(text),
    now: Date.now,
    openBlob: (blob: { container: string; blob: string }) =>
      createAppendBlob(blobs(), { account: '', ...blob }),
  };
  const exported = await Promise.all([exportAudit(deps), exportAudit(deps), exportAudit(deps)]);
  await exportAudit(deps);

  const container = BlobServiceClient.fromConnectionString(blobs()).getContainerClient(
    'insights-logs-bastionauditlogs',
  );
  let text = '';
  for await (const { name } of container.listBlobsFlat()) {
    expect(name).toMatch(
      /^resourceId=\/SUBSCRIPTIONS\/[-0-9]+\/RESOURCEGROUPS\/RG-HUB\/PROVIDERS\/MICROSOFT\.NETWORK\/BASTIONHOSTS\/BASTION-HUB\/y=\d{4}\/m=\d\d\/d=\d\d\/h=\d\d\/m=00\/PT1H\.json$/,
    );
    text += String(await container.getBlobClient(name).downloadToBuffer());
  }
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { properties: { message: string } });
  expect(exported.some((count) => count > 0)).toBe(true);
  expect(lines.map(({ properties }) => properties.message).toSorted()).toEqual([
    'Login Failed',
    'Login Failed',
    'Successfully Connected.',
    'Successfully Disconnected',
    'disconnect: Success',
  ]);

  const token = new URL(connectionString).searchParams.get('access_token') ?? '';
  const ticket = atob(token.split('.')[1] ?? '').match(/\.([0-9a-f]{48})"/)?.[1];
  expect(ticket).toHaveLength(48);
  let rows = text + JSON.stringify(body);
  for await (const row of plane.tables.audit.listEntities()) rows += JSON.stringify(row);
  for (const secret of [ticket ?? '', token, 'eyJ', 'access_token', 'recognisable-web-pubsub-access-key']) {
    expect(rows).not.toContain(secret);
  }
});

test('filters and pages', async () => {
  const all = (await list('ops')).body.value;

  expect((await list('ops', '?event=refused&user=Reader@contoso.example')).body.value).toHaveLength(1);
  expect((await list('ops', '?outcome=Success&event=end')).body.value).toHaveLength(1);
  expect((await list('ops', '?endTime=2020-01-01T00:00:00Z')).body.value).toEqual([]);
  expect((await list('ops', `?startTime=${all[0]?.time}`)).body.value.length).toBeGreaterThan(0);
  const paged: AuditLogEntry[] = [];
  let next: string | undefined = `${path}?$top=2`;
  while (next !== undefined) {
    const { body } = await plane.as('ops', 'GET', next);
    const page = body as { value: AuditLogEntry[]; nextLink?: string };
    paged.push(...page.value);
    next = page.nextLink;
  }
  expect(paged).toEqual(all);
});

test.each([
  ['$skipToken=x', '$skipToken'],
  ['$skipToken=2026-99-99_1', '$skipToken'],
  ['startTime=yesterday', 'startTime'],
  ['startTime=2020-01-01T00:00:00Z', 'startTime'],
  ['outcome=Maybe', 'outcome'],
  ['$top=0', '$top'],
])('%s is refused', async (query, target) => {
  const answer = await list('ops', `?${query}`);

  expect([answer.status, answer.code]).toEqual([400, 'InvalidRequest']);
  expect(answer.body).toMatchObject({ error: { target } });
});

test('only readers of the bastion read its log, and nobody else learns whether there is one', async () => {
  expect((await list('outsider')).code).toBe('AuthorizationFailed');
  expect((await list('vmops')).code).toBe('AuthorizationFailed');
  expect((await plane.as('outsider', 'GET', `${bastion}x/auditLogs`)).code).toBe('AuthorizationFailed');
  expect((await plane.as('ops', 'GET', `${bastion}x/auditLogs`)).code).toBe('ResourceNotFound');
});

test('a storm of refusals leaves twenty rows a minute', async () => {
  const before = (await list('ops', '?user=console-only@contoso.example&$top=1000')).body.value.length;
  for (let index = 0; index < 50; index += 1) {
    await plane.as('console-only', 'POST', `${bastion}/disconnectActiveSessions`, {
      body: { sessionIds: [] },
    });
  }
  const rows = (await list('ops', '?user=console-only@contoso.example&$top=1000')).body.value;

  // Twice as many when a minute ended meanwhile.
  expect(rows.length - before).toBeGreaterThanOrEqual(20);
  expect(rows.length - before).toBeLessThanOrEqual(40);
  expect(rows.some(({ reason }) => reason?.endsWith('(More in this minute are not kept.)'))).toBe(true);
});
