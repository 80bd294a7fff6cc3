import { type ConnectRequest, type UserEventRequest, WebPubSubEventHandler } from '@azure/web-pubsub-express';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../support/eventually.ts';
import {
  type Answer,
  type Recorded,
  startApplication,
  startMiddleware,
} from '../../support/webPubSub/applicationServer.ts';
import {
  anyGroup,
  json,
  reliable,
  startTestService,
  type TestService,
} from '../../support/webPubSub/service.ts';
import { openWire, refusalOf } from '../../support/webPubSub/wireClient.ts';

const everything = { systemEvents: ['connect', 'connected', 'disconnected'] as const, userEventPattern: '*' };

const startWith = (urlTemplate: string, handler: object = everything): Promise<TestService> =>
  startTestService({
    hubs: { Chat: [{ urlTemplate, ...structuredClone(handler) }] },
    upstream: { retryDelaysMs: [1, 1, 1], timeoutMs: 5_000 },
  });

const types = (events: readonly Recorded[]): unknown[] => events.map(({ headers }) => headers['ce-type']);

test('connect is asked first, with everything but the credential, and signed', async () => {
  await using app = await startApplication(() => ({ status: 204 }));
  await using service = await startWith(`${app.url}/hook/{hub}/{event}?code=1`);
  const url = `${await service.url('chat', { userId: 'añn', roles: ['r1', 'r2'] })}&a=1&a=2`;

  await using client = await openWire(url, [json], { cookie: 'c=1' });
  const { connectionId } = await client.nextJson();

  const [event] = app.events;
  expect(event?.url).toBe('/hook/chat/connect?code=1');
  expect(event?.headers).toMatchObject({
    'webhook-request-origin': `localhost:${service.port}`,
    'ce-specversion': '1.0',
    'ce-awpsversion': '1.0',
    'ce-type': 'azure.webpubsub.sys.connect',
    'ce-source': `/hubs/chat/client/${String(connectionId)}`,
    'ce-id': '0',
    'ce-time': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    'ce-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
    'ce-connectionid': connectionId,
    'ce-hub': 'chat',
    'ce-eventname': 'connect',
    'ce-userid': Buffer.from('añn').toString('latin1'),
    'content-type': 'application/json; charset=utf-8',
  });
  expect(event?.headers).not.toHaveProperty('ce-subprotocol');
  const body: unknown = JSON.parse(String(event?.body));
  expect(body).toMatchObject({
    claims: { sub: ['añn'], role: ['r1', 'r2'] },
    query: { a: ['1', '2'] },
    headers: { cookie: ['c=1'] },
    subprotocols: [json],
    clientCertificates: [],
  });
  expect(JSON.stringify(body)).not.toContain('access_token');
});

test('the validation goes to the same URL once, before the first event', async () => {
  await using app = await startApplication(() => ({ status: 204 }));
  await using service = await startWith(`${app.url}/hook/{event}`);

  await using _one = await service.join(json);
  await using _two = await service.join(json);

  expect(app.validations).toMatchObject([
    {
      method: 'OPTIONS',
      url: '/hook/validate',
      headers: { 'webhook-request-origin': `localhost:${service.port}`, 'ce-awpsversion': '1.0' },
    },
  ]);
});

test('a handler without OPTIONS is validated by GET', async () => {
  const headers = { 'WebHook-Allowed-Origin': '*' };
  await using app = await startApplication(
    () => ({ status: 204 }),
    ({ method }) => (method === 'OPTIONS' ? { status: 404 } : { headers }),
  );
  await using service = await startWith(`${app.url}/hook`);

  await using _client = await service.join(json);

  expect(app.validations.map(({ method }) => method)).toEqual(['OPTIONS', 'GET']);
});

test.each<[string, Answer]>([
  ['allows somebody else', { headers: { 'WebHook-Allowed-Origin': 'example.org' } }],
  ['says nothing', {}],
  ['refuses', { status: 403, headers: { 'WebHook-Allowed-Origin': '*' } }],
])('a handler that %s gets no events, and nobody is let in', async (_name, validation) => {
  await using app = await startApplication(
    () => ({ status: 204 }),
    () => validation,
  );
  await using service = await startWith(app.url);

  expect(await refusalOf(await service.url('chat'))).toBe(500);
  expect(app.events).toEqual([]);
});

