import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
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
afterEach(async () => {
  await service.rest('chat').closeAllConnections();
});

/** A request with a token that is for exactly this path. */
async function call(method: string, path: string, init: RequestInit = {}, query = ''): Promise<Response> {
  const url = `${service.endpoint}${path}`;
  const token = await new SignJWT({ aud: url, exp: Date.now() / 1000 + 60 })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH'));
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
  return fetch(url + query, { ...init, method, headers });
}

test('a message from the server has four keys in a fixed order', async () => {
  await using client = await service.join(json, { userId: 'ann', groups: ['g'] });
  const rest = service.rest('CHAT');

  await rest.sendToAll({ a: 1 });
  await rest.sendToUser('ann', 'hello', { contentType: 'text/plain' });
  await rest.sendToConnection(client.connectionId, new Uint8Array([1, 2, 3]).buffer);
  await rest.group('g').sendToAll('x', { contentType: 'text/plain' });
  await rest.sendToAll('quoted');

  expect(await client.next()).toBe('{"type":"message","from":"server","dataType":"json","data":{"a":1}}');
  expect(await client.next()).toBe('{"type":"message","from":"server","dataType":"text","data":"hello"}');
  expect(await client.next()).toBe('{"type":"message","from":"server","dataType":"binary","data":"AQID"}');
  expect(await client.next()).toBe(
    '{"type":"message","from":"group","group":"g","dataType":"text","data":"x"}',
  );
  expect(await client.next()).toBe('{"type":"message","from":"server","dataType":"json","data":"quoted"}');
});

test('excluded and filtered connections get nothing', async () => {
  await using ann = await service.join(json, { userId: 'ann', groups: ['g'] });
  await using bob = await service.join(json, { userId: 'bob', groups: ['g'] });
  const rest = service.rest('chat');

  await rest.sendToAll('1', { contentType: 'text/plain', excludedConnections: [ann.connectionId] });
  await rest.group('g').sendToAll('2', { contentType: 'text/plain', filter: "userId eq 'ann'" });
  await rest.sendToAll('end', { contentType: 'text/plain' });

  expect([await ann.nextJson(), await ann.nextJson()]).toMatchObject([{ data: '2' }, { data: 'end' }]);
  expect([await bob.nextJson(), await bob.nextJson()]).toMatchObject([{ data: '1' }, { data: 'end' }]);
});

test('sending to nobody succeeds', async () => {
  const rest = service.rest('chat');

  await rest.sendToUser('nobody', 'x', { contentType: 'text/plain' });
  await rest.sendToConnection('nothing', 'x', { contentType: 'text/plain' });
  await rest.group('none').sendToAll('x', { contentType: 'text/plain' });
});

test('metadata headers travel with the message', async () => {
  await using client = await service.join(json);

  const answer = await call('POST', '/api/hubs/chat/:send', {
    headers: { 'content-type': 'text/plain', 'X-WebPubSub-Metadata-Trace': 'a, b' },
    body: 'x',
  });

  expect(answer.status).toBe(202);
  expect(await client.nextJson()).toMatchObject({ data: 'x', metadata: { trace: 'b' } });
});

test.each([
  ['is told', { reason: 'too late' }, 'Application server closed the connection. Reason: too late'],
  ['without a reason', {}, 'Application server closed the connection.'],
])('a closed client %s why, and the state is discarded', async (_name, options, message) => {
  await using client = await service.join(reliable, { userId: 'ann' });

  await service.rest('chat').closeConnection(client.connectionId, options);

  expect(await client.nextJson()).toEqual({ type: 'system', event: 'disconnected', message });
  expect(await client.closed).toEqual({ code: 1000, reason: '' });
  expect(await service.rest('chat').connectionExists(client.connectionId)).toBe(false);
});

test('connections of a user, of a group and of the hub can be closed, but for some', async () => {
  await using ann = await service.join(json, { userId: 'ann' });
  await using bob = await service.join(json, { groups: ['g'] });
  await using cat = await service.join(json, { groups: ['g'] });
  const rest = service.rest('chat');

  await rest.closeUserConnections('ann');
  await call(
    'POST',
    '/api/hubs/chat/groups/g/:closeConnections',
    {},
    `?excluded=x&excluded=${cat.connectionId}`,
  );
  await Promise.all([ann.closed, bob.closed]);

  expect(await rest.connectionExists(cat.connectionId)).toBe(true);
  await rest.closeAllConnections();
  await cat.closed;
  await rest.closeConnection('missing');
});

test('what exists is found, what does not is not', async () => {
  await using client = await service.join(json, { userId: 'ann', groups: ['g'] });
  const rest = service.rest('chat');

  expect(await rest.connectionExists(client.connectionId)).toBe(true);
  expect(await rest.userExists('ann')).toBe(true);
  expect(await rest.groupExists('g')).toBe(true);
  expect(await rest.connectionExists('x')).toBe(false);
  expect(await rest.userExists('Ann')).toBe(false);
  expect(await rest.groupExists('G')).toBe(false);
});

