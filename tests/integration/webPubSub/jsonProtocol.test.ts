import { WebPubSubClient, WebPubSubJsonProtocol } from '@azure/web-pubsub-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  anyGroup,
  json,
  reliable,
  startTestService,
  type TestService,
} from '../../support/webPubSub/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

test('data goes to the group as it was written', async () => {
  await using sender = await service.join(json, { userId: 'ann', roles: anyGroup });
  await using receiver = await service.join(json, { groups: ['g'] });
  const head = '{"type":"message","from":"group","group":"g","fromUserId":"ann"';

  sender.send('{"type":"sendToGroup","group":"g","data":{"2":1.0,"1":12345678901234567890}}');
  sender.send({ type: 'sendToGroup', group: 'g', dataType: 'text', data: 'é"\n' });
  sender.send({ type: 'sendToGroup', group: 'g', dataType: 'binary', data: 'AQID' });
  sender.send({ type: 'sendToGroup', group: 'g', dataType: 'text', data: '', metadata: { b: '1', a: '2' } });

  expect(await receiver.next()).toBe(`${head},"dataType":"json","data":{"2":1.0,"1":12345678901234567890}}`);
  expect(await receiver.next()).toBe(`${head},"dataType":"text","data":"é\\"\\n"}`);
  expect(await receiver.next()).toBe(`${head},"dataType":"binary","data":"AQID"}`);
  expect(await receiver.next()).toBe(`${head},"dataType":"text","data":"","metadata":{"b":"1","a":"2"}}`);
});

test('a sender hears itself unless it asks not to', async () => {
  await using client = await service.join(json, { roles: anyGroup, groups: ['g'] });

  client.send({ type: 'sendToGroup', group: 'g', data: 1, noEcho: true });
  client.send({ type: 'sendToGroup', group: 'g', data: 2 });

  expect(await client.nextJson()).toMatchObject({ data: 2 });
});

test('joining twice, leaving twice and sending to nobody succeed', async () => {
  await using client = await service.join(json, { roles: anyGroup });
  const requests = ['joinGroup', 'joinGroup', 'leaveGroup', 'leaveGroup'];

  for (const [ackId, type] of requests.entries()) client.send({ type, group: 'empty', ackId });
  client.send({ type: 'sendToGroup', group: 'empty', data: 1, ackId: 4 });

  for (const ackId of [0, 1, 2, 3, 4]) {
    expect(await client.next()).toBe(`{"type":"ack","ackId":${ackId},"success":true}`);
  }
});

test('an ack id is a full unsigned 64-bit number', async () => {
  await using client = await service.join(json, { roles: anyGroup });

  client.send('{"type":"joinGroup","group":"g","ackId":18446744073709551615}');

  expect(await client.next()).toBe('{"type":"ack","ackId":18446744073709551615,"success":true}');
});

test('a repeated ack id is not executed again, one that failed may be tried again', async () => {
  await using client = await service.join(json, { roles: ['webpubsub.sendToGroup'], groups: ['g'] });
  const join = { type: 'joinGroup', group: 'x', ackId: 1 };
  const send = { type: 'sendToGroup', group: 'g', data: 1, ackId: 2 };

  client.send(join);
  expect(await client.nextJson()).toMatchObject({ ackId: 1, success: false, error: { name: 'Forbidden' } });
  client.send(join);
  expect(await client.nextJson()).toMatchObject({ ackId: 1, success: false, error: { name: 'Forbidden' } });

  client.send(send);
  expect(await client.nextJson()).toMatchObject({ type: 'message' });
  expect(await client.nextJson()).toEqual({ type: 'ack', ackId: 2, success: true });
  client.send(send);
  expect(await client.nextJson()).toMatchObject({ ackId: 2, success: false, error: { name: 'Duplicate' } });
  client.send({ type: 'ping' });
  expect(await client.next()).toBe('{"type":"pong"}');
});

