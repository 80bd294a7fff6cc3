import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { callRest } from '../../support/webPubSub/restCall.ts';
import { json, reliable, startTestService, type TestService } from '../../support/webPubSub/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());
afterEach(async () => {
  await service.rest('chat').closeAllConnections();
});

type Init = { headers?: Record<string, string>; body?: string | Buffer<ArrayBuffer> };

const call = (request: string, init: Init = {}): Promise<Response> => callRest(service, request, init);
const statusOf = async (request: string, init?: Init): Promise<number> => (await call(request, init)).status;
const withType = (type: string, body: string | Buffer<ArrayBuffer>): Init => ({
  headers: { 'content-type': type },
  body,
});

describe('operations on what is not there', () => {
  test.each([
    ['HEAD chat/connections/x', 404, 'Warning.Connection.NotExisted'],
    ['HEAD chat/users/x', 404, 'Warning.User.NotExisted'],
    ['HEAD chat/groups/x', 404, 'Warning.Group.NotExisted'],
    ['HEAD chat/permissions/sendToGroup/connections/x?targetName=g', 404, 'Warning.Permission.NotExisted'],
    ['PUT chat/groups/g/connections/x', 404, 'Error.Connection.NotExisted'],
    ['PUT chat/users/x/groups/g', 404, 'Error.User.NotExisted'],
    ['PUT chat/permissions/sendToGroup/connections/x?targetName=g', 404, 'Error.Connection.NotExisted'],
    ['DELETE chat/groups/g/connections/x', 204, null],
    ['DELETE chat/users/x/groups/g', 204, null],
    ['DELETE chat/connections/x/groups', 204, null],
    ['DELETE chat/users/x/groups', 204, null],
    ['DELETE chat/connections/x', 204, null],
    ['DELETE chat/permissions/joinLeaveGroup/connections/x?targetName=g', 204, null],
    ['POST chat/:closeConnections', 204, null],
    ['POST chat/groups/x/:closeConnections', 204, null],
    ['POST chat/users/x/:closeConnections', 204, null],
    ['POST chat/:send', 202, null],
    ['POST chat/connections/x/:send', 202, null],
    ['POST chat/users/x/:send', 202, null],
    ['POST chat/groups/x/:send', 202, null],
  ])('%s', async (request, status, code) => {
    const answer = await call(request);

    expect([answer.status, answer.headers.get('x-ms-error-code')]).toEqual([status, code]);
    if (request.startsWith('HEAD') || code === null) expect(await answer.text()).toBe('');
  });

  test('the error of a missing connection has every member', async () => {
    const answer = await call('PUT chat/groups/g/connections/missing');

    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.text()).toBe(
      '{"code":"Error.Connection.NotExisted","message":"Connection `missing` is not found.","target":"Connection","details":[],"inner":{}}',
    );
  });

  test('a group that nobody is in has no members', async () => {
    const answer = await call('GET chat/groups/x/connections');

    expect([answer.status, await answer.text()]).toEqual([200, '{"value":[],"nextLink":null}']);
  });
});

