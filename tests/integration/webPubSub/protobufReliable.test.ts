import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  joinWithProtobuf,
  protobuf,
  protobufReliable,
  recoverWithProtobuf,
} from '../../support/webPubSub/protobufClient.ts';
import { encodeUpstream } from '../../support/webPubSub/protobufSchema.ts';
import { anyGroup, startTestService, type TestService } from '../../support/webPubSub/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());
afterEach(async () => {
  vi.useRealTimers();
  await service.heal();
  await service.rest('chat').closeAllConnections();
});

const publish = async (...texts: string[]): Promise<void> => {
  for (const text of texts) await service.rest('chat').sendToAll(text, { contentType: 'text/plain' });
};

const isDetached = async (): Promise<boolean> => (await service.connections())[0]?.state === 'detached';

const message = (sequenceId: number, textData: string) => ({
  dataMessage: { from: 'server', data: { textData }, sequenceId: String(sequenceId) },
});

test('the sequence id counts data only', async () => {
  await using client = await joinWithProtobuf(service, protobufReliable, { roles: anyGroup, groups: ['g'] });

  client.ask({ sendToGroupMessage: { group: 'g', data: { jsonData: '1' }, ackId: 1 } });
  client.ask({ pingMessage: {} });
  await publish('two');

  expect(await client.nextMessage()).toEqual({
    dataMessage: { from: 'group', group: 'g', data: { jsonData: '1' }, sequenceId: '1' },
  });
  expect(await client.nextMessage()).toEqual({ ackMessage: { ackId: '1', success: true } });
  expect(await client.nextMessage()).toEqual({ pongMessage: {} });
  expect(await client.nextMessage()).toEqual(message(2, 'two'));
});

test('after a drop the client gets everything that it has not acknowledged, then goes on', async () => {
  await using client = await joinWithProtobuf(service, protobufReliable);
  await publish('1', '2', '3');
  client.ask({ sequenceAckMessage: { sequenceId: 1 } });
  client.ask({ pingMessage: {} });
  for (let i = 0; i < 4; i++) await client.nextMessage();
  client.socket.terminate();
  await eventually(isDetached);
  await publish('4');

  await using back = await recoverWithProtobuf(service, client);
  await publish('5');

  for (const number of [2, 3, 4, 5]) {
    expect(await back.nextMessage()).toEqual(message(number, String(number)));
  }
});

test('what has outlived its time to live is not sent again', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  await using clocked = await startTestService();
  await using sender = await joinWithProtobuf(clocked, protobuf, { roles: anyGroup });
  await using client = await joinWithProtobuf(clocked, protobufReliable, { groups: ['g'] });
  const send = async (textData: string, ttlSeconds: number): Promise<void> => {
    sender.ask({ sendToGroupMessage: { group: 'g', data: { textData }, ttlSeconds, ackId: ttlSeconds } });
    await sender.nextMessage();
  };

  client.socket.terminate();
  await send('short', 1);
  await send('long', 2);
  vi.setSystemTime(Date.now() + 1_001);
  await using back = await recoverWithProtobuf(clocked, client);

  expect(await back.nextMessage()).toEqual({
    dataMessage: { from: 'group', group: 'g', data: { textData: 'long' }, sequenceId: '2' },
  });
});

test('another subprotocol cannot recover the connection', async () => {
  await using client = await joinWithProtobuf(service, protobufReliable);

  await using back = await recoverWithProtobuf(service, client, 'json.reliable.webpubsub.azure.v1');

  expect((await back.closed).code).toBe(1008);
});

test('no frame brings the service down', async () => {
  const valid = encodeUpstream({
    sendToGroupMessage: { group: 'g', ackId: 1, data: { protobufData: { typeUrl: 'x' } } },
  });
  const frame = fc.oneof(
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    fc.nat(valid.length).map((end) => valid.subarray(0, end)),
    fc
      .tuple(fc.nat(valid.length - 1), fc.nat(255))
      .map(([at, byte]) => Buffer.from(valid).fill(byte, at, at + 1)),
  );

  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 5 }), async (frames) => {
      await using client = await joinWithProtobuf(service, protobufReliable, { roles: anyGroup });
      for (const bytes of frames) client.send(bytes);
      client.send(Buffer.from([0xff]));

      expect((await client.closed).code).toBe(1007);
    }),
    { numRuns: 100 },
  );
});
