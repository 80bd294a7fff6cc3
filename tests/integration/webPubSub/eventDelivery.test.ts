import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  type Answer,
  type ApplicationServer,
  type Recorded,
  startApplication,
} from '../../support/webPubSub/applicationServer.ts';
import { defaultKey } from '../../support/webPubSub/restCall.ts';
import {
  anyGroup,
  json,
  reliable,
  startTestService,
  type TestService,
} from '../../support/webPubSub/service.ts';
import { openWire, refusalOf } from '../../support/webPubSub/wireClient.ts';

type Reply = (event: Recorded) => Answer | Promise<Answer>;
type Scene = { readonly app: ApplicationServer; readonly service: TestService };

const started: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of started.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function start(reply: Reply, handler: object = {}): Promise<Scene> {
  const app = await startApplication(reply);
  const systemEvents = ['connect', 'connected', 'disconnected'] as const;
  const service = await startTestService({
    hubs: {
      chat: [{ urlTemplate: app.url, systemEvents: [...systemEvents], userEventPattern: '*', ...handler }],
    },
    upstream: { retryDelaysMs: [1, 1, 1], timeoutMs: 5_000 },
  });
  started.push(app, service);
  return { app, service };
}

const nameOf = ({ headers }: Recorded): string => String(headers['ce-eventname']);
const onConnect =
  (answer: Answer): Reply =>
  (event) =>
    nameOf(event) === 'connect' ? answer : { status: 204 };
const say = (ackId?: number, event = 'say') => ({ type: 'event', event, dataType: 'text', data: 'x', ackId });

describe('what connect answers', () => {
  const token = { userId: 'ann', groups: ['a'], roles: anyGroup };
  const kept = { userId: 'ann', groups: ['a'], maySend: true };
  test.each<[string, Answer, object]>([
    ['nothing', { status: 204 }, kept],
    ['an empty body', { status: 200 }, kept],
    ['null', { body: 'null' }, kept],
    ['an empty object', { body: '{}' }, kept],
    ['unknown members', { body: '{"x":1}' }, kept],
    [
      'JSON by another name',
      { body: '{"userId":"bob"}', headers: { 'content-type': 'text/html' } },
      { ...kept, userId: 'bob' },
    ],
    ['nulls', { body: '{"userId":null,"groups":null,"roles":null,"subprotocol":null}' }, kept],
    ['no groups', { body: '{"groups":[]}' }, kept],
    ['other groups', { body: '{"groups":["b","c"]}' }, { ...kept, groups: ['b', 'c'] }],
    ['no roles', { body: '{"roles":[]}' }, { ...kept, maySend: false }],
    ['an empty user', { body: '{"userId":""}' }, { ...kept, userId: null }],
    ['another status of success', { status: 299, body: '{"userId":"bob"}' }, { ...kept, userId: 'bob' }],
  ])('%s', async (_name, answer, expected) => {
    const { service } = await start(onConnect(answer));
    await using client = await service.join(json, token);

    const [connection] = await service.connections();
    const permission = { targetName: 'g' };
    const maySend = await service.rest('chat').hasPermission(client.connectionId, 'sendToGroup', permission);

    expect({ userId: connection?.userId, groups: connection?.groups, maySend }).toEqual(expected);
  });

  test.each([
    '"x"',
    '1',
    '{"groups":[null]}',
    '{"groups":"g"}',
    '{"roles":[""]}',
    '{"roles":"r"}',
    '{"userId":1}',
  ])('%s makes no sense: 500, and nothing else is said', async (body) => {
    const { app, service } = await start(onConnect({ body }));

    expect(await refusalOf(await service.url('chat'), json)).toBe(500);
    expect(app.events.map(nameOf)).toEqual(['connect']);
  });

  test.each([
    [400, 400],
    [401, 401],
    [404, 404],
    [429, 429],
    [503, 503],
    [302, 500],
  ])('the status %i reaches the client as %i', async (status, seen) => {
    const { service } = await start(onConnect({ status, headers: { location: '/' } }));

    expect(await refusalOf(await service.url('chat'), json)).toBe(seen);
  });

  test('a subprotocol that was not offered is a 500', async () => {
    const { service } = await start(onConnect({ body: `{"subprotocol":"${reliable}"}` }));

    expect(await refusalOf(await service.url('chat'), json)).toBe(500);
  });
});

