import { expect, test } from 'vitest';
import { createLocksApi } from '../../../../shared/client/locksApi.ts';
import { createRequest } from '../../../../shared/client/request.ts';

const lock = {
  id: '/vm/providers/Sallyport.Access/locks/incident-7',
  name: 'incident-7',
  type: 'Sallyport.Access/locks',
  properties: {
    scope: '/vm',
    reason: 'Under investigation',
    createdOn: '2026-11-01T09:00:00.000Z',
    createdBy: 'Olivia Owner',
    createdByPrincipalId: '20000000-0000-4000-8000-000000000001',
  },
};

function startApi(answer: Response) {
  const calls: unknown[] = [];
  const send = createRequest({
    apiUrl: 'http://api.example',
    token: async () => 't0ken',
    async fetch(input, init) {
      const request = new Request(input, init);
      calls.push([request.method, new URL(request.url).pathname, await request.text()]);
      return answer;
    },
    wait: async () => undefined,
  });
  return { api: createLocksApi(send), calls };
}

test('a lock is put at its scope under its name', async () => {
  const { api, calls } = startApi(Response.json(lock, { status: 201 }));

  const put = await api.putLock('/vm', 'incident-7', { reason: 'Under investigation' });

  expect(put).toEqual(lock);
  expect(calls).toEqual([['PUT', lock.id, '{"properties":{"reason":"Under investigation"}}']]);
});

test('a lock is removed by its id, and one that was gone before is undefined', async () => {
  const { api, calls } = startApi(Response.json(lock));

  expect(await api.removeLock(lock.id)).toEqual(lock);
  expect(calls).toEqual([['DELETE', lock.id, '']]);
  expect(await startApi(new Response(null, { status: 204 })).api.removeLock(lock.id)).toBeUndefined();
});

test('the locks of a scope are listed', async () => {
  const { api, calls } = startApi(Response.json({ value: [lock] }));

  expect(await api.listLocks('/vm')).toEqual([lock]);
  expect(calls).toEqual([['GET', '/vm/providers/Sallyport.Access/locks', '']]);
});
