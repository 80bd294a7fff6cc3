import { type GroupStream, WebPubSubClient } from '@azure/web-pubsub-client';
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
import { openWire } from '../../support/webPubSub/wireClient.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());
afterEach(async () => {
  await service.heal();
  await service.rest('chat').closeAllConnections();
});

const start = { type: 'sendToGroup', group: 'g', stream: { streamId: 's' } };
const part = (streamSequenceId: number, data: unknown = streamSequenceId) => ({
  type: 'streamData',
  streamId: 's',
  streamSequenceId,
  dataType: 'json',
  data,
});
const end = { type: 'streamEnd', streamId: 's' };
const ack = (expectedSequenceId: number): string =>
  `{"type":"streamAck","streamId":"s","expectedSequenceId":${expectedSequenceId}}`;
const closed = '{"type":"streamClosed","streamId":"s"}';

async function openStream(subprotocol = json, stream: object = start): Promise<JoinedClient> {
  const publisher = await service.join(subprotocol, { userId: 'ann', roles: anyGroup });
  publisher.send(stream);
  expect(await publisher.next()).toBe(ack(1));
  return publisher;
}

test('a stream reaches its subscribers part by part and ends with an empty message', async () => {
  await using reader = await service.join(reliable, { groups: ['g'] });
  await using publisher = await openStream();
  const head = '"type":"message","from":"group","group":"g","fromUserId":"ann"';

  publisher.send(part(1, { a: 1 }));
  publisher.send({ ...part(2), dataType: 'text', data: 'b' });
  publisher.send(end);

  expect([await publisher.next(), await publisher.next(), await publisher.next()]).toEqual([
    ack(2),
    ack(3),
    closed,
  ]);
  expect([await reader.next(), await reader.next(), await reader.next()]).toEqual([
    `{"sequenceId":1,${head},"dataType":"json","data":{"a":1},"stream":{"streamId":"s","streamSequenceId":1}}`,
    `{"sequenceId":2,${head},"dataType":"text","data":"b","stream":{"streamId":"s","streamSequenceId":2}}`,
    `{"sequenceId":3,${head},"dataType":"text","data":"","stream":{"streamId":"s","streamSequenceId":3,"endOfStream":true}}`,
  ]);
});

test('parts that come twice are confirmed again, parts that come early are not taken', async () => {
  await using reader = await service.join(json, { groups: ['g'] });
  await using publisher = await openStream();

  for (const sequenceId of [1, 3, 1, 2]) publisher.send(part(sequenceId));

  expect(await publisher.next()).toBe(ack(2));
  expect(await publisher.nextJson()).toEqual({
    type: 'streamNack',
    streamId: 's',
    expectedSequenceId: 2,
    name: 'InvalidSequenceId',
    message: expect.any(String),
  });
  expect([await publisher.next(), await publisher.next()]).toEqual([ack(2), ack(3)]);
  expect(await reader.nextJson()).toMatchObject({ data: 1 });
  expect(await reader.nextJson()).toMatchObject({ data: 2 });
});

test('an error of the publisher reaches the subscribers', async () => {
  await using reader = await service.join(json, { groups: ['g'] });
  await using publisher = await openStream();

  publisher.send({ ...end, error: { message: 'no more', userErrorCode: 'E1' } });

  expect(await publisher.next()).toBe(closed);
  expect((await reader.nextJson())['stream']).toEqual({
    streamId: 's',
    streamSequenceId: 1,
    endOfStream: true,
    error: { name: 'UserError', message: 'no more', userErrorCode: 'E1' },
  });
});

test.each([
  ['without the permission', [], start, 'Forbidden'],
  ['without a timeout', anyGroup, { ...start, stream: { streamId: 's', idleTimeoutMs: 0 } }, 'BadRequest'],
])('a stream %s is not opened', async (_name, roles, stream, name) => {
  await using publisher = await service.join(json, { roles });

  publisher.send(stream);
  publisher.send(part(1));

  expect(await publisher.nextJson()).toEqual({
    type: 'streamClosed',
    streamId: 's',
    error: { name, message: expect.any(String) },
  });
  expect(await publisher.nextJson()).toMatchObject({ error: { name: 'StreamNotFound' } });
});