describe('requests that are refused', () => {
  const text = withType('text/plain', 'x');
  const groups = (body: object): Init => withType('application/json', JSON.stringify(body));
  test.each<[string, number, Init?]>([
    ['POST 9chat/:send', 400, text],
    ['POST ch-at/:send', 400, text],
    [`POST ${'c'.repeat(129)}/:send`, 400, text],
    [`POST ${'c'.repeat(128)}/:send`, 202, text],
    ['POST a_`,.[]9/:send', 202, text],
    ['POST chat/:send?api-version=', 400, text],
    ['POST chat/:send?api-version=2024-12-02', 400, text],
    ['POST chat/:send?api-version=2021-10-01&api-version=2024-12-01', 400, text],
    ['POST chat/:send?messageTtlSeconds=-1', 400, text],
    ['POST chat/:send?messageTtlSeconds=301', 400, text],
    ['POST chat/:send?messageTtlSeconds=1.5', 400, text],
    ['POST chat/:send?messageTtlSeconds=x', 400, text],
    ['POST chat/:send?messageTtlSeconds=300', 202, text],
    ['POST chat/:send?messageTtlSeconds=0', 202, text],
    ['POST chat/groups/%20/:send', 400, text],
    [`POST chat/groups/${'g'.repeat(1025)}/:send`, 400, text],
    [`POST chat/groups/${'g'.repeat(1024)}/:send`, 202, text],
    ['POST chat/:send', 400, withType('application/json', '{')],
    ['POST chat/:send', 400, withType('application/json', '')],
    ['POST chat/:send', 202, withType('application/json', 'null')],
    ['POST chat/:send', 202, withType('APPLICATION/JSON ; charset=UTF-8', '1')],
    ['POST chat/:send', 415, withType('text/html', 'x')],
    ['POST chat/:send', 415, withType('application/x-protobuf', 'x')],
    ['POST chat/:send', 400, withType('text/plain; charset=nonsense', 'x')],
    ['POST chat/:send', 400, { body: 'x', headers: { 'x-webpubsub-metadata-': 'v' } }],
    ['POST chat/:send', 400, { body: 'x', headers: { 'x-webpubsub-metadata-k': 'v'.repeat(1025) } }],
    ['POST chat/:addToGroups', 415, { body: '{"groups":["g"]}' }],
    ['POST chat/:addToGroups', 415, withType('text/plain', '{"groups":["g"]}')],
    ['POST chat/:addToGroups', 400, withType('application/json', '{')],
    ['POST chat/:addToGroups', 400, groups({})],
    ['POST chat/:addToGroups', 400, groups({ groups: [] })],
    ['POST chat/:addToGroups', 400, groups({ groups: [' '] })],
    ['POST chat/:addToGroups', 400, groups({ groups: ['g'], filter: 'nonsense' })],
    ['POST chat/:addToGroups', 200, groups({ groups: ['g'], filter: null })],
    ['POST chat/:removeFromGroups', 200, groups({ groups: ['g'], filter: '' })],
    ['POST chat/:removeFromGroups', 400, groups({ groups: 'g' })],
    ['GET chat/groups/g/connections?maxpagesize=0', 400],
    ['GET chat/groups/g/connections?maxpagesize=201', 400],
    ['GET chat/groups/g/connections?maxpagesize=200&top=1', 200],
    ['GET chat/groups/g/connections?top=0', 400],
    ['GET chat/groups/g/connections?continuationToken=nonsense', 400],
    ['PUT chat/permissions/dance/connections/x?targetName=g', 400],
    ['PUT chat/permissions/sendToGroup/connections/x', 400],
    ['DELETE chat/permissions/sendToGroup/connections/x?targetName=', 400],
    ['HEAD chat/permissions/sendToGroup/connections/x?targetName=%20', 400],
    ['POST chat/:generateToken?minutesToExpire=0', 400],
    ['POST chat/:generateToken?clientType=nonsense', 400],
    ['POST chat/:generateToken?group=%20', 400],
    ['POST chat/:generateToken?minutesToExpire=1&clientType=MQTT', 200],
    ['GET chat/:send', 405],
    ['DELETE chat/:closeConnections', 405],
    ['POST chat/:dance', 404],
    ['POST chat', 404],
  ])('%s: %i', async (request, status, init) => {
    const answer = await call(request, init);

    expect(answer.status).toBe(status);
    if (status !== 400) return;
    expect(answer.headers.get('x-ms-error-code')).toBe('Error.BadRequest');
    if (request.startsWith('HEAD')) expect(await answer.text()).toBe('');
    else
      expect(await answer.json()).toMatchObject({
        code: 'Error.BadRequest',
        target: 'Request',
        details: [],
        inner: {},
      });
  });

  test('the verbs that a path knows are named', async () => {
    expect((await call('PATCH chat/connections/x')).headers.get('allow')).toBe('DELETE, HEAD');
  });

  test.each([
    [
      'a filter before the body',
      'POST chat/:send?filter=nonsense',
      withType('application/json', '{'),
      'filter',
    ],
    [
      'a body that is no JSON',
      'POST chat/:send',
      withType('application/json', '{'),
      'The request body is not a valid JSON.',
    ],
    ['too long a body', 'POST chat/:send', { body: 'x'.repeat(1_048_577) }, 'Invalid Content-Length header.'],
  ])('%s', async (_name, request, init, words) => {
    const { message } = (await (await call(request, init)).json()) as { message: string };

    expect(message).toContain(words);
  });

  test('a refused request leaves the connection and the next one alone', async () => {
    const long = { body: 'x'.repeat(3_000_000) };

    expect([await statusOf('POST chat/:send', long), await statusOf('POST chat/:send')]).toEqual([400, 202]);
  });
});

