import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startWebPubSub } from '../../../infra/local/webPubSub/startWebPubSub.ts';
import { eventually } from '../../support/eventually.ts';
import {
  anyGroup,
  json,
  reliable,
  startTestService,
  type TestService,
} from '../../support/webPubSub/service.ts';
import { openWire, refusalOf } from '../../support/webPubSub/wireClient.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());
afterEach(async () => {
  await service.heal();
  await service.rest('chat').closeAllConnections();
});

test('without an admin port there are no faults', async () => {
  await using plain = await startWebPubSub({ port: 0 });

  expect(plain.adminPort).toBeUndefined();
  expect((await fetch(`${plain.endpoint}/faults`)).status).toBe(404);
});

test('a drop strikes only whom it is aimed at, without a goodbye', async () => {
  await using ann = await service.join(reliable, { userId: 'ann' });
  await using bob = await service.join(reliable, { userId: 'bob' });

  const struck = await service.order({ kind: 'drop', userId: 'ann' });

  expect(struck).toEqual({ connections: [ann.connectionId] });
  expect(await ann.closed).toEqual({ code: 1006, reason: '' });
  bob.send({ type: 'ping' });
  expect(await bob.next()).toBe('{"type":"pong"}');
});

test('a reload tells the client first and leaves the connection recoverable', async () => {
  await using client = await service.join(reliable);

  await service.order({ kind: 'reload' });

  expect(await client.nextJson()).toEqual({
    type: 'system',
    event: 'disconnected',
    message: 'Service reload',
  });
  expect((await client.closed).code).toBe(1001);
  expect((await service.connections())[0]?.state).toBe('detached');
});

test('unrecoverable closes with 1008 and forgets', async () => {
  await using client = await service.join(reliable);

  await service.order({ kind: 'unrecoverable', connectionId: client.connectionId });

  expect((await client.closed).code).toBe(1008);
  expect(await service.connections()).toEqual([]);
});

test('expire takes the half minute of a detached connection away', async () => {
  await using client = await service.join(reliable);
  client.socket.terminate();
  await eventually(async () => (await service.connections())[0]?.state === 'detached');

  await service.order({ kind: 'expire' });

  expect(await service.connections()).toEqual([]);
});

test('upgrades are refused as often as ordered, for newcomers or for those who return', async () => {
  const url = await service.url('chat');
  const recovery = `${url}&awps_connection_id=x`;
  await service.order({ kind: 'refuseUpgrade', count: 2 });
  await service.order({ kind: 'refuseUpgrade', status: 503, on: 'recovery' });

  expect(await refusalOf(url)).toBe(502);
  expect(await refusalOf(url)).toBe(502);
  expect(await refusalOf(url)).toBe(101);
  expect(await refusalOf(recovery, reliable)).toBe(503);
  await service.heal();
  expect(await refusalOf(recovery, reliable)).toBe(101);
});

test('failRecovery answers one recovery with 1008', async () => {
  await using client = await service.join(reliable);
  await service.order({ kind: 'failRecovery', count: 1 });
  const query = `awps_connection_id=${client.connectionId}&awps_reconnection_token=${client.reconnectionToken}`;

  await using back = await openWire(`ws://127.0.0.1:${service.port}/client/hubs/chat?${query}`, reliable);

  expect((await back.closed).code).toBe(1008);
});

test('a lost ack is answered Duplicate when the request is repeated', async () => {
  await using client = await service.join(json, { roles: anyGroup });
  const request = { type: 'joinGroup', group: 'g', ackId: 7 };
  await service.order({ kind: 'loseAcks', count: 1 });

  client.send(request);
  client.send(request);

  expect(await client.nextJson()).toMatchObject({ ackId: 7, error: { name: 'Duplicate' } });
});

