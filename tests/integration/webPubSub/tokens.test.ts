import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultKey, secondsFromNow, signToken } from '../../support/webPubSub/restCall.ts';
import { json, startTestService, type TestService } from '../../support/webPubSub/service.ts';
import { openWire, refusalOf } from '../../support/webPubSub/wireClient.ts';

let service: TestService;
let client: string;
let wire: string;
let send: string;

beforeAll(async () => {
  service = await startTestService();
  client = `${service.endpoint}/client/hubs/chat`;
  wire = client.replace('http', 'ws');
  send = `${service.endpoint}/api/hubs/chat/:send`;
});
afterAll(() => service[Symbol.asyncDispose]());

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const unsigned = (claims: object): string =>
  `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ exp: secondsFromNow(60), ...claims })}.`;

const post = async (token: string, url = send): Promise<number> =>
  (await fetch(url, { method: 'POST', body: 'x', headers: { authorization: `Bearer ${token}` } })).status;
const connect = (token: string, url = wire): Promise<number> => refusalOf(`${url}?access_token=${token}`);

describe('times', () => {
  test.each([
    ['over for less than five minutes', { exp: -290 }, 101, 202],
    ['over for more than five minutes', { exp: -310 }, 401, 401],
    ['valid in less than five minutes', { nbf: 290 }, 101, 202],
    ['valid in more than five minutes', { nbf: 310 }, 401, 401],
  ])('a token that is %s', async (_name, times, asClient, asCaller) => {
    const claims = Object.fromEntries(Object.entries(times).map(([name, s]) => [name, secondsFromNow(s)]));

    expect(await connect(await signToken({ aud: client, ...claims }))).toBe(asClient);
    expect(await post(await signToken({ aud: send, ...claims }))).toBe(asCaller);
  });
});

describe('who signed', () => {
  test('nobody: refused', async () => {
    expect(await connect(unsigned({ aud: client }))).toBe(401);
    expect(await post(unsigned({ aud: send }))).toBe(401);
  });

  test('the key as if it were base64: refused', async () => {
    const decoded = Buffer.from(defaultKey, 'base64').toString('latin1');

    expect(await post(await signToken({ aud: send }, decoded))).toBe(401);
  });

  test('the issuer does not matter', async () => {
    expect(await connect(await signToken({ aud: client, iss: 'https://example.org' }))).toBe(101);
  });
});

describe('what it is for', () => {
  test.each([
    ['the scheme does not matter', () => wire, 101],
    ['https neither', () => client.replace('http', 'https'), 101],
    ['a query neither', () => `${client}?a=1`, 101],
    ['one of several audiences is enough', () => ['https://example.org', client], 101],
    ['a hub in another case is the same', () => client.replace('chat', 'Chat'), 101],
    ['another hub is another', () => `${client}2`, 401],
    ['another host is another', () => client.replace('localhost', '127.0.0.1'), 401],
    ['another port is another', () => client.replace(/:\d+/, ':1'), 401],
    ['a call of the data plane is another', () => send, 401],
    ['a path without a host is nothing', () => '/client/hubs/chat', 401],
    ['none is not enough', () => undefined, 401],
  ])('for a client %s', async (_name, audience, status) => {
    expect(await connect(await signToken({ aud: audience() }))).toBe(status);
  });

  test.each([
    ['with the query', () => `${send}?api-version=2024-12-01&filter=userId%20eq%20%27a%27`, 202],
    ['without it', () => send, 202],
    ['escaped', () => send.replace(':send', '%3Asend'), 202],
    ['of another operation', () => `${service.endpoint}/api/hubs/chat/:closeConnections`, 401],
    ['of another user', () => `${service.endpoint}/api/hubs/chat/users/a/:send`, 401],
    ['of a client', () => client, 401],
    ['of the hub alone', () => `${service.endpoint}/api/hubs/chat`, 401],
    ['of Entra', () => 'https://webpubsub.azure.com', 401],
  ])('for a call the audience %s', async (_name, audience, status) => {
    expect(await post(await signToken({ aud: audience() }))).toBe(status);
  });

  test('a refusal says nothing more', async () => {
    const answer = await fetch(send, { method: 'POST', body: 'x' });

    expect([answer.status, await answer.text()]).toEqual([401, '']);
  });
});

