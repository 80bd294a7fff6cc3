import { WebPubSubClient } from '@azure/web-pubsub-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  anyGroup,
  type JoinedClient,
  json,
  reliable,
  startTestService,
  type TestService,
} from '../../support/webPubSub/service.ts';
import { openWire, type WireClient } from '../../support/webPubSub/wireClient.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());
afterEach(async () => {
  await service.heal();
  await service.rest('chat').closeAllConnections();
});

type Changes = { readonly hub?: string; readonly token?: string; readonly subprotocol?: string };

function recover(client: JoinedClient, changes: Changes = {}): Promise<WireClient> {
  const query = new URLSearchParams({
    awps_connection_id: client.connectionId,
    awps_reconnection_token: changes.token ?? client.reconnectionToken,
    access_token: 'expired.long.ago',
  });
  const url = `ws://127.0.0.1:${service.port}/client/hubs/${changes.hub ?? 'chat'}?${query.toString()}`;
  return openWire(url, changes.subprotocol ?? reliable);
}

const publish = async (...texts: string[]): Promise<void> => {
  for (const text of texts) await service.rest('chat').sendToAll(text, { contentType: 'text/plain' });
};

const isDetached = async (): Promise<boolean> => (await service.connections())[0]?.state === 'detached';

test('the sequence id comes first and counts data only', async () => {
  await using client = await service.join(reliable, { roles: anyGroup, groups: ['g'] });

  client.send({ type: 'sendToGroup', group: 'g', data: 1, ackId: 1 });
  client.send({ type: 'ping' });
  await publish('two');

  expect(await client.next()).toBe(
    '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"json","data":1}',
  );
  expect(await client.next()).toBe('{"type":"ack","ackId":1,"success":true}');
  expect(await client.next()).toBe('{"type":"pong"}');
  expect(await client.next()).toBe(
    '{"sequenceId":2,"type":"message","from":"server","dataType":"text","data":"two"}',
  );
});

test('after a drop the client gets everything that it has not acknowledged, then goes on', async () => {
  await using client = await service.join(reliable);
  await publish('1', '2', '3');
  client.send({ type: 'sequenceAck', sequenceId: 1 });
  client.send({ type: 'ping' });
  for (let i = 0; i < 4; i++) await client.next();
  client.socket.terminate();
  await eventually(isDetached);
  await publish('4');

  await using back = await recover(client);
  await publish('5');

  for (const [sequenceId, data] of [
    [2, '2'],
    [3, '3'],
    [4, '4'],
    [5, '5'],
  ]) {
    expect(await back.nextJson()).toMatchObject({ sequenceId, data });
  }
});

test('groups, roles and ack ids survive', async () => {
  await using client = await service.join(reliable, { roles: anyGroup });
  client.send({ type: 'joinGroup', group: 'g', ackId: 1 });
  await client.next();
  client.socket.terminate();

  await using back = await recover(client);
  back.send({ type: 'joinGroup', group: 'g', ackId: 1 });
  back.send({ type: 'sendToGroup', group: 'g', data: 1, ackId: 2 });

  expect(await back.nextJson()).toMatchObject({ ackId: 1, success: false, error: { name: 'Duplicate' } });
  expect(await back.nextJson()).toMatchObject({ type: 'message', data: 1 });
});

test('a new socket takes over from one that looks alive', async () => {
  await using client = await service.join(reliable);

  await using back = await recover(client);
  await publish('x');

  expect(await client.closed).toMatchObject({ code: 1006 });
  expect(await back.nextJson()).toMatchObject({ data: 'x' });
});

test.each<[string, Changes]>([
  ['a wrong token', { token: 'wrong' }],
  ['another hub', { hub: 'other' }],
  ['another subprotocol', { subprotocol: json }],
])('with %s a connection cannot be recovered, and stays', async (_name, changes) => {
  await using client = await service.join(reliable);

  await using back = await recover(client, changes);

  expect(await back.closed).toEqual({ code: 1008, reason: 'The connection could not be recovered.' });
  client.send({ type: 'ping' });
  expect(await client.next()).toBe('{"type":"pong"}');
});