test('what connect answers replaces the token’s word', async () => {
  const answer = { userId: 'bob', groups: ['b'], roles: ['webpubsub.sendToGroup.b'], subprotocol: json };
  await using app = await startApplication(({ headers }) =>
    headers['ce-eventname'] === 'connect' ? { body: JSON.stringify(answer) } : { status: 204 },
  );
  await using service = await startWith(app.url);
  const url = await service.url('chat', { userId: 'ann', groups: ['a'], roles: anyGroup });

  await using client = await openWire(url, [reliable, json]);

  expect(client.subprotocol).toBe(json);
  expect(await client.nextJson()).toMatchObject({ userId: 'bob' });
  expect(await service.connections()).toMatchObject([{ userId: 'bob', groups: ['b'] }]);
  client.send({ type: 'sendToGroup', group: 'a', data: 1, ackId: 1 });
  client.send({ type: 'joinGroup', group: 'b', ackId: 2 });
  client.send({ type: 'sendToGroup', group: 'b', data: 1, noEcho: true, ackId: 3 });
  for (const success of [false, false, true]) expect(await client.nextJson()).toMatchObject({ success });
});

test('connect may pick a subprotocol that is not known here: the client is raw then', async () => {
  await using app = await startApplication(({ headers }) =>
    headers['ce-eventname'] === 'connect' ? { body: '{"subprotocol":"mine"}' } : { status: 204 },
  );
  await using service = await startWith(app.url);

  await using client = await openWire(await service.url('chat'), ['other', 'mine']);

  expect(client.subprotocol).toBe('mine');
});

test.each([401, 403, 429, 500])(
  'a refusal of %i reaches the client, and nothing follows it',
  async (status) => {
    await using app = await startApplication(() => ({ status, body: 'secret' }));
    await using service = await startWith(app.url);

    expect(await refusalOf(await service.url('chat'), json)).toBe(status);
    expect(new Set(types(app.events))).toEqual(new Set(['azure.webpubsub.sys.connect']));
  },
);

test.each(['{', '{"groups":[" "]}', '{"roles":[null]}', '[]'])(
  'the connect answer %s is a 500',
  async (body) => {
    await using app = await startApplication(() => ({ body }));
    await using service = await startWith(app.url);

    expect(await refusalOf(await service.url('chat'), json)).toBe(500);
  },
);

test('events of a connection are numbered and come in order, the goodbye last', async () => {
  await using app = await startApplication(async ({ headers }) => {
    // The slowest first: order must not come from speed.
    await new Promise((resolve) => setTimeout(resolve, headers['ce-id'] === '1' ? 30 : 1));
    return { status: 204 };
  });
  await using service = await startWith(app.url);
  await using client = await service.join(reliable);

  for (let i = 0; i < 5; i++) client.send({ type: 'event', event: `e${i}`, data: i });
  client.send({ type: 'ping' });
  await client.next();
  client.socket.close(1000, 'bye');
  await eventually(() => app.events.length === 8);

  expect(app.events.map(({ headers }) => [headers['ce-id'], headers['ce-eventname']])).toEqual([
    ['0', 'connect'],
    ['1', 'connected'],
    ...[0, 1, 2, 3, 4].map((i) => [String(i + 2), `e${i}`]),
    ['7', 'disconnected'],
  ]);
  expect(app.events.at(-1)?.body.toString()).toBe('{"reason":"bye"}');
  expect(app.events.at(-1)?.headers['ce-subprotocol']).toBe(reliable);
});

