import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SubscribeResponse } from '../../shared/contracts/liveList.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { bastion } from '../support/sessionFacts.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane[Symbol.asyncDispose]());

/** What the token of a URL says. */
type Claims = {
  sub: string;
  role?: string[];
  'webpubsub.group': string[];
  aud: string;
  exp: number;
  iat: number;
};

async function subscribe(): Promise<{ answer: SubscribeResponse; claims: Claims }> {
  const answer = (await plane.as('ops', 'POST', `${bastion}/sessions/subscribe`)).body as SubscribeResponse;
  const token = new URL(answer.connectionString).searchParams.get('access_token') ?? '';
  return { answer, claims: JSON.parse(atob(token.split('.')[1] ?? '')) as Claims };
}
const connect = (userId: string, headers: Record<string, string[]> = {}) =>
  plane.event('azure.webpubsub.sys.connect', {
    connectionId: 'c1',
    userId,
    hub: 'portal',
    body: { headers },
  });
const rows = async () => {
  const found = [];
  for await (const row of plane.tables.subscriptions.listEntities()) found.push(row);
  return found;
};

test('a URL hears its own list on the hub of portals, says nothing, and is short-lived', async () => {
  const { answer, claims } = await subscribe();

  expect(answer).toMatchObject({ group: claims['webpubsub.group'][0], allowedActions: ['disconnect'] });
  expect(claims['webpubsub.group']).toEqual([expect.stringMatching(/^sessions-[0-9a-f]{12}$/)]);
  expect(claims.role ?? []).toEqual([]);
  expect(claims.aud).toMatch(/\/client\/hubs\/portal$/);
  expect(claims.exp - claims.iat).toBe(120);
  // The ticket is in the URL and nowhere else.
  const ticket = claims.sub.split('.')[1] ?? 'none';
  expect(JSON.stringify(await rows())).not.toContain(ticket);
});

test('the connection gets the name without the ticket, once, and is forgotten when it goes', async () => {
  const { claims } = await subscribe();
  const [userId = ''] = claims.sub.split('.');
  const count = (await rows()).length;

  expect(await connect(claims.sub)).toMatchObject({ status: 200, body: { userId } });
  expect((await connect(claims.sub)).status).toBe(401);
  expect((await connect(userId)).status).toBe(401);
  await plane.event('azure.webpubsub.sys.disconnected', { connectionId: 'c1', userId, hub: 'PORTAL' });
  expect(await rows()).toHaveLength(count - 1);
});

test('a page of somebody else gets nothing, and the URL still works for ours', async () => {
  const { claims } = await subscribe();

  expect((await connect(claims.sub, { Origin: ['https://evil.example'] })).status).toBe(403);
  expect((await connect(claims.sub, { origin: ['https://portal.example'] })).status).toBe(200);
});

test('a relay, a viewer or a made-up name is nobody on the hub of portals', async () => {
  for (const userId of ['relay-relay-01', 'zzzzzzzzz-0000000000000000-000000000000', 'portal-x.y', '']) {
    expect((await connect(userId)).status).toBe(401);
  }
});

test('an event without the signature, or of a hub that is not ours, changes nothing', async () => {
  const { claims } = await subscribe();
  const unsigned = await plane.send('POST', '/webpubsub/portal', {
    apiVersion: null,
    body: {},
    headers: {
      'ce-type': 'azure.webpubsub.sys.connect',
      'ce-connectionid': 'c1',
      'ce-userid': claims.sub,
      'ce-signature': 'sha256=00',
    },
  });
  const elsewhere = await plane.event('azure.webpubsub.sys.connect', {
    connectionId: 'c1',
    userId: claims.sub,
    hub: 'other',
  });

  expect([unsigned.status, elsewhere.status]).toEqual([401, 204]);
  expect((await connect(claims.sub)).status).toBe(200);
});

test('only who may list the sessions may subscribe, and a bastion that is not there is not told', async () => {
  for (const user of ['reader', 'vmops', 'console-only', 'outsider']) {
    expect((await plane.as(user, 'POST', `${bastion}/sessions/subscribe`)).code).toBe('AuthorizationFailed');
  }
  expect((await plane.as('outsider', 'POST', `${bastion}x/sessions/subscribe`)).code).toBe(
    'AuthorizationFailed',
  );
  expect((await plane.as('ops', 'POST', `${bastion}x/sessions/subscribe`)).code).toBe('ResourceNotFound');
});
