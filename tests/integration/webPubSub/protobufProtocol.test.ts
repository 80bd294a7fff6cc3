import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { startApplication } from '../../support/webPubSub/applicationServer.ts';
import { joinWithProtobuf, protobuf, protobufReliable } from '../../support/webPubSub/protobufClient.ts';
import { decodeDownstream, encodeAny, encodeUpstream } from '../../support/webPubSub/protobufSchema.ts';
import { anyGroup, json, startTestService, type TestService } from '../../support/webPubSub/service.ts';
import { openWire } from '../../support/webPubSub/wireClient.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

const anyFields = { typeUrl: 'type.googleapis.com/x', value: Buffer.from([1, 2]) };
const any = encodeAny(anyFields.typeUrl, anyFields.value);

const ack = (ackId: number) => ({ ackMessage: { ackId: String(ackId), success: true } });

test('the greeting comes first and has a token on the reliable protocol only', async () => {
  await using plain = await openWire(await service.url('chat', { userId: 'ann' }), protobuf);
  await using anonymous = await openWire(await service.url('chat'), protobufReliable);

  expect(plain.subprotocol).toBe(protobuf);
  expect(decodeDownstream(await plain.next())).toEqual({
    systemMessage: { connectedMessage: { connectionId: expect.any(String), userId: 'ann' } },
  });
  expect(decodeDownstream(await anonymous.next())).toEqual({
    systemMessage: {
      connectedMessage: {
        connectionId: expect.any(String),
        reconnectionToken: expect.any(String),
      },
    },
  });
});

test('a member gets what it sends, then the ack, and after leaving the ack alone', async () => {
  await using client = await joinWithProtobuf(service, protobuf, { userId: 'ann', roles: anyGroup });
  const send = (ackId: number) => ({
    sendToGroupMessage: { group: 'g', ackId, data: { textData: 'x' }, metadata: { k: 'v' } },
  });

  client.ask({ joinGroupMessage: { group: 'g', ackId: 1 } });
  client.ask(send(2));
  client.ask({ leaveGroupMessage: { group: 'g', ackId: 3 } });
  client.ask(send(4));

  expect(await client.nextMessage()).toEqual(ack(1));
  expect(await client.nextMessage()).toEqual({
    dataMessage: { from: 'group', group: 'g', data: { textData: 'x' }, metadata: { k: 'v' } },
  });
  expect(await client.nextMessage()).toEqual(ack(2));
  expect(await client.nextMessage()).toEqual(ack(3));
  expect(await client.nextMessage()).toEqual(ack(4));
});

test('noEcho spares the sender and pings are answered', async () => {
  await using client = await joinWithProtobuf(service, protobuf, { roles: anyGroup, groups: ['quiet'] });

  client.ask({ sendToGroupMessage: { group: 'quiet', data: { textData: 'x' }, noEcho: true } });
  client.ask({ pingMessage: {} });

  expect(await client.nextMessage()).toEqual({ pongMessage: {} });
});

test('requests that may not be done or were done are answered so', async () => {
  await using client = await joinWithProtobuf(service, protobuf, { roles: ['webpubsub.joinLeaveGroup.g'] });

  client.ask({ joinGroupMessage: { group: 'other', ackId: '18446744073709551615' } });
  client.ask({ joinGroupMessage: { group: 'g', ackId: 2 } });
  client.ask({ leaveGroupMessage: { group: 'g', ackId: 2 } });

  expect(await client.nextMessage()).toEqual({
    ackMessage: {
      ackId: '18446744073709551615',
      error: { name: 'Forbidden', message: expect.any(String) },
    },
  });
  expect(await client.nextMessage()).toEqual(ack(2));
  expect(await client.nextMessage()).toEqual({
    ackMessage: { ackId: '2', error: { name: 'Duplicate', message: expect.any(String) } },
  });
});

test('what a protobuf client sends, JSON and raw clients get in their form', async () => {
  await using sender = await joinWithProtobuf(service, protobuf, { userId: 'ann', roles: anyGroup });
  await using reader = await service.join(json, { groups: ['mixed'] });
  await using raw = await openWire(await service.url('chat', { groups: ['mixed'] }));

  const metadata = { k: 'v' };
  const kinds = [
    { textData: '"é"' },
    { jsonData: '{"a": 1.50}' },
    { binaryData: Buffer.from([0, 255]) },
    { protobufData: anyFields },
  ];
  for (const data of kinds) sender.ask({ sendToGroupMessage: { group: 'mixed', data, metadata } });

  const head = '{"type":"message","from":"group","group":"mixed","fromUserId":"ann"';
  const tail = '"metadata":{"k":"v"}}';
  expect(await reader.next()).toBe(`${head},"dataType":"text","data":"\\"é\\"",${tail}`);
  expect(await reader.next()).toBe(`${head},"dataType":"json","data":{"a": 1.50},${tail}`);
  expect(await reader.next()).toBe(`${head},"dataType":"binary","data":"AP8=",${tail}`);
  expect(await reader.next()).toBe(
    `${head},"dataType":"protobuf","data":"${any.toString('base64')}",${tail}`,
  );
  expect(await raw.next()).toBe('"é"');
  expect(await raw.next()).toBe('{"a": 1.50}');
  expect(await raw.next()).toEqual(Buffer.from([0, 255]));
  expect(await raw.next()).toEqual(any);
});