test('the application moves connections and users in and out of groups', async () => {
  await using client = await service.join(json, { userId: 'ann' });
  const rest = service.rest('chat');
  const groups = async (): Promise<unknown> => (await service.connections())[0]?.groups;

  await rest.group('a').addConnection(client.connectionId);
  await rest.group('b').addUser('ann');
  await rest.addConnectionsToGroups(['c', 'd'], "userId eq 'ann' and 'a' in groups");
  expect(await groups()).toEqual(['a', 'b', 'c', 'd']);

  await rest.group('a').removeConnection(client.connectionId);
  await rest.group('b').removeUser('ann');
  await rest.removeConnectionsFromGroups(['c'], "userId eq 'ann'");
  expect(await groups()).toEqual(['d']);

  await rest.removeUserFromAllGroups('ann');
  expect(await groups()).toEqual([]);
  await rest.group('a').addConnection(client.connectionId);
  await rest.removeConnectionFromAllGroups(client.connectionId);
  expect(await groups()).toEqual([]);
  await rest.group('a').removeConnection('missing');
});

test('a missing connection or user cannot be added', async () => {
  const rest = service.rest('chat');

  await expect(rest.group('g').addConnection('missing')).rejects.toMatchObject({
    statusCode: 404,
    code: 'Error.Connection.NotExisted',
    message: 'Connection `missing` is not found.',
  });
  await expect(rest.group('g').addUser('nobody')).rejects.toMatchObject({ statusCode: 404 });
});

test('connections of a group are listed page by page', async () => {
  const clients = await Promise.all(
    Array.from({ length: 5 }, (_, i) => service.join(json, { groups: ['g'], userId: `u${i}` })),
  );
  const ids = clients.map(({ connectionId }) => connectionId).sort();
  const rest = service.rest('chat').group('g');
  const sizes: number[] = [];
  const found: string[] = [];

  for await (const page of (await rest.listConnections({ maxPageSize: 2 })).byPage()) {
    sizes.push(page.length);
    found.push(...page.map(({ connectionId }) => connectionId));
  }
  const top: string[] = [];
  for await (const { connectionId } of await rest.listConnections({ top: 3, maxPageSize: 2 }))
    top.push(connectionId);

  expect(sizes).toEqual([2, 2, 1]);
  expect(found).toEqual(ids);
  expect(top).toEqual(ids.slice(0, 3));
});

test('permissions are granted, revoked and checked while the client is connected', async () => {
  await using client = await service.join(json, { roles: ['webpubsub.joinLeaveGroup'] });
  const rest = service.rest('chat');
  const id = client.connectionId;
  const send = { type: 'sendToGroup', group: 'g', data: 1 };

  expect(await rest.hasPermission(id, 'sendToGroup', { targetName: 'g' })).toBe(false);
  await rest.grantPermission(id, 'sendToGroup', { targetName: 'g' });
  expect(await rest.hasPermission(id, 'sendToGroup', { targetName: 'g' })).toBe(true);
  client.send({ ...send, ackId: 1 });
  expect(await client.nextJson()).toMatchObject({ ackId: 1, success: true });

  await rest.revokePermission(id, 'sendToGroup', { targetName: 'g' });
  await rest.revokePermission(id, 'joinLeaveGroup', { targetName: 'g' });
  client.send({ ...send, ackId: 2 });
  client.send({ type: 'joinGroup', group: 'g', ackId: 3 });
  client.send({ type: 'joinGroup', group: 'h', ackId: 4 });
  expect(await client.nextJson()).toMatchObject({ ackId: 2, error: { name: 'Forbidden' } });
  expect(await client.nextJson()).toMatchObject({ ackId: 3, error: { name: 'Forbidden' } });
  expect(await client.nextJson()).toMatchObject({ ackId: 4, success: true });

  await rest.revokePermission('missing', 'sendToGroup', { targetName: 'g' });
  await expect(rest.grantPermission('missing', 'sendToGroup', { targetName: 'g' })).rejects.toMatchObject({
    statusCode: 404,
  });
});

test('a thousand permissions fit, one more does not', async () => {
  const roles = Array.from({ length: 3 }, (_, i) => `webpubsub.sendToGroup.g${i}`);
  await using client = await service.join(json, { roles });
  const rest = service.rest('chat');

  for (let i = 3; i < 1_000; i++) {
    await rest.grantPermission(client.connectionId, 'sendToGroup', { targetName: `g${i}` });
  }

  await expect(
    rest.grantPermission(client.connectionId, 'sendToGroup', { targetName: 'more' }),
  ).rejects.toMatchObject({ statusCode: 409 });
  await rest.grantPermission(client.connectionId, 'sendToGroup', { targetName: 'g5' });
});