describe('where it stands', () => {
  test.each([
    ['the query', (token: string) => [`?access_token=${token}`, {}]],
    ['the query in capitals', (token: string) => [`?ACCESS_TOKEN=${token}`, {}]],
    ['the header', (token: string) => ['', { authorization: `Bearer ${token}` }]],
    ['the header in small letters', (token: string) => ['', { authorization: `bearer ${token}` }]],
    [
      'the header beside a blank query',
      (token: string) => ['?access_token=', { authorization: `Bearer ${token}` }],
    ],
  ] as const)('%s', async (_name, place) => {
    const [query, headers] = place(await signToken({ aud: client })) as [string, Record<string, string>];

    expect(await refusalOf(wire + query, json, headers)).toBe(101);
  });

  test.each(['Basic x', 'Bearer', 'Bearer  '])('the header %s is no token', async (authorization) => {
    expect(await refusalOf(wire, json, { authorization })).toBe(401);
  });
});

describe('claims', () => {
  test.each([
    ['a single role', { role: 'webpubsub.joinLeaveGroup' }],
    ['a list of roles', { role: ['x', 'webpubsub.joinLeaveGroup'] }],
  ])('%s counts', async (_name, claims) => {
    await using member = await openWire(
      `${wire}?access_token=${await signToken({ aud: client, ...claims })}`,
      json,
    );
    await member.next();

    member.send({ type: 'joinGroup', group: 'g', ackId: 1 });

    expect(await member.nextJson()).toMatchObject({ success: true });
  });

  test('an empty user id is none', async () => {
    await using nobody = await openWire(
      `${wire}?access_token=${await signToken({ aud: client, sub: '' })}`,
      json,
    );

    expect(await nobody.nextJson()).toMatchObject({ userId: null });
  });
});

describe('Entra', () => {
  const entra = { aud: 'https://webpubsub.azure.com', iss: 'https://sts.windows.net/t/', oid: 'o' };
  let open: TestService;
  beforeAll(async () => {
    open = await startTestService({ acceptEntraTokens: true });
  });
  afterAll(() => open[Symbol.asyncDispose]());
  const postTo = async (token: string): Promise<number> =>
    post(token, `${open.endpoint}/api/hubs/chat/:send`);

  test.each([
    ['signed by anybody', () => signToken(entra, 'another-key-of-at-least-thirty-two-bytes'), 202],
    ['not signed', () => unsigned(entra), 202],
    ['for something else', () => unsigned({ ...entra, aud: 'https://management.azure.com' }), 401],
    ['that is over', () => unsigned({ ...entra, exp: secondsFromNow(-310) }), 401],
    ['that is none', () => 'nonsense', 401],
  ])('a token %s', async (_name, token, status) => {
    expect(await postTo(await token())).toBe(status);
  });

  test('calls with the access key go on', async () => {
    await open.rest('chat').sendToAll('x');
  });

  test('clients need a token of the service, which such a caller can have made', async () => {
    const url = `${open.endpoint}/client/hubs/Chat`.replace('http', 'ws');
    const headers = { authorization: `Bearer ${unsigned(entra)}` };
    const answer = await fetch(`${open.endpoint}/api/hubs/Chat/:generateToken?userId=ann`, {
      method: 'POST',
      headers,
    });
    const { token } = (await answer.json()) as { token: string };

    expect(await connect(unsigned(entra), url)).toBe(401);
    expect(await connect(token, url)).toBe(101);
  });
});

test('without a token nobody is let in, whatever the hub', async () => {
  expect(await refusalOf(wire, json)).toBe(401);
  expect(await refusalOf(wire.replace('chat', 'unknown'), json)).toBe(401);
});