test.each(['2021-10-01', '2022-11-01', '2023-07-01', '2024-01-01', '2024-12-01'])(
  'version %s is known',
  async (version) => {
    expect(await statusOf(`POST chat/:send?api-version=${version}`, { body: 'x' })).toBe(202);
  },
);

describe('bodies', () => {
  const utf16 = Buffer.from('é', 'utf16le');
  test.each<[string, Init, string]>([
    ['text', withType('text/plain', 'é'), '"dataType":"text","data":"é"'],
    ['text in UTF-16', withType('text/plain; charset=utf-16', utf16), '"dataType":"text","data":"é"'],
    [
      'text in Latin 1',
      withType('text/plain;charset="iso-8859-1"', Buffer.from([0xe9])),
      '"dataType":"text","data":"é"',
    ],
    [
      'JSON as written',
      withType('application/json', '{"b":1.0, "a":[]}'),
      '"dataType":"json","data":{"b":1.0, "a":[]}',
    ],
    ['a JSON string', withType('application/json', '"x"'), '"dataType":"json","data":"x"'],
    [
      'bytes',
      withType('application/octet-stream', Buffer.from([1, 2, 3])),
      '"dataType":"binary","data":"AQID"',
    ],
    ['nothing', {}, '"dataType":"binary","data":""'],
  ])('%s', async (_name, init, tail) => {
    await using client = await service.join(json);

    expect(await statusOf('POST chat/:send', init)).toBe(202);

    expect(await client.next()).toBe(`{"type":"message","from":"server",${tail}}`);
  });

  test('metadata: small keys, the last part, trimmed', async () => {
    await using client = await service.join(json);
    const headers = {
      'content-type': 'text/plain',
      'X-WebPubSub-Metadata-KEY': ' a ,  b ',
      'x-webpubsub-metadata-2': 'c',
    };

    await call('POST chat/:send', { headers, body: 'x' });

    expect(await client.nextJson()).toEqual({
      type: 'message',
      from: 'server',
      dataType: 'text',
      data: 'x',
      metadata: { key: 'b', 2: 'c' },
    });
  });
});

describe('names in a path', () => {
  test.each([
    ['tenant%2Falice', 'tenant%2Falice'],
    ['tenant%2falice', 'tenant%2falice'],
    ['a%252Fb', 'a%2Fb'],
    ['a%20b', 'a b'],
    ['a+b', 'a+b'],
    ['a%2Bb', 'a+b'],
    ['%C3%A9', 'é'],
    ['%3Asend', ':send'],
    ['Ann', 'Ann'],
  ])('%s is %s', async (written, userId) => {
    await using _client = await service.join(json, { userId, groups: [userId] });

    expect(await statusOf(`HEAD chat/users/${written}`)).toBe(200);
    expect(await statusOf(`HEAD chat/groups/${written}`)).toBe(200);
    expect(await statusOf(`HEAD chat/users/${written.toLowerCase()}x`)).toBe(404);
  });

  test('an escape that is none is refused', async () => {
    expect(await statusOf('HEAD chat/users/%C3')).toBe(400);
  });

  test('a hub has no case', async () => {
    await using client = await service.join(json);

    expect(await statusOf(`HEAD CHAT/connections/${client.connectionId}`)).toBe(200);
    expect(await statusOf(`HEAD chat/connections/${client.connectionId.toUpperCase()}`)).toBe(404);
  });
});

