import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFunctionsFixture, type FunctionsFixture } from '../support/functionsFixture.ts';
import { type SpawnedFunctionsHost, spawnFunctionsHost } from '../support/spawnFunctionsHost.ts';

const origin = 'http://localhost:4280';
let fixture: FunctionsFixture;
let host: SpawnedFunctionsHost;
let lines: string[] = [];

beforeAll(async () => {
  fixture = await createFunctionsFixture();
  host = await start(['--cors', origin, '--no-timers']);
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
});

function start(args: string[], env: NodeJS.ProcessEnv = {}): Promise<SpawnedFunctionsHost> {
  return spawnFunctionsHost({
    args: ['--app', fixture.appFolder, '--port', '0', ...args],
    env: { FROM_BOTH: 'environment', ...env },
    onLine: (line) => lines.push(line),
  });
}

const call = (path: string, init: RequestInit = {}, of = host): Promise<Response> =>
  fetch(`${of.httpUrl}${path}`, init);

const json = async (path: string, init: RequestInit = {}, of = host): Promise<unknown> =>
  (await call(path, init, of)).json();

/** For what fetch would tidy up: raw paths, chunked bodies, foreign Host headers. */
async function raw(path: string, options: object = {}, body: string[] = []): Promise<IncomingMessage> {
  const { port } = new URL(host.httpUrl);
  const request = httpRequest({ host: '127.0.0.1', port, path, ...options });
  for (const chunk of body) request.write(chunk);
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

test('a request reaches its function with parameters, query, headers and body as in Azure', async () => {
  const answer = await json('/ECHO/N%C3%A4me%2Fx/7?a=1&b=x+y&A=2', {
    method: 'POST',
    body: 'hello',
    headers: { 'x-fixture': 'yes' },
  });

  expect(answer).toEqual({
    method: 'POST',
    url: `${host.httpUrl}/ECHO/N%C3%A4me%2Fx/7?a=1&b=x+y&A=2`,
    params: { Name: 'Näme%2Fx', number: '7' },
    query: [
      ['a', '1,2'],
      ['b', 'x y'],
    ],
    header: 'yes',
    body: 'hello',
  });
});

test('a chunked body arrives empty, as it does in Azure', async () => {
  const response = await raw('/echo/x', { method: 'POST' }, ['hel', 'lo']);

  expect(JSON.parse(await text(response))).toMatchObject({ method: 'POST', body: '' });
});

test.each([
  ['GET', '/nosuch', 404],
  ['DELETE', '/echo/x', 404],
  ['GET', '/echo//7', 404],
  ['GET', '//echo/x', 404],
  ['GET', '/echo/x/seven', 404],
  ['GET', '/echo/x/', 200],
  ['GET', '/', 204],
  ['GET', '/nothing', 204],
  ['GET', '/empty', 204],
  ['GET', '/throws', 500],
  ['GET', '/badHeader', 500],
  ['GET', '/keyed', 200],
])('%s %s is answered with %i', async (method, path, status) => {
  expect((await raw(path, { method })).statusCode).toBe(status);
});

test('an answer with a status and nothing else has no body and none of the app’s headers', async () => {
  const response = await call('/badHeader');

  expect([await response.text(), response.headers.get('x-ok')]).toEqual(['', null]);
});

test('cookies are set one by one, and bodies go out chunked', async () => {
  const response = await call('/cookies');

  expect(response.status).toBe(201);
  expect(response.headers.getSetCookie()).toEqual([
    'a=1; max-age=0; path=/',
    'b=two%20words; path=/; secure; samesite=none; httponly',
  ]);
  expect(response.headers.get('transfer-encoding')).toBe('chunked');
  expect(await response.text()).toBe('baked');
});

test('a body over the limit is refused before it is read', async () => {
  const response = await raw('/echo/x', { method: 'POST', headers: { 'content-length': 104_857_601 } });

  expect([response.statusCode, response.headers.connection]).toEqual([413, 'close']);
});

test('hooks replace the handler, see its error and replace the result', async () => {
  expect(await json('/hooked')).toEqual({ before: 'pre', message: 'post makes this good' });
});

test('settings come from the file unless the environment has them', async () => {
  expect(await json('/seen')).toMatchObject({
    settings: {
      FROM_FILE: 'file',
      FROM_BOTH: 'environment',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
      FUNCTIONS_WORKER_RUNTIME: 'node',
    },
  });
});

test('the log has one line per request, without its query', async () => {
  await call('/echo/logged?code=secret-key');

  const logged = (): string[] => lines.filter((line) => line.includes('/echo/logged'));
  await expect.poll(logged).toHaveLength(1);
  expect(JSON.parse(logged()[0] ?? '')).toMatchObject({
    event: 'request',
    method: 'GET',
    path: '/echo/logged',
    status: 200,
    ms: expect.any(Number),
  });
  expect(lines.join('\n')).not.toContain('secret-key');
});

test('preflights of a known origin are answered, others get no permission', async () => {
  const preflight = (from: string): Promise<Response> =>
    call('/echo/x', {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization',
      },
    });
  const permissions = ({ status, headers }: Response): unknown[] => [
    status,
    headers.get('access-control-allow-origin'),
    headers.get('access-control-allow-methods'),
    headers.get('access-control-allow-headers'),
  ];

  expect(permissions(await preflight(origin))).toEqual([204, origin, 'PUT', 'authorization']);
  expect(permissions(await preflight('http://evil.example'))).toEqual([204, null, null, null]);
});