test.each(['toClient', 'toService'])(
  'a delay %s holds frames back and keeps their order',
  async (direction) => {
    await using client = await service.join(json, { roles: anyGroup, groups: ['g'] });
    await service.order({ kind: 'delay', direction, ms: 40 });
    const start = performance.now();

    for (const data of [1, 2, 3]) client.send({ type: 'sendToGroup', group: 'g', data });

    for (const data of [1, 2, 3]) expect(await client.nextJson()).toMatchObject({ data });
    expect(performance.now() - start).toBeGreaterThan(35);
  },
);

test('a stalled client gets nothing until it is healed, then everything', async () => {
  await using client = await service.join(json, { userId: 'slow' });
  await using other = await service.join(json);
  await service.order({ kind: 'stall', userId: 'slow' });
  const rest = service.rest('chat');

  await rest.sendToAll('1', { contentType: 'text/plain' });
  await rest.sendToAll('2', { contentType: 'text/plain' });
  for (const data of ['1', '2']) expect(await other.nextJson()).toMatchObject({ data });
  const first = client.nextJson();
  expect(await Promise.race([first, other.closed, Promise.resolve('nothing')])).toBe('nothing');
  await service.heal();

  expect([await first, await client.nextJson()]).toMatchObject([{ data: '1' }, { data: '2' }]);
});

test('a client that is stalled for too long loses its socket', async () => {
  await using client = await service.join(reliable, { userId: 'slow', groups: ['g'] });
  await using sender = await service.join(json, { roles: anyGroup });
  await service.order({ kind: 'stall', userId: 'slow' });

  for (let i = 0; i < 1_001; i++) sender.send({ type: 'sendToGroup', group: 'g', data: i });

  expect((await client.closed).code).toBe(1006);
});

test('a stalled sender is read again when healed', async () => {
  await using client = await service.join(json, { userId: 'slow' });
  await service.order({ kind: 'stall', direction: 'toService', userId: 'slow' });

  client.send({ type: 'ping' });
  const pong = client.next();
  expect(await Promise.race([pong, service.connections()])).not.toBe('{"type":"pong"}');
  await service.heal();

  expect(await pong).toBe('{"type":"pong"}');
});

test('REST fails as often as ordered', async () => {
  await service.order({ kind: 'failRest', count: 1 });
  const rest = service.rest('chat');

  await expect(rest.sendToAll('x')).rejects.toMatchObject({ statusCode: 503 });
  await rest.sendToAll('x');
});

test('faults are listed and removed one by one', async () => {
  const admin = `http://127.0.0.1:${service.adminPort ?? 0}`;
  const headers = { 'content-type': 'application/json' };
  const { id } = (await service.order({ kind: 'delay', direction: 'toClient', ms: 5, hub: 'Chat' })) as {
    id: number;
  };

  expect(await (await fetch(`${admin}/faults`)).json()).toEqual({
    faults: [{ id, kind: 'delay', direction: 'toClient', ms: 5, hub: 'chat' }],
  });
  expect((await fetch(`${admin}/faults/${id}`, { method: 'DELETE', headers })).status).toBe(204);
  expect((await fetch(`${admin}/faults/${id}`, { method: 'DELETE', headers })).status).toBe(404);
});

test('hubs, connections and groups can be looked at', async () => {
  await using client = await service.join(reliable, { userId: 'ann', groups: ['g'] });
  const admin = `http://127.0.0.1:${service.adminPort ?? 0}`;
  const { connectionId } = client;

  expect(await (await fetch(`${admin}/hubs`)).json()).toEqual({
    hubs: expect.arrayContaining([{ hub: 'chat', connections: 1, groups: 1 }]),
  });
  expect(await (await fetch(`${admin}/hubs/Chat/groups`)).json()).toEqual({
    groups: [{ group: 'g', connections: [connectionId] }],
  });
  expect(await service.connections()).toEqual([
    {
      connectionId,
      userId: 'ann',
      subprotocol: reliable,
      state: 'attached',
      groups: ['g'],
      unacknowledged: 0,
      lastSequenceId: 0,
    },
  ]);
});

test('a web page cannot order faults', async () => {
  const answer = await fetch(`http://127.0.0.1:${service.adminPort ?? 0}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"kind":"drop"}',
  });

  expect(answer.status).toBe(415);
});