test('what JSON and raw clients and the application send, a protobuf client gets in its form', async () => {
  await using reader = await joinWithProtobuf(service, protobuf, { groups: ['back'] });
  await using sender = await service.join(json, { userId: 'ann', roles: anyGroup });
  const mode = '&webpubsub_mode=sendToGroup&group=back';
  await using raw = await openWire((await service.url('chat', { roles: anyGroup })) + mode);
  const send = { type: 'sendToGroup', group: 'back' };

  sender.send({ ...send, dataType: 'text', data: 'é', metadata: { k: 'v' } });
  sender.send('{"type":"sendToGroup","group":"back","data":{"a": 1.50}}');
  sender.send({ ...send, dataType: 'binary', data: 'AP8=' });
  sender.send({ ...send, dataType: 'protobuf', data: any.toString('base64') });
  const received = [1, 2, 3, 4].map(() => reader.nextMessage());

  const from = { from: 'group', group: 'back' };
  expect(await Promise.all(received)).toEqual([
    { dataMessage: { ...from, data: { textData: 'é' }, metadata: { k: 'v' } } },
    { dataMessage: { ...from, data: { jsonData: '{"a": 1.50}' } } },
    { dataMessage: { ...from, data: { binaryData: Buffer.from([0, 255]) } } },
    { dataMessage: { ...from, data: { protobufData: anyFields } } },
  ]);

  raw.send('text');
  expect(await reader.nextMessage()).toEqual({ dataMessage: { ...from, data: { textData: 'text' } } });
  raw.send(Buffer.from([7]));
  expect(await reader.nextMessage()).toEqual({
    dataMessage: { ...from, data: { binaryData: Buffer.from([7]) } },
  });
  await service.rest('chat').sendToAll({ b: 1 });
  expect(await reader.nextMessage()).toEqual({
    dataMessage: { from: 'server', data: { jsonData: '{"b":1}' } },
  });
});

test('events reach the application with their content type, its answers the client', async () => {
  await using app = await startApplication(({ headers, body }) => ({
    headers: { 'content-type': String(headers['content-type']), 'x-webpubsub-metadata-k': 'v' },
    body,
  }));
  const hubs = { chat: [{ urlTemplate: app.url, userEventPattern: '*' }] };
  await using withApp = await startTestService({ hubs });
  await using client = await joinWithProtobuf(withApp, protobuf);
  const kinds = [
    { textData: 'x' },
    { jsonData: '[1]' },
    { binaryData: Buffer.from([1]) },
    { protobufData: anyFields },
  ];

  for (const [index, data] of kinds.entries()) {
    client.ask({ eventMessage: { event: 'say', ackId: index + 1, data } });

    expect(await client.nextMessage()).toEqual({
      dataMessage: { from: 'server', data, metadata: { k: 'v' } },
    });
    expect(await client.nextMessage()).toEqual(ack(index + 1));
  }

  expect(app.events.map(({ headers, body }) => [headers['content-type'], body])).toEqual([
    ['text/plain', Buffer.from('x')],
    ['application/json', Buffer.from('[1]')],
    ['application/octet-stream', Buffer.from([1])],
    ['application/x-protobuf', any],
  ]);
  expect(app.events[0]?.headers['ce-subprotocol']).toBe(protobuf);
});

test('an application that answers with bytes that are no Any has failed', async () => {
  await using app = await startApplication(() => ({
    headers: { 'content-type': 'application/x-protobuf' },
    body: Buffer.from([0xff]),
  }));
  const hubs = { chat: [{ urlTemplate: app.url, userEventPattern: '*' }] };
  await using withApp = await startTestService({ hubs });
  await using client = await joinWithProtobuf(withApp, protobuf);

  client.ask({ eventMessage: { event: 'say', ackId: 1, data: { textData: '' } } });

  expect(await client.nextMessage()).toMatchObject({
    ackMessage: { error: { name: 'InternalServerError' } },
  });
});

test('the application’s close is announced', async () => {
  await using client = await joinWithProtobuf(service, protobuf);

  await service.rest('chat').closeConnection(client.connectionId, { reason: 'enough' });

  expect(await client.nextMessage()).toEqual({
    systemMessage: {
      disconnectedMessage: { reason: 'Application server closed the connection. Reason: enough' },
    },
  });
  expect(await client.closed).toEqual({ code: 1000, reason: '' });
});

test.each([protobuf, protobufReliable])('frames that %s does not allow end the connection', async (name) => {
  const codeAfter = async (frame: string | Buffer): Promise<number> => {
    await using client = await joinWithProtobuf(service, name);
    client.send(frame);
    const { code } = await client.closed;
    await eventually(async () => !(await service.rest('chat').connectionExists(client.connectionId)));
    return code;
  };

  expect(await codeAfter('{"type":"ping"}')).toBe(1003);
  expect(await codeAfter(Buffer.from([0xff]))).toBe(1007);
  expect(await codeAfter(Buffer.alloc(0))).toBe(1007);
  expect(await codeAfter(encodeUpstream({ eventMessage: { event: 'e' } }))).toBe(1007);
  expect(await codeAfter(Buffer.alloc(1_048_577))).toBe(1009);
});

test('a frame of exactly a mebibyte is allowed', async () => {
  await using client = await joinWithProtobuf(service, protobuf, { roles: anyGroup, groups: ['big'] });
  const request = (size: number) => ({
    sendToGroupMessage: { group: 'big', data: { binaryData: Buffer.alloc(size, 7) } },
  });
  const size = 1_048_576 - (encodeUpstream(request(1_000_000)).length - 1_000_000);

  client.ask(request(size));

  expect(await client.nextMessage()).toEqual({
    dataMessage: { from: 'group', group: 'big', data: { binaryData: Buffer.alloc(size, 7) } },
  });
});