test.each(['/echo/x', '/throws', '/nosuch'])(
  'a page of a known origin may read the answer of %s',
  async (path) => {
    const { headers } = await call(path, { headers: { origin } });

    expect(headers.get('access-control-allow-origin')).toBe(origin);
  },
);

test('headers of host.json are on every answer, also where no function was asked', async () => {
  for (const path of ['/echo/x', '/throws', '/nosuch', '/admin/functions/nosuch']) {
    const { headers } = await call(path);

    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('vary')).toBe('Origin');
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  }
});

test('timers and other functions are started by hand, and answer before they ran', async () => {
  const started = await Promise.all(
    ['tick', 'OFTEN', 'queued'].map((name) =>
      call(`/admin/functions/${name}`, { method: 'POST', body: JSON.stringify({ input: '{"a":1}' }) }),
    ),
  );

  expect(started.map(({ status }) => status)).toEqual([202, 202, 202]);
  const seen = async (): Promise<unknown> => ((await json('/seen')) as { seen: string[] }).seen.toSorted();
  await expect.poll(seen).toEqual(['often unmonitored', 'queued {"a":1}', 'tick 0001-01-01T00:00:00']);
});

test.each([
  ['tick', { host: 'evil.example' }, 403],
  ['tick', { origin: 'http://localhost:4280' }, 403],
  ['nosuch', {}, 404],
  ['echo', {}, 400],
])('starting %s by hand with %o is refused with %i', async (name, headers, status) => {
  const response = await raw(`/admin/functions/${name}`, { method: 'POST', headers });

  expect(response.statusCode).toBe(status);
});

test('function keys are enforced when they are given', async () => {
  const env = { FUNCTIONS_HOST_MASTER_KEY: 'master-key', FUNCTIONS_HOST_KEY: 'host-key' };
  await using keyed = await start(['--no-timers'], env);

  const statuses = [
    await call('/keyed', {}, keyed),
    await call('/keyed?code=host-key', {}, keyed),
    await call('/keyed?code=host-key', { headers: { 'x-functions-key': 'wrong' } }, keyed),
    await call('/echo/x', {}, keyed),
    await call('/admin/functions/tick?code=host-key', { method: 'POST' }, keyed),
    await call('/admin/functions/tick?code=master-key', { method: 'POST' }, keyed),
  ].map(({ status }) => status);

  expect(statuses).toEqual([401, 200, 401, 200, 401, 202]);
});

test('schedules run by themselves', async () => {
  await using ticking = await start([]);

  const seen = async (): Promise<unknown> => ((await json('/seen', {}, ticking)) as { seen: string[] }).seen;
  await expect.poll(seen, { timeout: 20_000 }).toContain('often unmonitored');
});

test('an unhandled rejection ends the process, as it ends the worker', async () => {
  const doomed = await start(['--no-timers']);

  await call('/rejects', {}, doomed).catch(() => undefined);

  expect(await doomed.exited).toBe(1);
});

test('SIGTERM runs the appTerminate hooks and ends the process', async () => {
  lines = [];
  const stopping = await start(['--no-timers']);

  stopping.process.kill('SIGTERM');

  expect(await stopping.exited).toBe(0);
  expect(lines).toContain('terminated after started');
});

test.each([
  ['throws', 'the fixture does not want to load'],
  ['empty', 'registered no functions'],
  ['conflict', "conflicts with the route defined by function 'echo'"],
])('an app of the kind "%s" stops the host with the reason', async (mode, reason) => {
  await expect(start([], { FIXTURE_MODE: mode })).rejects.toThrow(reason);
});
