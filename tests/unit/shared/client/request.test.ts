import { expect, test } from 'vitest';
import { z } from 'zod';
import { createApi } from '../../../../shared/client/api.ts';
import { createRequest } from '../../../../shared/client/request.ts';

type Call = { method: string; url: string; authorization: string | null; body: string };

function startApi(...answers: Response[]) {
  const calls: Call[] = [];
  const waitsMs: number[] = [];
  const send = createRequest({
    apiUrl: 'http://api.example:7071',
    token: async () => 't0ken',
    async fetch(input, init) {
      const request = new Request(input, init);
      const { method, url } = request;
      calls.push({
        method,
        url,
        authorization: request.headers.get('authorization'),
        body: await request.text(),
      });
      const answer = answers.shift();
      if (answer === undefined) throw new TypeError('Failed to fetch');
      return answer;
    },
    wait: async (delayMs) => void waitsMs.push(delayMs),
  });
  return { send, calls, waitsMs, api: createApi(send, '00000000-0000-4000-8000-000000000001') };
}

const ok = (body: unknown): Response => Response.json(body);
const vm = (name: string) => ({ id: `/vms/${name}`, name, properties: {} });

test('a call carries the token and its body', async () => {
  const { api, calls } = startApi(ok({ value: [{ sessionId: 'a', state: 'Disconnected', message: '' }] }));

  const rows = await api.disconnectSessions('/b', ['a'], 'maintenance');

  expect(rows).toEqual([{ sessionId: 'a', state: 'Disconnected', message: '' }]);
  expect(calls).toEqual([
    {
      method: 'POST',
      url: 'http://api.example:7071/b/disconnectActiveSessions?api-version=2024-05-01',
      authorization: 'Bearer t0ken',
      body: '{"sessionIds":["a"],"reason":"maintenance"}',
    },
  ]);
});

test('an error keeps sentence, code, target and request id', async () => {
  const body = { error: { code: 'AuthorizationFailed', message: 'You may not.', target: '/vm' } };
  const { api } = startApi(Response.json(body, { status: 403, headers: { 'x-ms-request-id': 'r1' } }));

  const refused = api.openConsole('/vm', {});

  await expect(refused).rejects.toMatchObject({
    code: 'AuthorizationFailed',
    message: 'You may not.',
    status: 403,
    requestId: 'r1',
    target: '/vm',
    retryable: false,
  });
});

test('a lock that keeps out is read with its reason', async () => {
  const info = { reason: 'Audit', by: 'Olivia Owner', expiresOn: '2026-11-01T18:00:00.000Z' };
  const body = {
    error: { code: 'AccessLocked', message: 'Locked.', additionalInfo: [{ type: 'AccessLock', info }] },
  };
  const { api } = startApi(Response.json(body, { status: 423 }));

  await expect(api.openConsole('/vm', {})).rejects.toMatchObject({ lock: info, retryable: false });
});

test('an error that is not ours still has a code, and an outage may be retried', async () => {
  const { send } = startApi(new Response('<html>', { status: 502 }));

  await expect(send(z.unknown(), '/x')).rejects.toMatchObject({ code: 'Http502', retryable: true });
  await expect(send(z.unknown(), '/x')).rejects.toMatchObject({ code: 'NetworkError', retryable: true });
});

test('an answer of another shape is an error, not a crash later', async () => {
  const { api } = startApi(ok({ values: [] }));

  await expect(api.listBastions()).rejects.toMatchObject({ code: 'InvalidResponse' });
});

test('long work is asked about until it is done', async () => {
  const accepted = new Response(null, {
    status: 202,
    headers: { location: '/operations/1', 'retry-after': '2' },
  });
  const { api, calls, waitsMs } = startApi(accepted, ok({ value: [] }));

  const list = await api.refreshSessions('/b');

  expect(list).toEqual({ value: [] });
  expect(waitsMs).toEqual([2_000]);
  expect(calls[1]).toMatchObject({ method: 'GET', url: 'http://api.example:7071/operations/1' });
});

test('a list is read to its last page', async () => {
  const nextLink = 'http://api.example:7071/next';
  const { api, calls } = startApi(ok({ value: [vm('a')], nextLink }), ok({ value: [vm('b')] }));

  const machines = await api.listVirtualMachines();

  expect(machines).toEqual([vm('a'), vm('b')]);
  expect(calls[1]?.url).toBe(nextLink);
});

test.each(['http://evil.example/next', '//evil.example/next'])(
  'the token does not follow a link to %s',
  async (nextLink) => {
    const { api, calls } = startApi(ok({ value: [], nextLink }));

    await expect(api.listVirtualMachines()).rejects.toMatchObject({ code: 'InvalidResponse' });
    expect(calls).toHaveLength(1);
  },
);

test('instances of all scale sets come as one list', async () => {
  const set = { id: '/sets/app', name: 'app' };
  const { api, calls } = startApi(ok({ value: [set] }), ok({ value: [vm('app_0')] }));

  const instances = await api.listScaleSetInstances();

  expect(instances).toEqual([vm('app_0')]);
  expect(calls[1]?.url).toContain('/sets/app/virtualMachines?');
});

test('an address that is told once is asked until the machine is off', async () => {
  const headers = { 'retry-after': '1' };
  const accepted = new Response(null, { status: 202, headers: { ...headers, location: '/operations/1' } });
  const underWay = new Response(null, { status: 202, headers });
  const { api, calls } = startApi(accepted, underWay, new Response(null, { status: 200 }));

  await api.changePower('/vm', 'powerOff', true);

  expect(calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
    'POST /vm/powerOff',
    'GET /operations/1',
    'GET /operations/1',
  ]);
  expect(calls[0]?.url).toContain('skipShutdown=true');
});

test('long work that never ends is not taken for done', async () => {
  const { api } = startApi(new Response(null, { status: 202, headers: { 'x-ms-request-id': 'r1' } }));

  await expect(api.changePower('/vm', 'start')).rejects.toMatchObject({
    code: 'StillUnderWay',
    requestId: 'r1',
  });
});

test('a list is asked for as it is narrowed, and what is not given is left out', async () => {
  const { api, calls } = startApi(ok({ value: [] }), ok({ value: [] }));

  await api.listSessions('/b', { $filter: "userName eq 'a&b'", $top: 5, state: undefined });
  await api.listAuditLogs('/b', { user: 'ops@contoso.example' });

  expect(calls.map(({ url }) => new URL(url).search)).toEqual([
    '?api-version=2024-05-01&$filter=userName%20eq%20%27a%26b%27&$top=5',
    '?api-version=2024-05-01&user=ops%40contoso.example',
  ]);
});
