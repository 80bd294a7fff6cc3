import { afterAll, beforeAll, expect, test } from 'vitest';
import { resourceGroup, vm } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { bastion } from '../support/sessionFacts.ts';

/** Attacks on calls that people make, by those who have a token and not the right, or the right and bad intent. */
let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane[Symbol.asyncDispose]());

const serialPort = (machine: string): string => `${machine}/providers/Microsoft.SerialConsole/serialPorts/0`;
const auditRows = async () => {
  const rows = [];
  for await (const row of plane.tables.audit.listEntities()) rows.push(row);
  return rows;
};
const refusals = async () => (await auditRows()).filter(({ event }) => event === 'refused');
const sshConnect = (user: string, body: object) =>
  plane.as(user, 'POST', `${bastion}/connect`, { body: { protocol: 'SSH', ...body } });
const relay = '30000000-0000-4000-8000-000000000001';
const relayLives = () =>
  plane.asRelay(relay, 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: 'relay-connection',
    ports: [],
    sessions: [],
  });

test('a refused attempt is in the log however long and strange its path is', async () => {
  const name = `vm-web-01${'%01'.repeat(4_500)}`;
  const path = serialPort(vm.replace('vm-web-01', name));

  const { status } = await plane.as('outsider', 'POST', `${path}/connect`);

  expect(status).toBe(403);
  expect(await refusals()).toMatchObject([{ scope: expect.stringContaining('vm-web-01'), event: 'refused' }]);
  // And it waits to be exported.
  expect((await auditRows()).filter(({ json }) => json !== undefined)).toHaveLength(1);
});

test('a place in the log that is far from its days costs no more than the days', async () => {
  const { status, body } = await plane.as('owner', 'GET', `${bastion}/auditLogs?$skipToken=9999-12-31_`);

  expect({ status, body }).toEqual({ status: 200, body: { value: [] } });
}, 20_000);

test('whoever is refused an SSH session, or a session of somebody else, is in the log', async () => {
  await relayLives();
  const before = (await refusals()).length;
  const storage = `${resourceGroup}/providers/Microsoft.Storage/storageAccounts/sthubdiag`;
  const sessionId = 'zzzzzzzzz-0000000000000000-000000000000';

  const noMachine = await sshConnect('owner', { targetResourceId: storage });
  const noServer = await sshConnect('owner', { targetResourceId: vm });
  const notYours = await plane.as('owner', 'POST', `${serialPort(vm)}/connect`, { body: { sessionId } });

  expect([noMachine.code, noServer.code, notYours.code]).toEqual([
    'InvalidRequest',
    'SshNotAvailable',
    'SessionEnded',
  ]);
  expect(await refusals()).toHaveLength(before + 3);
});

test('what a relay calls an error becomes no header of its choice', async () => {
  await relayLives();
  const started = await plane.as('ops', 'POST', `${vm}/deallocate`);
  const monitor = started.headers.location ?? '';
  const operationId = /operations\/([\da-f-]{36})/.exec(monitor)?.[1] ?? '';
  const answer = (code: string) =>
    plane.asRelay(relay, 'POST', `/relays/relay-01/operations/${operationId}`, {
      status: 'Failed',
      error: { code, message: 'no' },
    });

  expect((await answer('Evil\r\nSet-Cookie: a=b')).status).toBe(400);
  expect((await plane.as('ops', 'GET', monitor)).status).toBe(202);
  expect((await answer('HypervisorUnavailable')).status).toBe(204);
  expect(await plane.as('ops', 'GET', monitor)).toMatchObject({ status: 409, code: 'HypervisorUnavailable' });
});

test('whoever plays a relay is refused, and is in the log', async () => {
  const before = (await refusals()).length;

  const person = await plane.as('owner', 'POST', '/relays/relay-01/connect');
  const stranger = '30000000-0000-4000-8000-0000000000ff';
  const other = await plane.asRelay(stranger, 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: 'mine',
    ports: [],
    sessions: [],
  });

  expect([person.code, other.code]).toEqual(['AuthorizationFailed', 'AuthorizationFailed']);
  const rows = await refusals();
  expect(rows).toHaveLength(before + 2);
  expect(rows.filter(({ scope }) => scope === '/relays/relay-01')).toHaveLength(2);
});