test('an unknown connection cannot be recovered', async () => {
  await using client = await service.join(reliable);

  await using back = await recover({ ...client, connectionId: 'f'.repeat(32) });

  expect(await back.closed).toMatchObject({ code: 1008 });
});

test('a client that said goodbye or was closed by the application cannot come back', async () => {
  await using gone = await service.join(reliable);
  gone.socket.close(1000, 'bye');
  await gone.closed;
  await using closed = await service.join(reliable);
  await service.rest('chat').closeConnection(closed.connectionId);

  await using one = await recover(gone);
  await using other = await recover(closed);

  expect([(await one.closed).code, (await other.closed).code]).toEqual([1008, 1008]);
});

test('a close without a status is a fault, or with the option a goodbye', async () => {
  await using client = await service.join(reliable);
  client.socket.close();
  await client.closed;
  expect((await service.connections())[0]?.state).toBe('detached');

  await using strict = await startTestService({ closeWithoutStatus: 'end' });
  await using other = await strict.join(reliable);
  other.socket.close();
  await other.closed;
  expect(await strict.connections()).toEqual([]);
});

test('when its time is over a connection is gone', async () => {
  await using short = await startTestService({ detachedMs: 20 });
  await using client = await short.join(reliable, { userId: 'ann' });

  client.socket.terminate();
  await eventually(async () => !(await short.rest('chat').userExists('ann')));

  expect(await short.connections()).toEqual([]);
});

test('a thousand unacknowledged messages are kept, one more ends the connection', async () => {
  await using client = await service.join(reliable);
  await using sender = await service.join(json, { roles: anyGroup });
  await service.rest('chat').group('g').addConnection(client.connectionId);

  for (let i = 0; i < 1_000; i++) sender.send({ type: 'sendToGroup', group: 'g', data: i });
  for (let i = 0; i < 1_000; i++) await client.next();
  sender.send({ type: 'sendToGroup', group: 'g', data: 'more', ackId: 1 });
  await sender.next();

  expect((await client.closed).code).toBe(1008);
  expect(await service.rest('chat').connectionExists(client.connectionId)).toBe(false);
});

test('sixteen mebibytes are kept for a detached client, more end the connection', async () => {
  await using client = await service.join(reliable);
  client.socket.terminate();
  await eventually(isDetached);
  const mebibyte = 'x'.repeat(1_048_576);

  for (let i = 0; i < 15; i++) await publish(mebibyte);
  expect(await service.rest('chat').connectionExists(client.connectionId)).toBe(true);
  await publish(mebibyte);

  expect(await service.rest('chat').connectionExists(client.connectionId)).toBe(false);
});

test('the SDK’s client survives dropped sockets without losing or repeating a message', async () => {
  const client = new WebPubSubClient(await service.url('chat', { roles: anyGroup, groups: ['g'] }));
  const received: unknown[] = [];
  client.on('group-message', ({ message }) => received.push(message.data));
  await client.start();

  for (let i = 0; i < 30; i++) {
    if (i % 10 === 5) await service.order({ kind: 'drop' });
    await service.rest('chat').group('g').sendToAll(i);
  }
  await eventually(() => received.length === 30);
  client.stop();

  expect(received).toEqual(Array.from({ length: 30 }, (_, i) => i));
});

test('the SDK’s client starts afresh when recovery is refused', async () => {
  let tokens = 0;
  const client = new WebPubSubClient({
    getClientAccessUrl() {
      tokens++;
      return service.url('chat', { groups: ['g'] });
    },
  });
  const ids: string[] = [];
  client.on('connected', ({ connectionId }) => ids.push(connectionId));
  await client.start();

  await service.order({ kind: 'unrecoverable' });
  await eventually(() => ids.length === 2);
  client.stop();

  expect(tokens).toBe(2);
  expect(ids[0]).not.toBe(ids[1]);
});
