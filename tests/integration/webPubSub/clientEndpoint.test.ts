import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, reliable, startTestService, type TestService } from '../../support/webPubSub/service.ts';
import { openWire, refusalOf } from '../../support/webPubSub/wireClient.ts';

const defaultKey = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
let service: TestService;
let base: string;

beforeAll(async () => {
  service = await startTestService();
  base = service.endpoint.replace('http', 'ws');
});
afterAll(() => service[Symbol.asyncDispose]());

const sign = (claims: object, key = defaultKey): Promise<string> =>
  new SignJWT({ aud: `${service.endpoint}/client/hubs/chat`, exp: Date.now() / 1000 + 60, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(key));

test('the connection string is the official emulator’s, but for the port', () => {
  expect(service.connectionString).toBe(
    `Endpoint=http://localhost:${service.port};AccessKey=${defaultKey};Version=1.0;`,
  );
});

test('a client is greeted with its user and connection id', async () => {
  await using client = await openWire(await service.url('chat', { userId: 'ann' }), json);

  const greeting = String(await client.next());

  expect(client.subprotocol).toBe(json);
  expect(greeting).toMatch(
    /^\{"type":"system","event":"connected","userId":"ann","connectionId":"[0-9a-f]{32}"\}$/,
  );
});

test('only a reliable client is given a reconnection token', async () => {
  await using client = await openWire(await service.url('chat'), reliable);

  const greeting = await client.nextJson();

  expect(greeting).toEqual({
    type: 'system',
    event: 'connected',
    userId: null,
    connectionId: expect.stringMatching(/^[0-9a-f]{32}$/),
    reconnectionToken: expect.stringMatching(/^[\w-]{43}$/),
  });
});

test('the hub may stand in the query and the token in a header or under any case', async () => {
  const token = await sign({});

  const statuses = await Promise.all([
    refusalOf(
      `${base}/client/?hub=Chat&access_token=${await sign({ aud: `${service.endpoint}/client/hubs/Chat` })}`,
    ),
    refusalOf(`${base}/client/hubs/chat?ACCESS_TOKEN=${token}`),
    refusalOf(`${base}/client/hubs/chat`, [], { authorization: `Bearer ${token}` }),
  ]);

  expect(statuses).toEqual([101, 101, 101]);
});

test.each([
  ['no token', '', 401],
  ['a blank token', '?access_token=%20', 401],
  ['nonsense', '?access_token=abc', 401],
])('%s is refused', async (_name, query, status) => {
  expect(await refusalOf(`${base}/client/hubs/chat${query}`)).toBe(status);
});

test.each<[string, { path?: string; exp?: number | undefined; [claim: string]: unknown }, string, number]>([
  ['another key', {}, 'another-key-of-at-least-thirty-two-bytes', 401],
  ['another hub', { path: '/client/hubs/other' }, defaultKey, 401],
  ['another operation', { path: '/api/hubs/chat' }, defaultKey, 401],
  ['a time that is over', { exp: Date.now() / 1000 - 301 }, defaultKey, 401],
  ['no end', { exp: undefined }, defaultKey, 401],
  ['a group that cannot be', { 'webpubsub.group': ['   '] }, defaultKey, 400],
])('a token with %s is refused', async (_name, claims, key, status) => {
  const { path, ...others } = claims;
  const aud = path === undefined ? {} : { aud: service.endpoint + path };
  const token = await sign({ ...others, ...aud }, key);

  expect(await refusalOf(`${base}/client/hubs/chat?access_token=${token}`)).toBe(status);
});

test('a token that ended four minutes ago is let in: clocks differ', async () => {
  const token = await sign({ exp: Date.now() / 1000 - 240 });

  expect(await refusalOf(`${base}/client/hubs/chat?access_token=${token}`)).toBe(101);
});

test('claims may be single strings', async () => {
  const token = await sign({ role: 'webpubsub.sendToGroup', 'webpubsub.group': 'g' });
  await using client = await openWire(`${base}/client/hubs/chat?access_token=${token}`, json);
  await client.next();

  client.send({ type: 'sendToGroup', group: 'g', data: 1 });

  expect(await client.next()).toBe(
    '{"type":"message","from":"group","group":"g","dataType":"json","data":1}',
  );
});

test('the first known subprotocol is taken, unknown ones alone are refused', async () => {
  const url = await service.url('chat');

  await using client = await openWire(url, ['mine', reliable, json]);

  expect(client.subprotocol).toBe(reliable);
  expect(await refusalOf(url, ['mine'])).toBe(400);
});

test('a request that is no upgrade is refused', async () => {
  const answer = await fetch(`${service.endpoint}/client/hubs/chat`);

  expect(answer.status).toBe(400);
});

test.each(['9chat', 'ch-at'])('the hub name %s is refused', async (hub) => {
  expect(await refusalOf(`${base}/client/hubs/${hub}`)).toBe(400);
});
