import { expect, test } from 'vitest';
import { createPoliciesApi } from '../../../../shared/client/policiesApi.ts';
import { createRequest } from '../../../../shared/client/request.ts';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';

const policy = {
  id: '/b/policies/default',
  name: 'default',
  type: 'Microsoft.Network/bastionHosts/policies',
  etag: 'W/"2"',
  properties: { ...defaultPolicy, maxSessions: 5 },
};

function startApi(answer: Response) {
  const calls: unknown[] = [];
  const send = createRequest({
    apiUrl: 'http://api.example',
    token: async () => 't0ken',
    async fetch(input, init) {
      const request = new Request(input, init);
      const path = new URL(request.url).pathname;
      calls.push([request.method, path, request.headers.get('if-match'), await request.text()]);
      return answer;
    },
    wait: async () => undefined,
  });
  return { api: createPoliciesApi(send), calls };
}

test('a policy is changed only while it is the one that was read', async () => {
  const { api, calls } = startApi(Response.json(policy));

  const changed = await api.changePolicy('/b', 'W/"1"', { maxSessions: 5 });

  expect(changed).toEqual(policy);
  expect(calls).toEqual([['PATCH', '/b/policies/default', 'W/"1"', '{"properties":{"maxSessions":5}}']]);
});

test('one that somebody else changed is refused', async () => {
  const error = { code: 'PreconditionFailed', message: 'The policy was changed by somebody else.' };
  const { api } = startApi(Response.json({ error }, { status: 412 }));

  await expect(api.changePolicy('/b', 'W/"1"', {})).rejects.toMatchObject({ code: 'PreconditionFailed' });
});

test('reading asks for no version', async () => {
  const { api, calls } = startApi(Response.json(policy));

  await api.getPolicy('/b');

  expect(calls).toEqual([['GET', '/b/policies/default', null, '']]);
});
