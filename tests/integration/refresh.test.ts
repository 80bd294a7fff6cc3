import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createOperationTable } from '../../shared/azure/relayTable.ts';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { eventually } from '../support/eventually.ts';
import { aSessionId, bastion, aSession as sessionOf } from '../support/sessionFacts.ts';

// A refresh over HTTP: at once, or with 202 and an address to come back to.

let plane: ControlPlane;
const relayPrincipal = '30000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane[Symbol.asyncDispose]());
beforeEach(async () => {
  const body = { connectionId: 'r1', ports: [], sessions: [] };
  expect((await plane.asRelay(relayPrincipal, 'PUT', '/relays/relay-01/heartbeat', body)).status).toBe(200);
});

const refresh = (headers: Record<string, string> = {}, user = 'ops') =>
  plane.as(user, 'POST', `${bastion}/getActiveSessions`, { headers, apiVersion: '2025-05-01' });
const come = (location: string, user = 'ops') => plane.as(user, 'GET', location, { apiVersion: null });
const locationOf = ({ headers }: { headers: Record<string, string> }): string => headers.location ?? '';

test('who prefers to poll gets 202 at once, 202 while it lasts, and then the list', async () => {
  const session = sessionOf({
    sessionId: aSessionId(bastion, sha256),
    mode: 'observer',
    startTime: Date.now(),
  });
  await createSessionTable(plane.tables).insert(session);

  const asked = await refresh({ prefer: 'respond-async, wait=10' });
  const location = locationOf(asked);
  const waiting = await come(location);
  const operationId = /operationResults\/([^?]+)/.exec(location)?.[1] ?? '';
  const lastActivityTime = new Date().toISOString();
  await createOperationTable(plane.tables.operations).answer(operationId, 'relay-01', {
    sessions: [{ sessionId: session.sessionId, lastActivityTime }],
  });
  const done = await come(location);

  expect([asked.status, asked.headers['retry-after']]).toEqual([202, '1']);
  expect(location).toMatch(
    /^\/subscriptions\/.*\/getActiveSessions\/operationResults\/[0-9a-f-]{36}\?api-version=2025-05-01$/,
  );
  expect([waiting.status, locationOf(waiting)]).toEqual([202, location]);
  expect(done).toMatchObject({
    status: 200,
    body: { value: [{ sessionId: session.sessionId, lastActivityTime }], unansweredRelays: [] },
  });
});

test('a slow relay makes it 202 without being asked for, and one that never answers is named', async () => {
  const asked = await refresh();
  expect(asked.status).toBe(202);

  const answers: unknown[] = [];
  await eventually(async () => {
    const { status, body } = await come(locationOf(asked));
    if (status === 200) answers.push(body);
    return status === 200;
  });

  expect(answers).toMatchObject([{ unansweredRelays: ['relay-01'] }]);
});

test('A15a the address of a refresh answers its caller only, and only at its bastion', async () => {
  const location = locationOf(await refresh({ prefer: 'respond-async' }));

  expect((await come(location, 'owner')).code).toBe('OperationNotFound');
  expect((await come(location.replace('bastion-hub', 'bastion-x'))).code).toBe('OperationNotFound');
  expect((await come(location, 'reader')).code).toBe('AuthorizationFailed');
  expect((await come(location.replace(/[0-9a-f]{12}\?/, '000000000000?'))).status).toBe(404);
  expect((await come(location)).status).toBe(202);
});

test('A4a neither a forged host nor a forged path leads the poll elsewhere', async () => {
  const asked = await refresh({
    prefer: 'respond-async',
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
  });

  expect(locationOf(asked)).toMatch(/^\/subscriptions\//);
});

test('preferring something else is not preferring to poll', async () => {
  await plane.asRelay(relayPrincipal, 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: null,
    ports: [],
    sessions: [],
  });

  const { status, body } = await refresh({ prefer: 'return=minimal' });

  expect([status, (body as { unansweredRelays: unknown }).unansweredRelays]).toEqual([200, ['relay-01']]);
});