test('the reply to an event comes before its ack, whatever its type', async () => {
  const replies: Record<string, Answer> = {
    text: { body: 'hi', headers: { 'content-type': 'text/plain; charset=utf-8' } },
    json: { body: '{"a":1}', headers: { 'content-type': 'application/json' } },
    binary: { body: Buffer.from([1, 2, 3]) },
    empty: { status: 204 },
    meta: { headers: { 'x-webpubsub-metadata-k': 'v' } },
    image: { body: 'x', headers: { 'content-type': 'image/png' } },
  };
  await using app = await startApplication(
    ({ headers }) => replies[String(headers['ce-eventname'])] ?? { status: 204 },
  );
  await using service = await startWith(app.url);
  await using client = await service.join(json);
  const ask = async (event: string, frames: number): Promise<unknown[]> => {
    client.send({ type: 'event', event, data: 1, ackId: Object.keys(replies).indexOf(event) });
    const answers: unknown[] = [];
    for (let i = 0; i < frames; i++) answers.push(await client.nextJson());
    return answers;
  };

  expect(await ask('text', 2)).toMatchObject([{ from: 'server', data: 'hi' }, { success: true }]);
  expect(await ask('json', 2)).toMatchObject([{ dataType: 'json', data: { a: 1 } }, { success: true }]);
  expect(await ask('binary', 2)).toMatchObject([{ dataType: 'binary', data: 'AQID' }, { success: true }]);
  expect(await ask('empty', 1)).toMatchObject([{ success: true }]);
  expect(await ask('meta', 2)).toMatchObject([{ data: '', metadata: { k: 'v' } }, { success: true }]);
  expect(await ask('image', 1)).toMatchObject([{ success: false, error: { name: 'InternalServerError' } }]);
});

test('an event carries its data, type and metadata', async () => {
  await using app = await startApplication(() => ({ status: 204 }));
  await using service = await startWith(app.url, { userEventPattern: ' other, Say ' });
  await using client = await service.join(json);

  client.send({ type: 'event', event: 'say', dataType: 'text', data: 'é', metadata: { Key: 'v' }, ackId: 1 });
  client.send({ type: 'event', event: 'say', dataType: 'binary', data: 'AQID', ackId: 2 });
  client.send('{"type":"event","event":"SAY","data":{"b":1.0},"ackId":3}');
  for (let i = 0; i < 3; i++) expect(await client.nextJson()).toMatchObject({ success: true });

  expect(app.events.map(({ headers, body }) => [headers['content-type'], body.toString('latin1')])).toEqual([
    ['text/plain', Buffer.from('é').toString('latin1')],
    ['application/octet-stream', '\u0001\u0002\u0003'],
    ['application/json', '{"b":1.0}'],
  ]);
  expect(app.events[0]?.headers['x-webpubsub-metadata-key']).toBe('v');
});

test('an event that nobody takes fails, and the connection stays', async () => {
  await using service = await startTestService();
  await using client = await service.join(json);

  client.send({ type: 'event', event: 'say', data: 1 });
  client.send({ type: 'event', event: 'say', data: 1, ackId: 1 });

  expect(await client.nextJson()).toMatchObject({ ackId: 1, error: { name: 'InternalServerError' } });
});

test('a failing handler is tried four times with the same event', async () => {
  let failures = 3;
  await using app = await startApplication(() => (failures-- > 0 ? { status: 503 } : { body: 'ok' }));
  await using service = await startWith(app.url, { userEventPattern: '*' });
  await using client = await service.join(json);

  client.send({ type: 'event', event: 'say', data: 1, ackId: 1 });

  expect(await client.nextJson()).toMatchObject({ from: 'server' });
  expect(app.events.map(({ headers }) => headers['ce-id'])).toEqual(['1', '1', '1', '1']);
  expect(new Set(app.events.map(({ headers }) => headers['x-ms-client-request-id'])).size).toBe(1);
});

test('a refused event is not tried again', async () => {
  await using app = await startApplication(() => ({ status: 429 }));
  await using service = await startWith(app.url, { userEventPattern: '*' });
  await using client = await service.join(json);

  client.send({ type: 'event', event: 'say', data: 1, ackId: 1 });

  expect(await client.nextJson()).toMatchObject({ success: false });
  expect(app.events).toHaveLength(1);
});