describe('what is sent', () => {
  test('every value of connect is a list, and no credential is among them', async () => {
    const { app, service } = await start(() => ({ status: 204 }));
    const headers = { 'x-mine': '1', 'X-ASRS-Internal-Secret': 's', cookie: 'c=1' };
    const url = `${await service.url('chat', { userId: 'ann', roles: ['r'], groups: ['g'] })}&q=1&q=2&empty=`;

    await using _client = await openWire(url, [json, 'mine'], headers);

    const body = JSON.parse(String(app.events[0]?.body)) as Record<string, Record<string, unknown>>;
    expect(body).toMatchObject({
      claims: { sub: ['ann'], role: ['r'], 'webpubsub.group': ['g'] },
      query: { q: ['1', '2'], empty: [''] },
      subprotocols: [json, 'mine'],
      clientCertificates: [],
    });
    expect(body['headers']).toMatchObject({ 'x-mine': ['1'], cookie: ['c=1'] });
    expect(Object.keys(body['headers'] ?? {})).not.toContain('x-asrs-internal-secret');
    expect(JSON.stringify(body)).not.toMatch(/access_token|authorization/i);
    expect(app.events[0]?.headers).not.toHaveProperty('cookie');
  });

  test('numbers go on from event to event, times are in seconds, the signature covers the connection', async () => {
    const { app, service } = await start(() => ({ status: 204 }));
    await using client = await service.join(json);

    client.send(say(1));
    client.send(say(2));
    for (let i = 0; i < 2; i++) await client.next();
    client.socket.close(1000);
    await eventually(() => app.events.length === 5);

    const signature = createHmac('sha256', defaultKey).update(client.connectionId).digest('hex');
    expect(
      app.events.map(({ headers }) => [headers['ce-id'], headers['ce-type'], headers['ce-subprotocol']]),
    ).toEqual([
      ['0', 'azure.webpubsub.sys.connect', undefined],
      ['1', 'azure.webpubsub.sys.connected', json],
      ['2', 'azure.webpubsub.user.say', json],
      ['3', 'azure.webpubsub.user.say', json],
      ['4', 'azure.webpubsub.sys.disconnected', json],
    ]);
    for (const { headers } of app.events) {
      expect(headers['ce-time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(headers['ce-signature']).toBe(`sha256=${signature}`);
      expect(headers['ce-source']).toBe(`/hubs/chat/client/${client.connectionId}`);
      expect(headers).not.toHaveProperty('ce-userid');
    }
    expect(app.events.map(({ body }) => String(body)).slice(1)).toEqual(['{}', 'x', 'x', '{"reason":""}']);
  });

  test('without a handler for connect the next event is number 1', async () => {
    const { app, service } = await start(() => ({ status: 204 }), { systemEvents: [] });
    await using client = await service.join(json);

    client.send(say(1));
    await client.next();

    expect(app.events.map(({ headers }) => headers['ce-id'])).toEqual(['1']);
  });

  test('state is carried until it is replaced, and may be empty', async () => {
    const states: Record<string, string> = { connect: 'one', clear: '' };
    const { app, service } = await start((event) => {
      const state = states[nameOf(event)];
      return { status: 204, ...(state === undefined ? {} : { headers: { 'ce-connectionState': state } }) };
    });
    await using client = await service.join(json);

    for (const [index, event] of ['a', 'clear', 'b'].entries()) client.send(say(index, event));
    for (let i = 0; i < 3; i++) await client.next();

    const seen = app.events.map((event) => [nameOf(event), event.headers['ce-connectionstate']]);
    expect(seen).toEqual([
      ['connect', undefined],
      ['connected', 'one'],
      ['a', 'one'],
      ['clear', 'one'],
      ['b', ''],
    ]);
  });

  test('a refused event does not change the state', async () => {
    const { app, service } = await start((event) =>
      nameOf(event) === 'bad' ? { status: 400, headers: { 'ce-connectionState': 'new' } } : { status: 204 },
    );
    await using client = await service.join(json);

    client.send(say(1, 'bad'));
    client.send(say(2, 'good'));
    for (let i = 0; i < 2; i++) await client.next();

    expect(app.events.at(-1)?.headers).not.toHaveProperty('ce-connectionstate');
  });

  test('cookies come back until they are taken back, to their connection only', async () => {
    const cookies: Record<string, string[]> = {
      connect: ['a=1; Path=/; HttpOnly', 'b=2'],
      change: ['a=; Max-Age=0', 'b=3; Expires=Fri, 01 Jan 2100 00:00:00 GMT'],
      end: ['b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    };
    const { app, service } = await start(
      (event) => ({ status: 204, headers: { 'set-cookie': cookies[nameOf(event)] ?? [] } }),
      { systemEvents: ['connect'] },
    );
    await using client = await service.join(json);

    for (const [index, event] of ['change', 'end', 'last'].entries()) client.send(say(index, event));
    for (let i = 0; i < 3; i++) await client.next();
    await using _other = await service.join(json);

    expect(app.events.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      'a=1; b=2',
      'b=3',
      undefined,
      undefined,
    ]);
  });
});

describe('what fails', () => {
  test.each([
    [408, 4],
    [500, 4],
    [503, 4],
    [400, 1],
    [404, 1],
    [429, 1],
    [301, 1],
  ])('after %i an event is tried %i times in all, as the same event', async (status, tries) => {
    const { app, service } = await start(() => ({ status }), { systemEvents: [] });
    await using client = await service.join(json);

    client.send(say(1));

    expect(await client.nextJson()).toMatchObject({ ackId: 1, error: { name: 'InternalServerError' } });
    expect(app.events).toHaveLength(tries);
    const identities = app.events.map(
      ({ headers }) => `${String(headers['ce-id'])} ${String(headers['x-ms-client-request-id'])}`,
    );
    expect(new Set(identities).size).toBe(1);
    client.send({ type: 'ping' });
    expect(await client.next()).toBe('{"type":"pong"}');
  });

  test('a handler that hangs up is tried again', async () => {
    let refusals = 2;
    const { app, service } = await start(
      () => {
        return refusals-- > 0 ? { hangsUp: true } : { status: 204 };
      },
      { systemEvents: [] },
    );
    await using client = await service.join(json);

    client.send(say(1));

    expect(await client.nextJson()).toMatchObject({ success: true });
    expect(app.events).toHaveLength(3);
  });

  test.each<[string, Answer]>([
    ['a strange type', { body: 'x', headers: { 'content-type': 'image/png' } }],
    ['JSON that is none', { body: '{', headers: { 'content-type': 'application/json' } }],
    ['more than 16 MiB', { body: Buffer.alloc(16 * 1_048_576 + 1) }],
  ])('an answer of %s is a failure', async (_name, answer) => {
    const { service } = await start(() => answer, { systemEvents: [] });
    await using client = await service.join(json);
    await using raw = await openWire(await service.url('chat'));

    client.send(say(1));
    raw.send('x');

    expect(await client.nextJson()).toMatchObject({ error: { name: 'InternalServerError' } });
    expect((await raw.closed).code).toBe(1011);
  });

  test('the same ack id may be tried again', async () => {
    let failures = 1;
    const { service } = await start(() => (failures-- > 0 ? { status: 400 } : { status: 204 }), {
      systemEvents: [],
    });
    await using client = await service.join(json);

    for (let i = 0; i < 3; i++) client.send(say(1));

    expect(await client.nextJson()).toMatchObject({ error: { name: 'InternalServerError' } });
    expect(await client.nextJson()).toMatchObject({ success: true });
    expect(await client.nextJson()).toMatchObject({ error: { name: 'Duplicate' } });
  });
});

describe('the goodbye', () => {
  const goodbyes = ({ app }: Scene): string[] =>
    app.events.filter((event) => nameOf(event) === 'disconnected').map(({ body }) => String(body));

  test('is said once, after a recovery, a takeover and a close', async () => {
    const scene = await start(() => ({ status: 204 }));
    const { service, app } = scene;
    await using client = await service.join(reliable);
    const query = `awps_connection_id=${client.connectionId}&awps_reconnection_token=${client.reconnectionToken}`;
    const url = `ws://localhost:${service.port}/client/hubs/chat?${query}`;
    client.socket.terminate();
    await using _second = await openWire(url, reliable);
    await using third = await openWire(url, reliable);

    await service.rest('chat').closeConnection(client.connectionId, { reason: 'done' });
    await third.closed;
    await using next = await service.join(json);
    next.send(say(1));
    await next.next();

    expect(goodbyes(scene)).toEqual(['{"reason":"done"}']);
    expect(app.events.filter((event) => nameOf(event) === 'connected')).toHaveLength(2);
  });

  test('is said although the rest of the events went wrong', async () => {
    const scene = await start((event) => (nameOf(event) === 'connect' ? { status: 204 } : { status: 400 }));
    await using client = await scene.service.join(json);

    client.socket.terminate();
    await eventually(() => goodbyes(scene).length === 1);
  });
});