test('a token of the service opens its hub', async () => {
  const query = '?userId=ann&role=webpubsub.sendToGroup&role=webpubsub.joinLeaveGroup&group=g';
  const answer = await call('POST', '/api/hubs/chat/:generateToken', {}, query);
  const { token } = (await answer.json()) as { token: string };
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

  expect(payload).toEqual({
    aud: `${service.endpoint}/client/hubs/chat`,
    sub: 'ann',
    role: anyGroup.toReversed(),
    'webpubsub.group': ['g'],
    iat: expect.any(Number),
    exp: expect.any(Number),
  });
});

test.each([
  ['userId lt 1', "Invalid syntax for 'userId lt 1': Type 'string', expect 'int'. (Parameter 'filter')"],
  [
    'invalid filter',
    "Invalid syntax for 'invalid filter': Syntax error at position 14 in 'invalid filter'. (Parameter 'filter')",
  ],
])('the filter %s is refused with the service’s words', async (filter, message) => {
  const answer = await call(
    'POST',
    '/api/hubs/chat/:send',
    { headers: { 'content-type': 'text/plain' }, body: 'x' },
    `?filter=${encodeURIComponent(filter)}`,
  );

  expect(answer.status).toBe(400);
  expect(answer.headers.get('x-ms-error-code')).toBe('Error.BadRequest');
  expect(await answer.json()).toEqual({
    code: 'Error.BadRequest',
    message,
    target: 'Request',
    details: [],
    inner: {},
  });
});

test('as problem+json the SDK keeps an error’s body as text', async () => {
  await using other = await startTestService({ errorContentType: 'application/problem+json' });

  const failure = other.rest('chat').sendToAll('x', { filter: 'nonsense' });

  await expect(failure).rejects.toSatisfy(
    (error: Error) => (JSON.parse(error.message) as { code: string }).code === 'Error.BadRequest',
  );
});

test.each([
  ['an unknown version', 'POST', '?api-version=2021-08-01-preview', {}, 400],
  ['two versions', 'POST', '?api-version=2024-12-01&api-version=2024-12-01', {}, 400],
  ['an old version', 'POST', '?api-version=2021-10-01', { body: 'x' }, 202],
  ['no version', 'POST', '', { body: 'x' }, 202],
  ['a bad time to live', 'POST', '?messageTtlSeconds=301', { body: 'x' }, 400],
  ['JSON that is none', 'POST', '', { body: '{', headers: { 'content-type': 'application/json' } }, 400],
  ['a strange content type', 'POST', '', { body: 'x', headers: { 'content-type': 'image/png' } }, 415],
  ['too large a body', 'POST', '', { body: 'x'.repeat(1_048_577) }, 400],
  ['the largest body', 'POST', '', { body: 'x'.repeat(1_048_576) }, 202],
  ['an unknown verb', 'PATCH', '', {}, 405],
])('%s is answered properly', async (_name, method, query, init, status) => {
  expect((await call(method, '/api/hubs/chat/:send', init, query)).status).toBe(status);
});

test('a body without a length is refused', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from('x'));
      controller.close();
    },
  });
  const init = { body, duplex: 'half' } as RequestInit;

  expect((await call('POST', '/api/hubs/chat/:send', init)).status).toBe(400);
});

test('a token for one operation does not open another', async () => {
  const url = `${service.endpoint}/api/hubs/chat/:send`;
  const header = Buffer.from('{"alg":"HS256"}').toString('base64url');
  const payload = Buffer.from(JSON.stringify({ aud: url, exp: Date.now() / 1000 + 60 })).toString(
    'base64url',
  );
  const key = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
  const signature = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url');
  const headers = { authorization: `Bearer ${header}.${payload}.${signature}` };
  const post = (target: string) => fetch(target, { method: 'POST', headers, body: 'x' });

  expect((await post(url)).status).toBe(202);
  expect((await post(`${service.endpoint}/api/hubs/chat/:closeConnections`)).status).toBe(401);
  expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(401);
});

test('an escaped slash stays escaped, everything else is decoded', async () => {
  await using _client = await service.join(json, { userId: 'tenant%2Falice' });
  await using _other = await service.join(json, { userId: 'a b+c' });

  expect((await call('HEAD', '/api/hubs/chat/users/tenant%2Falice')).status).toBe(200);
  expect((await call('HEAD', '/api/hubs/chat/users/a%20b+c')).status).toBe(200);
  expect((await call('HEAD', '/api/hubs/chat/users/a')).headers.get('x-ms-error-code')).toBe(
    'Warning.User.NotExisted',
  );
});

test('health needs no token', async () => {
  const answer = await fetch(`${service.endpoint}/api/health`, { method: 'HEAD' });

  expect(answer.status).toBe(200);
});

test('a detached reliable client still counts', async () => {
  await using client = await service.join(reliable, { userId: 'ann', groups: ['g'] });

  client.socket.terminate();
  await eventually(async () => (await service.connections())[0]?.state === 'detached');

  expect(await service.rest('chat').userExists('ann')).toBe(true);
  expect(await service.rest('chat').groupExists('g')).toBe(true);
});
