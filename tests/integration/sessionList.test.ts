import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { vm } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { aSessionId, bastion, aSession as sessionOf } from '../support/sessionFacts.ts';

// The list over real tables: who is asked for, page by page.

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane[Symbol.asyncDispose]());

const aSession = (over: Partial<Session> = {}): Session =>
  sessionOf({ sessionId: aSessionId(bastion, sha256), mode: 'observer', connectionId: undefined, ...over });
async function given(over: Partial<Session> = {}): Promise<string> {
  const session = aSession(over);
  const store = createSessionTable(plane.tables);
  if (session.state === 'Ended') await store.archive(session);
  else await store.insert(session);
  return session.sessionId;
}

type Body = { value: { sessionId: string; endedBy?: string }[]; nextLink?: string };
async function pages(query: string): Promise<string[][]> {
  const found: string[][] = [];
  for (let path: string | undefined = `${bastion}/sessions?${query}`; path !== undefined; ) {
    const { status, body } = await plane.as('ops', 'GET', path);
    expect(status).toBe(200);
    const { value, nextLink } = body as Body;
    found.push(value.map(({ sessionId }) => sessionId));
    path = nextLink;
  }
  return found;
}
const filter = (text: string): string => `$filter=${encodeURIComponent(text)}`;

test('a filter survives its nextLink, and the pages hold every match once, newest first', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    ids.push(await given({ userName: "Mia O'Hara", sourceIpAddress: `2001:db8::${index}` }));
    await given({ userName: 'Noor', sourceIpAddress: '198.51.100.1' });
  }

  const found = await pages(
    `$top=2&${filter("userName eq 'mia o''hara' and ipInRange(sourceIpAddress,'2001:db8::/32')")}`,
  );

  expect(found.flat()).toEqual(ids.toReversed());
  expect(found.map(({ length }) => length)).toEqual([2, 2, 1]);
});

test('who was ended by whom and why is found in the list of ended sessions', async () => {
  const over = { state: 'Ended', endTime: Date.now(), endMessage: 'patching' } as const;
  const byOlga = await given({ ...over, endReason: 'DisconnectedByAdministrator', endedBy: 'Olga' });
  await given({ ...over, endReason: 'IdleTimeout' });

  const { body } = await plane.as(
    'ops',
    'GET',
    `${bastion}/sessions?state=ended&${filter("endedBy eq 'olga'")}`,
  );

  expect((body as Body).value).toMatchObject([
    { sessionId: byOlga, endReason: 'DisconnectedByAdministrator', endedBy: 'Olga', endMessage: 'patching' },
  ]);
});

test('a filter that cannot be read is refused with its place, and an empty one is none', async () => {
  const refused = await plane.as('ops', 'GET', `${bastion}/sessions?${filter('idleMinutes gt soon')}`);
  const empty = await plane.as('ops', 'GET', `${bastion}/sessions?$filter=`);

  expect([refused.status, refused.code]).toEqual([400, 'InvalidRequest']);
  expect(refused.body).toMatchObject({
    error: { target: '$filter', message: '$filter, character 16: expected a number such as 30.' },
  });
  expect(empty.status).toBe(200);
});

test('who may not list hears that first, whatever the filter', async () => {
  const { code } = await plane.as('reader', 'GET', `${bastion}/sessions?$filter=(`);

  expect(code).toBe('AuthorizationFailed');
});

test.each([
  ['9.9.9.9, 203.0.113.9:1', '203.0.113.9'],
  ['203.0.113.9, evil', ''],
  ["127.0.0.1' or 1 eq 1, [2001:db8::9]:443", '2001:db8::9'],
])(
  'A4a behind one front end %j comes from %j, in the row of the session and in the log',
  async (forwarded, address) => {
    const heartbeat = { connectionId: 'r1', ports: [], sessions: [] };
    await plane.asRelay(
      '30000000-0000-4000-8000-000000000001',
      'PUT',
      '/relays/relay-01/heartbeat',
      heartbeat,
    );
    const headers = {
      'x-forwarded-for': forwarded,
      'x-real-ip': '6.6.6.6',
      forwarded: 'for=6.6.6.6',
      'x-azure-clientip': '6.6.6.6',
      'true-client-ip': '6.6.6.6',
    };

    const opened = await plane.as(
      'ops',
      'POST',
      `${vm}/providers/Microsoft.SerialConsole/serialPorts/0/connect`,
      {
        headers,
        body: { mode: 'observer' },
      },
    );
    const { sessionId } = opened.body as { sessionId: string };
    await plane.as('ops', 'DELETE', `${bastion}/sessions/${sessionId}`, { headers });

    const { body } = await plane.as('ops', 'GET', `${bastion}/sessions/${sessionId}`);
    expect((body as { sourceIpAddress: string }).sourceIpAddress).toBe(address);
    const rows: unknown[] = [];
    const queryOptions = { filter: `sessionId eq '${sessionId}'` };
    for await (const row of plane.tables.audit.listEntities({ queryOptions })) rows.push(row.sourceIpAddress);
    expect(new Set(rows)).toEqual(new Set([address]));
  },
);