test('a role of one group opens no other, a wildcard only what it matches', async () => {
  await using client = await service.join(json, {
    roles: ['webpubsub.joinLeaveGroup.a.b', 'webpubsub.joinLeaveGroups.room.*'],
  });
  const outcome = async (group: string): Promise<unknown> => {
    client.send({ type: 'joinGroup', group, ackId: Number.parseInt(group.replace(/\D/g, '') || '1', 10) });
    return (await client.nextJson())['success'];
  };

  expect(await outcome('a.b')).toBe(true);
  expect(await outcome('a.b2')).toBe(false);
  expect(await outcome('room.3')).toBe(true);
  expect(await outcome('room.4.x')).toBe(false);
});

test.each([
  ['no JSON', '{', 1007],
  ['no object', '[]', 1007],
  ['an unknown type', '{"type":"dance"}', 1007],
  ['a missing group', '{"type":"joinGroup"}', 1007],
  ['null data', '{"type":"sendToGroup","group":"g","data":null}', 1007],
  ['text that is no text', '{"type":"sendToGroup","group":"g","dataType":"text","data":1}', 1007],
  ['binary that is no base64', '{"type":"sendToGroup","group":"g","dataType":"binary","data":"a"}', 1007],
  ['a repeated metadata key', '{"type":"event","event":"e","metadata":{"a":"1","a":"2"}}', 1007],
  ['a binary frame', Buffer.from('{"type":"ping"}'), 1003],
  ['more than a mebibyte', `{"type":"ping","pad":"${'x'.repeat(1_048_576)}"}`, 1009],
])('%s closes the socket', async (_name, frame, code) => {
  await using client = await service.join(json, { roles: anyGroup });

  client.send(frame);

  expect(await client.closed).toMatchObject({ code });
});

test('a broken WebSocket frame closes the socket with 1002', async () => {
  await using client = await service.join(json);
  const { _socket: tcp } = client.socket as unknown as { _socket: { write(bytes: Buffer): void } };

  tcp.write(Buffer.from([0xff, 0x80, 0, 0, 0, 0]));

  expect(await client.closed).toMatchObject({ code: 1002 });
});

test('the type of a message is read in any case', async () => {
  await using client = await service.join(json);

  client.send('{"type":"PING"}');

  expect(await client.next()).toBe('{"type":"pong"}');
});

test.each([json, reliable])(
  'the SDK’s client sends and receives every type of data over %s',
  async (subprotocol) => {
    const url = await service.url('chat', { userId: 'ann', roles: anyGroup });
    const options = subprotocol === json ? { protocol: WebPubSubJsonProtocol() } : {};
    const client = new WebPubSubClient(url, options);
    const received: unknown[] = [];
    client.on('group-message', ({ message }) => {
      received.push({ type: message.dataType, data: message.data, from: message.fromUserId });
    });
    await client.start();

    await client.joinGroup('g');
    await client.sendToGroup('g', 'hello', 'text');
    await client.sendToGroup('g', { a: [1] }, 'json');
    await client.sendToGroup('g', new Uint8Array([0, 255]).buffer, 'binary');
    const repeated = await client.sendToGroup('g', 'once', 'text', { ackId: 1_000 });
    const again = await client.sendToGroup('g', 'once', 'text', { ackId: 1_000 });
    client.stop();

    expect([repeated.isDuplicated, again.isDuplicated]).toEqual([false, true]);
    expect(received).toEqual([
      { type: 'text', data: 'hello', from: 'ann' },
      { type: 'json', data: { a: [1] }, from: 'ann' },
      { type: 'binary', data: new Uint8Array([0, 255]).buffer, from: 'ann' },
      { type: 'text', data: 'once', from: 'ann' },
    ]);
  },
);

test('a client that closes is gone at once from its groups', async () => {
  const client = await service.join(json, { userId: 'bob', groups: ['gone'] });
  expect(await service.rest('chat').userExists('bob')).toBe(true);

  await client[Symbol.asyncDispose]();
  await eventually(async () => !(await service.rest('chat').userExists('bob')));

  expect(await service.rest('chat').groupExists('gone')).toBe(false);
});