describe('excluded', () => {
  test('ids are taken whole', async () => {
    await using one = await service.join(json);
    await using two = await service.join(json);
    const [a, b] = [one.connectionId, two.connectionId];

    await call(`POST chat/:send?excluded=${a},${b}&excluded=%20${a}`, withType('text/plain', 'all'));
    await call(`POST chat/:send?excluded=${a}&excluded=${b}`, withType('text/plain', 'none'));
    await call(`POST chat/:send?excluded=${a}`, withType('text/plain', 'two'));

    expect(await one.nextJson()).toMatchObject({ data: 'all' });
    expect([await two.nextJson(), await two.nextJson()]).toMatchObject([{ data: 'all' }, { data: 'two' }]);
    expect(one.unread).toEqual([]);
  });
});

describe('lists', () => {
  test('pages link to the next by an absolute URL that works', async () => {
    const clients = await Promise.all(
      [1, 2, 3].map((i) => service.join(json, { groups: ['a b'], userId: `u${i}` })),
    );
    const expected = clients.map(({ connectionId }) => connectionId).sort();
    const found: string[] = [];

    let next: string | null = 'chat/groups/a%20b/connections?maxpagesize=2&api-version=2024-12-01';
    const links: (string | null)[] = [];
    while (next !== null) {
      const answer = await call(`GET ${next}`);
      const page = (await answer.json()) as { value: { connectionId: string }[]; nextLink: string | null };
      found.push(...page.value.map(({ connectionId }) => connectionId));
      links.push(page.nextLink);
      next = page.nextLink?.replace(`${service.endpoint}/api/hubs/`, '') ?? null;
    }

    expect(found).toEqual(expected);
    expect(links).toEqual([
      expect.stringContaining(`${service.endpoint}/api/hubs/chat/groups/a%20b/connections?`),
      null,
    ]);
  });

  test('an anonymous member has no user id', async () => {
    await using client = await service.join(json, { groups: ['g'] });

    expect(await (await call('GET chat/groups/g/connections')).json()).toEqual({
      value: [{ connectionId: client.connectionId, userId: null }],
      nextLink: null,
    });
  });

  test('two hundred fit on a page, if nothing else is said', async () => {
    const clients = await Promise.all(
      Array.from({ length: 201 }, () => service.join(json, { groups: ['g'] })),
    );

    const page = (await (await call('GET chat/groups/g/connections')).json()) as {
      value: unknown[];
      nextLink: unknown;
    };

    expect([page.value.length, typeof page.nextLink]).toEqual([200, 'string']);
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
  });
});

test('a revoked permission stays revoked until it is granted, and membership stays', async () => {
  await using client = await service.join(reliable, {
    roles: ['webpubsub.joinLeaveGroups.r.*'],
    groups: ['r.1'],
  });
  const permission = `chat/permissions/joinLeaveGroup/connections/${client.connectionId}?targetName=r.1`;
  const checks = [await statusOf(`HEAD ${permission}`), await statusOf(`DELETE ${permission}`)];

  checks.push(
    await statusOf(`HEAD ${permission}`),
    await statusOf(`HEAD ${permission.replace('r.1', 'r.2')}`),
  );

  expect(checks).toEqual([200, 204, 404, 200]);
  expect((await service.connections())[0]?.groups).toEqual(['r.1']);
  expect([await statusOf(`PUT ${permission}`), await statusOf(`HEAD ${permission}`)]).toEqual([200, 200]);
});

test('a user is who is connected now: who comes later is not in the group', async () => {
  await using _first = await service.join(json, { userId: 'ann' });
  await call('PUT chat/users/ann/groups/g');

  await using _second = await service.join(json, { userId: 'ann' });

  expect((await service.connections()).map(({ groups }) => groups)).toEqual([['g'], []]);
});

test('there is an api and there is health, and nothing else', async () => {
  const statusAt = async (path: string, method = 'GET'): Promise<number> =>
    (await fetch(service.endpoint + path, { method })).status;

  expect(await statusAt('/api/health', 'HEAD')).toBe(200);
  expect(await statusAt('/')).toBe(404);
  expect(await statusAt('/api')).toBe(404);
  expect(await statusAt('/api/hubs/%', 'POST')).toBe(401);
  expect(await statusAt('/client/hubs/chat')).toBe(400);
  expect(await statusAt('/client/?hub=chat')).toBe(400);
});
