import { expect, test } from 'vitest';
import { startApplication } from '../../support/webPubSub/applicationServer.ts';
import { anyGroup, json, startTestService } from '../../support/webPubSub/service.ts';
import { openWire, refusalOf } from '../../support/webPubSub/wireClient.ts';

test('frames are events, replies are frames, and nothing else is sent', async () => {
  await using app = await startApplication(({ headers, body }) => ({
    headers: { 'content-type': String(headers['content-type']) },
    body,
  }));
  await using service = await startTestService({
    hubs: { chat: [{ urlTemplate: app.url, userEventPattern: 'message' }] },
  });
  await using client = await openWire(await service.url('chat'));

  client.send('hello');
  client.send(Buffer.from([1, 2]));

  expect(await client.next()).toBe('hello');
  expect(await client.next()).toEqual(Buffer.from([1, 2]));
  expect(app.events.map(({ headers }) => [headers['ce-type'], headers['content-type']])).toEqual([
    ['azure.webpubsub.user.message', 'text/plain'],
    ['azure.webpubsub.user.message', 'application/octet-stream'],
  ]);
  expect(app.events[0]?.headers).not.toHaveProperty('ce-subprotocol');
});

test('an event that fails or that nobody takes closes with 1011', async () => {
  await using app = await startApplication(() => ({ status: 400 }));
  await using service = await startTestService({
    hubs: { chat: [{ urlTemplate: app.url, userEventPattern: '*' }] },
  });
  await using failing = await openWire(await service.url('chat'));
  await using unheard = await openWire(await service.url('other'));

  failing.send('x');
  unheard.send('x');

  expect([(await failing.closed).code, (await unheard.closed).code]).toEqual([1011, 1011]);
});

test('in sendToGroup mode frames go to the group, with the permission only', async () => {
  await using service = await startTestService();
  const mode = '&webpubsub_mode=SENDTOGROUP&group=x&group=g';
  await using raw = await openWire((await service.url('chat', { userId: 'ann', roles: anyGroup })) + mode);
  await using mute = await openWire((await service.url('chat')) + mode);
  await using reader = await service.join(json, { groups: ['g'] });

  mute.send('no');
  raw.send('hello');
  raw.send(Buffer.from([1, 2, 3]));

  expect(await reader.nextJson()).toMatchObject({ fromUserId: 'ann', dataType: 'text', data: 'hello' });
  expect(await reader.nextJson()).toMatchObject({ dataType: 'binary', data: 'AQID' });
});

test('bare payloads are received, JSON as its text', async () => {
  await using service = await startTestService();
  await using raw = await openWire(await service.url('chat', { groups: ['g'] }));
  await using sender = await service.join(json, { roles: anyGroup });

  sender.send('{"type":"sendToGroup","group":"g","data":{"a": 1}}');
  sender.send({ type: 'sendToGroup', group: 'g', dataType: 'text', data: 'text' });
  sender.send({ type: 'sendToGroup', group: 'g', dataType: 'binary', data: 'AQID', ackId: 1 });
  await sender.next();
  await service.rest('chat').sendToAll('Hello');

  expect(await raw.next()).toBe('{"a": 1}');
  expect(await raw.next()).toBe('text');
  expect(await raw.next()).toEqual(Buffer.from([1, 2, 3]));
  expect(await raw.next()).toBe('"Hello"');
});

test('noEcho spares the sender', async () => {
  await using service = await startTestService();
  const url = await service.url('chat', { roles: anyGroup, groups: ['g'] });
  await using quiet = await openWire(`${url}&webpubsub_mode=sendToGroup&group=g&noEcho=True`);
  await using loud = await openWire(`${url}&webpubsub_mode=sendToGroup&group=g`);

  quiet.send('one');
  expect(await loud.next()).toBe('one');
  loud.send('two');

  expect(await quiet.next()).toBe('two');
});

test('the application’s close says nothing but the code', async () => {
  await using service = await startTestService();
  await using raw = await openWire(await service.url('chat'));

  await service.rest('chat').closeAllConnections({ reason: 'x' });

  expect(await raw.closed).toEqual({ code: 1000, reason: '' });
  expect(raw.unread).toEqual([]);
});

test.each([
  '&webpubsub_mode=dance',
  '&webpubsub_mode=sendToGroup',
  '&webpubsub_mode=sendToGroup&group=%20',
  '&webpubsub_mode=sendToGroup&group=g&noEcho=maybe',
])('the query %s is refused', async (query) => {
  await using service = await startTestService();

  expect(await refusalOf((await service.url('chat')) + query)).toBe(400);
});
