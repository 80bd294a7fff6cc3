import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { resourceGroup } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { aSessionId, bastion, aSession as sessionOf } from '../support/sessionFacts.ts';

// Sets of sessions over real tables: large, mixed, and sent again.

let plane: ControlPlane;
const other = `${resourceGroup}/providers/Microsoft.Network/bastionHosts/bastion-other`;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane[Symbol.asyncDispose]());

async function given(over: Partial<Session> = {}): Promise<string> {
  const sessionId = aSessionId(over.bastionId ?? bastion, sha256);
  const session = sessionOf({ sessionId, mode: 'observer', connectionId: undefined, ...over });
  const store = createSessionTable(plane.tables);
  if (session.state === 'Ended') await store.archive(session);
  else await store.insert(session);
  return sessionId;
}
const disconnect = (sessionIds: readonly string[], requestId: string) =>
  plane.as('ops', 'POST', `${bastion}/disconnectActiveSessions`, {
    body: { sessionIds },
    headers: { 'x-ms-client-request-id': requestId },
  });
type Row = { sessionId: string; state: string };
const rowsOf = ({ body }: { body: unknown }): Row[] => (body as { value: Row[] }).value;
/** The events of its audit rows. */
async function audited(sessionId: string): Promise<unknown[]> {
  const events: unknown[] = [];
  const filter = `sessionId eq '${sessionId}'`;
  for await (const row of plane.tables.audit.listEntities({ queryOptions: { filter } }))
    events.push(row.event);
  return events;
}

test('A18 a mixed set that is sent four times is answered alike each time and ends each session once', async () => {
  const live = [await given(), await given()];
  const ended = await given({ state: 'Ended', endTime: Date.now(), endReason: 'ClosedByUser' });
  const foreign = await given({ bastionId: other });
  const unknown = aSessionId(bastion, sha256);
  const ids = [...live, foreign, ended, unknown, 'nonsense', ...live];

  const first = await disconnect(ids, 'try-1');
  const again = [
    await disconnect(ids, 'try-1'),
    ...(await Promise.all([1, 2].map(() => disconnect(ids, 'try-1')))),
  ];

  expect(rowsOf(first).map(({ sessionId, state }) => [sessionId, state])).toEqual([
    [live[0], 'Disconnected'],
    [live[1], 'Disconnected'],
    [foreign, 'NotFound'],
    [ended, 'Disconnected'],
    [unknown, 'NotFound'],
    ['nonsense', 'NotFound'],
  ]);
  expect(again.map(({ status, body }) => [status, body])).toEqual(again.map(() => [200, first.body]));
  for (const sessionId of live) {
    const events = await audited(sessionId);
    expect([events.length, new Set(events)]).toEqual([2, new Set(['disconnect', 'end'])]);
  }
  expect(await audited(foreign)).toEqual([]);
});

test('A18 ten thousand ids are answered in order, and one more is refused before anything is done', async () => {
  const live = await given();
  const ids = [live, ...Array.from({ length: 9_999 }, () => aSessionId(bastion, sha256))];

  const refused = await disconnect([...ids, 'one-more'], 'many-1');
  const untouched = await audited(live);
  const { status, ...answer } = await disconnect(ids, 'many-2');

  expect([refused.status, refused.code]).toEqual([400, 'InvalidRequest']);
  expect(untouched).toEqual([]);
  expect(status).toBe(200);
  expect(rowsOf(answer).map(({ sessionId }) => sessionId)).toEqual(ids);
  expect(rowsOf(answer).filter(({ state }) => state === 'Disconnected')).toMatchObject([{ sessionId: live }]);
}, 180_000);