test('an id is taken while its stream is open, and free afterwards', async () => {
  await using publisher = await openStream();

  publisher.send(start);
  publisher.send(part(1));
  publisher.send(end);
  publisher.send(end);
  publisher.send(start);

  expect(await publisher.nextJson()).toMatchObject({ type: 'streamClosed', error: { name: 'BadRequest' } });
  expect([await publisher.next(), await publisher.next()]).toEqual([ack(2), closed]);
  expect(await publisher.nextJson()).toMatchObject({ error: { name: 'StreamNotFound' } });
  expect(await publisher.next()).toBe(ack(1));
});

test('ids of two connections have nothing to do with each other', async () => {
  await using _one = await openStream();
  await using _other = await openStream();
});

test('a revoked permission ends the stream for everybody', async () => {
  await using reader = await service.join(json, { groups: ['g'] });
  await using publisher = await openStream();
  await service.rest('chat').revokePermission(publisher.connectionId, 'sendToGroup', { targetName: 'g' });

  publisher.send(part(1));

  expect(await publisher.nextJson()).toMatchObject({ type: 'streamClosed', error: { name: 'Forbidden' } });
  expect(await reader.nextJson()).toMatchObject({
    stream: { streamSequenceId: 1, endOfStream: true, error: { name: 'Forbidden' } },
  });
});

test('an idle stream ends for everybody, one that is kept alive does not', async () => {
  await using reader = await service.join(json, { groups: ['g'] });
  await using publisher = await openStream(json, {
    ...start,
    stream: { streamId: 's', idleTimeoutMs: 2 ** 40 },
  });
  publisher.send({ ...start, stream: { streamId: 'short', idleTimeoutMs: 20 } });
  expect(await publisher.nextJson()).toMatchObject({ type: 'streamAck', streamId: 'short' });

  expect(await publisher.nextJson()).toEqual({
    type: 'streamClosed',
    streamId: 'short',
    error: { name: 'IdleTimeout', message: expect.any(String) },
  });
  expect(await reader.nextJson()).toMatchObject({
    dataType: 'text',
    data: '',
    stream: { streamId: 'short', streamSequenceId: 1, endOfStream: true, error: { name: 'IdleTimeout' } },
  });
  publisher.send({ type: 'streamData', streamId: 's' });
  publisher.send(part(1));
  expect(await publisher.next()).toBe(ack(2));
  expect(await reader.nextJson()).toMatchObject({ data: 1 });
});

test('a publisher hears itself unless it asks not to', async () => {
  await using publisher = await service.join(json, { roles: anyGroup, groups: ['g'] });

  publisher.send({ ...start, noEcho: true });
  publisher.send(part(1));
  publisher.send(end);
  publisher.send(start);
  publisher.send(part(1, 'heard'));

  for (const frame of [ack(1), ack(2), closed, ack(1)]) expect(await publisher.next()).toBe(frame);
  expect(await publisher.nextJson()).toMatchObject({ data: 'heard', stream: { streamSequenceId: 1 } });
});

test('who cannot see streams gets their data as messages', async () => {
  await using raw = await openWire(await service.url('chat', { groups: ['g'] }));
  await using publisher = await openStream();

  publisher.send(part(1, [1]));
  publisher.send(end);
  await service.rest('chat').sendToAll('next', { contentType: 'text/plain' });

  expect([await raw.next(), await raw.next()]).toEqual(['[1]', 'next']);
});

test('when its publisher is gone for good a stream is cancelled', async () => {
  await using reader = await service.join(json, { groups: ['g'] });
  await using publisher = await openStream();

  publisher.socket.close(1000);

  expect(await reader.nextJson()).toMatchObject({
    stream: { streamSequenceId: 1, endOfStream: true, error: { name: 'Cancelled' } },
  });
});

test('streams survive a recovery, and their publisher is greeted again', async () => {
  await using reader = await service.join(json, { groups: ['g'] });
  await using publisher = await openStream(reliable);
  const { connectionId, reconnectionToken } = publisher;
  publisher.send(part(1));
  await publisher.next();
  publisher.socket.terminate();
  const query = new URLSearchParams({
    awps_connection_id: connectionId,
    awps_reconnection_token: reconnectionToken,
  });

  await using back = await openWire(
    `ws://127.0.0.1:${service.port}/client/hubs/chat?${query.toString()}`,
    reliable,
  );
  for (const sequenceId of [1, 2]) back.send(part(sequenceId));

  expect(await back.nextJson()).toEqual({
    type: 'system',
    event: 'connected',
    userId: 'ann',
    connectionId,
    reconnectionToken,
  });
  expect([await back.next(), await back.next()]).toEqual([ack(2), ack(3)]);
  expect([await reader.nextJson(), await reader.nextJson()]).toMatchObject([{ data: 1 }, { data: 2 }]);
});

