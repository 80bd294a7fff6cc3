import { createHmac, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTables } from '../../shared/azure/tables.ts';
import { eventually } from '../support/eventually.ts';
import { keptTexts } from '../support/keptTexts.ts';
import { listenersOf } from '../support/listenersOf.ts';
import {
  bastionPath,
  type LocalStack,
  serialPortPath,
  startLocalStack,
  vmPath,
} from '../support/localStack.ts';

// What can be sent to the API of a running stack by people who have no token, somebody else's, or one that they
// made; and what the stack keeps of all that.

const commandsPerMinute = 3;
let stack: LocalStack;
beforeAll(async () => {
  process.env['SALLYPORT_COMMANDS_PER_MINUTE'] = String(commandsPerMinute);
  stack = await startLocalStack({ guests: 'simulated' });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

type Sent = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
};
type Got = { readonly status: number; readonly headers: Record<string, unknown>; readonly text: string };

/** Sends exactly what it is given: `fetch` would tidy up paths and refuse a Host. */
async function send(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Got> {
  const { hostname, port } = new URL(stack.addresses.functions);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const request = httpRequest({ hostname, port, method, path, headers: { ...headers, ...length } });
  // A body that is too large is answered before all of it is sent.
  request.on('error', () => undefined);
  request.end(body);
  const [response] = await once(request, 'response');
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += part;
  return { status: response.statusCode, headers: response.headers, text };
}

const version = '?api-version=2026-11-01';
const connectPath = `${serialPortPath('vm-web-01')}/connect${version}`;
const bearer = async (user: string) => ({ authorization: `Bearer ${await stack.token(user)}` });
const codeOf = ({ text }: Got): unknown => (text === '' ? undefined : JSON.parse(text).error?.code);
const observe = (user: string, headers: Record<string, string> = {}) =>
  bearer(user).then((token) =>
    send(connectPath, { method: 'POST', headers: { ...token, ...headers }, body: '{"mode":"observer"}' }),
  );
const isServed = async (): Promise<boolean> => (await send('/health')).status === 200;

test('A4a what a caller writes of itself and of the host is neither kept nor given back', async () => {
  const forged = [
    { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher' },
    { 'x-forwarded-for': '6.6.6.6, 7.7.7.7', host: 'evil.example' },
    { 'x-forwarded-for': "'; --", forwarded: 'for=6.6.6.6;host=evil.example', host: 'evil.example:99' },
  ];
  const sessions: string[] = [];

  for (const headers of forged) sessions.push(JSON.parse((await observe('ops', headers)).text).sessionId);
  const list = async (headers: Record<string, string>) =>
    send(`${bastionPath}/sessions${version}&$top=1`, { headers: { ...(await bearer('ops')), ...headers } });
  const pages = [await list(forged[1] ?? {}), await list({})];

  for (const { status, text, headers } of pages) {
    expect(status).toBe(200);
    expect(JSON.parse(text).nextLink).toMatch(/^\/subscriptions\//);
    expect(`${text} ${JSON.stringify(headers)}`).not.toMatch(/evil|6\.6\.6\.6|7\.7\.7\.7/);
  }
  for (const sessionId of sessions) {
    const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`);
    expect(body.sourceIpAddress).toBe('127.0.0.1');
  }
  const { body: log } = await stack.call('owner', 'GET', `${bastionPath}/auditLogs`);
  expect(JSON.stringify(log)).not.toMatch(/evil\.example|6\.6\.6\.6/);
});

test('A5a no cookie and no form acts, and no page but ours may read or ask for more', async () => {
  const token = await stack.token('owner');
  const cookie = { cookie: `access_token=${token}; AppServiceAuthSession=${token}` };
  const form = { 'content-type': 'text/plain', origin: 'https://evil.example' };
  const acts = [`${vmPath('vm-web-01')}/deallocate`, `${bastionPath}/disconnectActiveSessions`, connectPath];

  for (const path of acts) {
    for (const headers of [cookie, form, { ...cookie, ...form }]) {
      const answer = await send(path.includes('?') ? path : path + version, {
        method: 'POST',
        headers,
        body: '{}',
      });
      expect(codeOf(answer)).toBe('AuthenticationFailed');
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  }
  const preflight = (origin: string) =>
    send(connectPath, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  const near = [
    `${stack.addresses.portal}.evil.example`,
    `${stack.addresses.portal}/`,
    'null',
    '*',
    'http://localhost',
  ];
  for (const origin of near) {
    expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined();
  }
  const own = (await preflight(stack.addresses.portal)).headers;
  expect(own['access-control-allow-origin']).toBe(stack.addresses.portal);
  expect(own['access-control-allow-credentials']).toBeUndefined();
  expect(own['vary']).toBe('Origin');
});

test('A5b A11 every answer has the headers of an API, whoever asks for what', async () => {
  const owner = await bearer('owner');
  const answers = [
    await send('/health'),
    await send('/nowhere'),
    await send(connectPath, { method: 'POST' }),
    await send(`${bastionPath}${version}`, { headers: owner }),
    await send(bastionPath, { headers: owner }),
    await send(`${bastionPath}/getActiveSessions${version}`, {
      method: 'POST',
      headers: { ...owner, prefer: 'respond-async' },
    }),
    await send('/webpubsub/console', { method: 'POST', body: '{}' }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 200, 400, 202, 401]);
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      vary: 'Origin',
    });
    expect([headers['server'], headers['x-powered-by'], headers['set-cookie']]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
});

test('A7 who commands machines faster than anybody can is told to wait, and for how long, and is in the log once', async () => {
  const statuses: number[] = [];
  let last: Awaited<ReturnType<LocalStack['call']>> | undefined;
  for (let index = 0; index < commandsPerMinute + 4; index += 1) {
    last = await stack.call('ops', 'POST', `${vmPath('vm-win-01')}/start`);
    statuses.push(last.status);
  }
  const refused = await stack.call('reader', 'POST', `${vmPath('vm-win-01')}/start`);

  expect(statuses.filter((status) => status === 202)).toHaveLength(commandsPerMinute);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  expect(last?.body.error.code).toBe('TooManyRequests');
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  // Whoever may not is told that first.
  expect(refused.status).toBe(403);
  const { audit } = openTables(stack.storage);
  const rows: unknown[] = [];
  for await (const row of audit.listEntities()) {
    if (row['event'] === 'refused' && String(row['reason']).includes('Kept once a minute')) rows.push(row);
  }
  // Two, if a minute turned meanwhile.
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(3);
});

test('A8a A8b no token that the identity provider did not sign for here opens a route or a socket', async () => {
  const fetched: string[] = [];
  const trap = createServer((request, response) => {
    fetched.push(request.url ?? '');
    response.end('{"keys":[]}');
  }).listen(0, '127.0.0.1');
  await once(trap, 'listening');
  const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/keys`;
  const token = await stack.token('owner');
  const [head = '', payload = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const jwks = (await (await fetch(`${stack.addresses.identity}/jwks`)).json()) as {
    keys: [Record<string, string>];
  };
  const publicKey = createPublicKey({ key: jwks.keys[0], format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  const hmac = (text: string) => createHmac('sha256', publicKey).update(text).digest('base64url');
  const asHmac = `${encode({ ...read(head), alg: 'HS256' })}.${payload}`;
  const observer = JSON.parse((await observe('ops')).text);
  const ofHub = new URL(observer.connectionString).searchParams.get('access_token') ?? '';
  const forged = [
    `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`,
    `${asHmac}.${hmac(asHmac)}`,
    `${encode({ ...read(head), kid: '../../../dev/null' })}.${payload}.${signature}`,
    `${encode({ ...read(head), jku: url, x5u: url, jwk: jwks.keys[0] })}.${payload}.${signature}`,
    ...[
      { aud: 'api://other' },
      { exp: 9_999_999_999 },
      { oid: observer.sessionId },
      { iss: 'https://evil.example' },
    ].map((claims) => `${head}.${encode({ ...read(payload), ...claims })}.${signature}`),
    ofHub,
    token.slice(0, -8),
  ];

  for (const one of forged) {
    for (const [method, path] of [
      ['GET', `${bastionPath}${version}`],
      ['POST', connectPath],
      ['PUT', `/relays/relay-01/lease${version}`],
    ] as const) {
      const answer = await send(path, { method, headers: { authorization: `Bearer ${one}` } });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'AuthenticationFailed']);
    }
  }
  const upgrade = (hub: string, given: string) =>
    fetch(`${stack.addresses.webPubSub}/client/hubs/${hub}?access_token=${given}`, {
      headers: { connection: 'upgrade', upgrade: 'websocket' },
    }).then(
      ({ status }) => status,
      () => 0,
    );
  for (const one of [token, ...forged.filter((text) => text !== ofHub)]) {
    expect(await upgrade('console', one)).not.toBe(101);
  }
  expect(fetched).toEqual([]);
  trap.close();
});

test('A9 a principal that a caller writes into a header is nobody', async () => {
  const claims = [{ typ: 'oid', val: '20000000-0000-4000-8000-000000000001' }];
  const principal = Buffer.from(JSON.stringify({ auth_typ: 'aad', claims })).toString('base64');
  const headers = {
    'x-ms-client-principal': principal,
    'x-ms-client-principal-id': '20000000-0000-4000-8000-000000000001',
    'x-ms-client-principal-name': 'owner@contoso.example',
    'x-ms-client-principal-idp': 'aad',
  };

  expect(codeOf(await send(`${bastionPath}${version}`, { headers }))).toBe('AuthenticationFailed');
});

test('A27a bodies that are huge, deep, multipart or never finished hold nobody else up', async () => {
  const owner = await bearer('owner');
  const post = (body: string | Buffer, type = 'application/json') =>
    send(connectPath, { method: 'POST', headers: { ...owner, 'content-type': type }, body });

  const answers = [
    await post(Buffer.alloc(5_000_000, 'x')),
    await post('['.repeat(100_000)),
    await post(
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'.repeat(1_000),
      'multipart/form-data; boundary=x',
    ),
  ];
  expect(answers.map(codeOf)).toEqual(['RequestTooLarge', 'InvalidRequest', 'InvalidRequest']);

  const { port } = new URL(stack.addresses.functions);
  const { port: tlsPort } = new URL(stack.addresses.functionsHttps);
  const slow = Array.from({ length: 40 }, () => connect(Number(port), '127.0.0.1'));
  const shy = Array.from({ length: 100 }, () => connect(Number(tlsPort), '127.0.0.1'));
  for (const socket of [...slow, ...shy]) socket.on('error', () => undefined);
  for (const socket of slow) socket.write('POST /health HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\nx');

  for (let round = 0; round < 20; round += 1) {
    for (const socket of slow) socket.write('y');
    expect(await isServed()).toBe(true);
  }
  for (const socket of [...slow, ...shy]) socket.destroy();
});

test('A27b A29 every part listens on loopback only, and the relay on nothing', () => {
  const pids = [
    stack.functions.pid(),
    stack.storagePids.blobs,
    stack.storagePids.tables,
    stack.webPubSub.pid(),
    process.pid,
  ];

  expect(listenersOf(stack.relayPid())).toEqual([]);
  const listeners = pids.flatMap((pid) => listenersOf(pid));
  expect(listeners.length).toBeGreaterThanOrEqual(pids.length);
  expect(listeners.filter(({ address }) => address !== '127.0.0.1' && address !== '::1')).toEqual([]);
});

test('A31a A26 A16 a path that is spelt otherwise leads nowhere else, and nothing is at it', async () => {
  const owner = await bearer('owner');
  const paths = [
    '//evil.example/x',
    '/\\evil.example',
    '/%2F%2Fevil.example',
    '/%5Cevil.example',
    `//evil.example${bastionPath}`,
    `${bastionPath}/recordings/..%2f..%2fsecret`,
    `${bastionPath}/recordings/%252e%252e%252fsecret`,
    `${bastionPath}/recordings/..%5c..`,
    `${bastionPath}/recordings/${'a'.repeat(4_000)}`,
    `${bastionPath}/recordings/\u2024\u2024`.replace('\u2024\u2024', '%E2%80%A4%E2%80%A4'),
    `${bastionPath}/sessions/%00`,
    `${bastionPath}/sessions/zzzzzzzzz-0000000000000000-000000000000%2f..`,
    `${bastionPath}/sessions//`,
    `${connectPath.split('?')[0]}/more`,
    `${bastionPath}/..;/policies/default`,
  ];

  for (const path of paths) {
    for (const method of ['GET', 'POST', 'DELETE', 'PUT']) {
      const answer = await send(path + version, {
        method,
        headers: owner,
        ...(method === 'GET' ? {} : { body: '{}' }),
      });
      expect([400, 404, 414]).toContain(answer.status);
      expect(answer.headers['location']).toBeUndefined();
    }
  }
});

test('A24b what people write is one record each, as they wrote it, and harmless where it is logged', async () => {
  const reason = 'a\r\nERROR forged\u2028\u001b[2J\u0007{"event":"end"}\u202e=1+1';
  const { body } = await stack.call('ops', 'POST', `${serialPortPath('vm-web-01')}/connect`, {
    mode: 'observer',
  });

  await stack.call('owner', 'DELETE', `${bastionPath}/sessions/${body.sessionId}`, { reason });
  await send(`${bastionPath}/sessions/x%0d%0aERROR%20forged%1b[2J${version}`, {
    headers: {
      ...(await bearer('owner')),
      'user-agent': 'x\u00e9\u001b'.replace('\u001b', ''),
      'x-ms-client-request-id': '"},{',
    },
  });

  const { body: log } = await stack.call('owner', 'GET', `${bastionPath}/auditLogs`);
  const rows = log.value.filter((row: { sessionId?: string }) => row.sessionId === body.sessionId);
  expect(rows.filter((row: { event: string }) => row.event === 'disconnect')).toHaveLength(1);
  expect(JSON.stringify(rows)).toContain(JSON.stringify(reason).slice(1, -1));
  const lines = readFileSync(join(stack.stateFolder, 'logs', 'functions.log'), 'utf8').split('\n');
  expect(lines.filter((line) => /\p{Cc}|\u2028/u.test(line))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('ERROR forged'))).toEqual([]);
});

test('A3a A10b a GET that is sent twice changes nothing', async () => {
  const answer = await fetch(`${stack.addresses.functions}/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, unknown>> };
  const routes = Object.entries(paths).filter(
    ([path, methods]) => 'get' in methods && !path.startsWith('/relays'),
  );
  const owner = await bearer('owner');
  const inPlace: Record<string, string> = {
    subscriptionId: bastionPath.split('/')[2] ?? '',
    resourceGroup: 'rg-hub',
    bastionName: 'bastion-hub',
    vmName: 'vm-web-01',
    port: '0',
    service: 'default',
    policyName: 'default',
  };
  const state = async (): Promise<string> => {
    const {
      sessions,
      operators,
      policies,
      seats,
      access,
      rights,
      consoleSwitches,
      machineOperations,
      outcomes,
      hostKeys,
      fleet,
    } = openTables(stack.storage);
    const rows: unknown[] = [];
    // Times of sessions are moved by the sweep; everything else is changed by calls alone.
    for (const table of [
      operators,
      policies,
      seats,
      access,
      rights,
      consoleSwitches,
      machineOperations,
      outcomes,
      hostKeys,
      fleet,
    ]) {
      for await (const { etag: _, timestamp: __, ...row } of table.listEntities()) rows.push(row);
    }
    for await (const { partitionKey, rowKey } of sessions.listEntities()) rows.push([partitionKey, rowKey]);
    return JSON.stringify(rows);
  };
  // What the tests before have begun comes to its end.
  let before = await state();
  await eventually(
    async () => {
      const now = await state();
      const isQuiet = now === before;
      before = now;
      return isQuiet;
    },
    { timeoutMs: 60_000 },
  );

  for (const [path] of routes) {
    const real = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => inPlace[name] ?? 'none');
    for (let twice = 0; twice < 2; twice += 1) await send(real + version, { headers: owner });
  }

  expect(routes.length).toBeGreaterThan(20);
  expect(await state()).toBe(before);
}, 120_000);

test('A11 no secret that was used or shown is in a log, a file, a row or a blob, nor in any answer but its own', async () => {
  const { body: shell } = await stack.call('owner', 'POST', `${serialPortPath('vm-web-01')}/connect`, {
    takeOver: true,
  });
  const { body: list } = await stack.call('ops', 'POST', `${bastionPath}/sessions/subscribe`);
  const sample = JSON.parse(
    readFileSync(new URL('../../local.settings.sample.json', import.meta.url), 'utf8'),
  );
  const keyIn = (text: string): string => /(?:Account|Access)Key=([^;]+)/.exec(text)?.[1] ?? '';
  const relaySecrets: Record<string, string> = JSON.parse(
    readFileSync(join(stack.stateFolder, 'identity', 'relay-secrets.json'), 'utf8'),
  );
  const ticketOf = (url: string) => new URL(url).searchParams.get('access_token') ?? '';
  const subjectOf = (jwt: string): string =>
    JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()).sub;
  const tokens = [
    await stack.token('owner'),
    await stack.token('ops'),
    ticketOf(shell.connectionString),
    ticketOf(list.connectionString),
  ];
  const tickets = tokens.slice(2).map((jwt) => subjectOf(jwt).split('.')[1] ?? '');
  const secrets = [
    ...tokens.map((jwt) => jwt.split('.')[2] ?? ''),
    ...tickets,
    keyIn(stack.storage),
    keyIn(sample.Values.WebPubSubConnectionString),
    ...Object.values(relaySecrets),
  ];
  // Shown where it does not belong it would be kept where it does not belong.
  await send(`${bastionPath}/sessions${version}&access_token=${tokens[0]}&code=${tickets[0]}`);
  await send(`${bastionPath}/sessions${version}`, { headers: { authorization: `Bearer ${tokens[0]}x` } });
  await send(connectPath, {
    method: 'POST',
    headers: await bearer('owner'),
    body: `{"sessionId":"${tickets[0]}"`,
  });
  const answers: Got[] = [];
  for (const path of [
    '/health',
    '/openapi.json',
    `${bastionPath}/sessions${version}`,
    `${bastionPath}/auditLogs${version}`,
    '/nowhere',
  ]) {
    answers.push(await send(path, { headers: await bearer('owner') }));
  }

  const kept = await keptTexts(stack);
  const mayHold = (where: string): boolean =>
    // Where the identity provider keeps what it gives out, and the emulator of the storage the rows themselves.
    where.includes('/identity/') && !where.includes('/logs/');
  const found = kept
    .filter(({ where }) => !mayHold(where))
    .flatMap(({ where, text }) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 6)}… in ${where}`),
    );

  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  expect(kept.some(({ where, text }) => where.endsWith('functions.log') && text.includes('/sessions'))).toBe(
    true,
  );
  expect(kept.some(({ where, text }) => where === 'table sessions' && text.includes(shell.sessionId))).toBe(
    true,
  );
  expect(found).toEqual([]);
  expect(answers.filter(({ text }) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
});