test('state and cookies come back with the next event', async () => {
  await using app = await startApplication(({ headers }) => ({
    headers: {
      'ce-connectionState': `after-${String(headers['ce-id'])}`,
      'set-cookie': ['a=1; Path=/', 'b=2'],
    },
  }));
  await using service = await startWith(app.url, { systemEvents: ['connect'], userEventPattern: '*' });
  await using client = await service.join(json);

  client.send({ type: 'event', event: 'say', data: 1, ackId: 1 });
  await client.next();

  expect(app.events[0]?.headers).not.toHaveProperty('ce-connectionstate');
  expect(app.events[1]?.headers).toMatchObject({ 'ce-connectionstate': 'after-0', cookie: 'a=1; b=2' });
});

test('a recovery is no news, the end of a detached connection is', async () => {
  await using app = await startApplication(() => ({ status: 204 }));
  await using service = await startWith(app.url);
  await using client = await service.join(reliable);
  const query = `awps_connection_id=${client.connectionId}&awps_reconnection_token=${client.reconnectionToken}`;

  await using back = await openWire(`ws://127.0.0.1:${service.port}/client/hubs/chat?${query}`, reliable);
  back.send({ type: 'ping' });
  await back.next();
  await service.order({ kind: 'expire' });
  await eventually(() => app.events.length === 3);

  expect(types(app.events)).toEqual([
    'azure.webpubsub.sys.connect',
    'azure.webpubsub.sys.connected',
    'azure.webpubsub.sys.disconnected',
  ]);
});

test('a client that leaves while connect is asked is reported gone', async () => {
  let letIn = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    letIn = resolve;
  });
  await using app = await startApplication(async ({ headers }) => {
    if (headers['ce-eventname'] === 'connect') await waiting;
    return { status: 204 };
  });
  await using service = await startWith(app.url);
  const leaving = new WebSocket(await service.url('chat'), json);
  leaving.on('error', () => undefined);
  const closed = new Promise((resolve) => leaving.on('close', resolve));

  await eventually(() => app.events.length === 1);
  leaving.terminate();
  await closed;
  letIn();
  await eventually(() => types(app.events).includes('azure.webpubsub.sys.disconnected'));
});

test('the SDK’s middleware can let in, answer and keep state', async () => {
  const seen: string[] = [];
  const handler = new WebPubSubEventHandler('Chat', {
    path: '/hook',
    handleConnect(request: ConnectRequest, response) {
      seen.push(`connect ${request.context.userId ?? ''} ${request.queries?.['a']?.join() ?? ''}`);
      response.setState('visits', 1);
      response.success({ groups: ['g'] });
    },
    handleUserEvent(request: UserEventRequest, response) {
      seen.push(`event ${JSON.stringify(request.context.states)}`);
      response.success(`you said ${String(request.data)}`, 'text');
    },
    onConnected: ({ context }) => void seen.push(`connected ${context.hub}`),
    onDisconnected: ({ reason }) => void seen.push(`disconnected ${reason ?? ''}`),
  });
  await using app = await startMiddleware(handler.getMiddleware() as never);
  await using service = await startWith(`${app.url}/hook`);
  const url = `${await service.url('chat', { userId: 'ann' })}&a=1`;

  await using client = await openWire(url, json);
  await client.next();
  client.send({ type: 'event', event: 'say', dataType: 'text', data: 'hello', ackId: 1 });

  expect(await client.nextJson()).toMatchObject({ from: 'server', dataType: 'text', data: 'you said hello' });
  expect(await client.nextJson()).toEqual({ type: 'ack', ackId: 1, success: true });
  client.socket.close(1000, 'bye');
  await eventually(() => seen.length === 4);
  expect(seen).toEqual(['connect ann 1', 'connected chat', 'event {"visits":1}', 'disconnected bye']);
});

test('the SDK’s middleware can refuse', async () => {
  const handler = new WebPubSubEventHandler('chat', {
    path: '/hook',
    handleConnect: (_request, response) => response.fail(401, 'no'),
  });
  await using app = await startMiddleware(handler.getMiddleware() as never);
  await using service = await startWith(`${app.url}/hook`);

  expect(await refusalOf(await service.url('chat'), json)).toBe(401);
});