test.each([
  ['a stream that is none', { ...start, stream: 's' }],
  ['a stream without an id', { ...start, stream: {} }],
  ['a timeout that is none', { ...start, stream: { streamId: 's', idleTimeoutMs: 'long' } }],
  ['a start with data', { ...start, data: 1 }],
  ['a start with an ack id', { ...start, ackId: 1 }],
  ['a part without data', { ...part(1), data: undefined }],
  ['a part without a type', { ...part(1), dataType: undefined }],
  ['a part without a number', { ...part(1), streamSequenceId: undefined }],
  ['a number that is none', { ...part(1), streamSequenceId: '1' }],
  ['an error that is none', { ...end, error: 'x' }],
])('%s closes the socket', async (_name, frame) => {
  await using publisher = await service.join(json, { roles: anyGroup });

  publisher.send(frame);

  expect(await publisher.closed).toMatchObject({ code: 1007 });
});

async function collect(stream: GroupStream): Promise<{ parts: unknown[]; error?: unknown }> {
  const parts: unknown[] = [];
  try {
    for await (const { data } of stream) parts.push(data);
    return { parts };
  } catch (error) {
    return { parts, error };
  }
}

async function startSdkPair(): Promise<{
  writer: WebPubSubClient;
  outcomes: Promise<{ parts: unknown[]; error?: unknown }>[];
  [Symbol.dispose](): void;
}> {
  const outcomes: Promise<{ parts: unknown[]; error?: unknown }>[] = [];
  const url = await service.url('chat', { roles: anyGroup, userId: 'writer' });
  const writer = new WebPubSubClient(url);
  const reader = new WebPubSubClient(await service.url('chat', { groups: ['g'], userId: 'reader' }));
  reader.onGroupStream((stream) => void outcomes.push(collect(stream)));
  await Promise.all([writer.start(), reader.start()]);
  return {
    writer,
    outcomes,
    [Symbol.dispose]() {
      writer.stop();
      reader.stop();
    },
  };
}

const jsonTail = { name: 'UserError', message: 'enough', userErrorCode: 'E1' };

test('the SDK’s client streams every type of data', async () => {
  using pair = await startSdkPair();
  const bytes = new Uint8Array([0, 255]).buffer;

  const stream = await pair.writer.openGroupStream('g');
  await stream.write('a', 'text');
  await stream.write({ b: 1 }, 'json');
  await stream.write(bytes, 'binary');
  await stream.end();
  const other = await pair.writer.openGroupStream('g');
  await other.write('c', 'text');
  await other.abort({ message: 'enough', userErrorCode: 'E1' });
  await eventually(() => pair.outcomes.length === 2);

  expect(await Promise.all(pair.outcomes)).toEqual([
    { parts: ['a', { b: 1 }, bytes] },
    { parts: ['c'], error: jsonTail },
  ]);
});

test.each(['writer', 'reader'])('a dropped %s costs the SDK’s streams nothing', async (userId) => {
  using pair = await startSdkPair();
  const expected = Array.from({ length: 60 }, (_, i) => i);

  const stream = await pair.writer.openGroupStream('g');
  for (const i of expected) {
    if (i % 20 === 10) await service.order({ kind: 'drop', userId });
    await stream.write(i, 'json');
  }
  await stream.end();
  await eventually(() => pair.outcomes.length === 1);

  expect(await pair.outcomes[0]).toEqual({ parts: expected });
});

test('the SDK’s client learns that its stream was idle while it was away', async () => {
  using pair = await startSdkPair();
  const stream = await pair.writer.openGroupStream('g', { idleTimeoutInMs: 50 });
  const errors: string[] = [];
  stream.onError(({ name }) => errors.push(name));
  await stream.write(1, 'json');

  await eventually(() => errors.length === 1);

  expect(errors).toEqual(['IdleTimeout']);
  expect(await pair.outcomes[0]).toMatchObject({ parts: [1], error: { name: 'IdleTimeout' } });
});

test('the SDK’s client is refused a stream without the permission', async () => {
  const writer = new WebPubSubClient(await service.url('chat'));
  await writer.start();

  const opening = writer.openGroupStream('g');

  await expect(opening).rejects.toMatchObject({ name: 'Forbidden' });
  writer.stop();
});
