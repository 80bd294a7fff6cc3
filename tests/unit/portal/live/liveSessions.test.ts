import { expect, test } from 'vitest';
import { LiveSessions, type LiveSnapshot } from '../../../../portal/live/liveSessions.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';
import type { ChangeKind, SubscribeResponse } from '../../../../shared/contracts/liveList.ts';
import type { SessionList, SessionResource } from '../../../../shared/contracts/session.ts';
import { toSessionResource } from '../../../../shared/sessions/toResource.ts';
import { createFakePubSub } from '../../../support/fakePubSubClient.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';
import { aSession, start } from '../../../support/sessionFacts.ts';

const group = 'sessions-0123456789ab';
const aRow = (over: Partial<SessionResource> = {}): SessionResource => ({
  ...toSessionResource(aSession(), start, true),
  ...over,
});

/** A control plane whose answers come when the test gives them. */
function world({ before, firstName = 'list' }: { before?: LiveSnapshot['value']; firstName?: string } = {}) {
  const { clients, createClient } = createFakePubSub();
  const schedule = createManualSchedule();
  const asked: { name: string; resolve: (list: SessionList) => void; reject: (error: unknown) => void }[] =
    [];
  let subscribing: () => Promise<SubscribeResponse> = async () => ({
    connectionString: 'wss://hub.example',
    group,
    allowedActions: ['disconnect'],
  });
  const ask = (name: string) => (): Promise<SessionList> =>
    new Promise((resolve, reject) => asked.push({ name, resolve, reject }));
  const live = new LiveSessions({
    ...(before === undefined ? {} : { before }),
    first: ask(firstName),
    list: ask('list'),
    refresh: ask('refresh'),
    more: (link) => ask(`more ${link}`)(),
    subscribe: () => subscribing(),
    createClient,
    schedule: schedule.schedule,
    random: () => 0,
    now: () => start,
  });
  const settle = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));
  let sequence = 0;
  return {
    live,
    clients,
    schedule,
    asked,
    settle,
    /** The newest question is answered. */
    async answer(rows: readonly SessionResource[], over: Partial<SessionList> = {}) {
      asked.at(-1)?.resolve({ value: [...rows], ...over });
      await settle();
    },
    tell(kind: ChangeKind, row: SessionResource, over: { publisher?: string; sequence?: number } = {}) {
      const { allowedActions: _, ...session } = row;
      sequence = over.sequence ?? sequence + 1;
      const frame = {
        kind: 'sessions',
        publisher: over.publisher ?? 'one',
        sequence,
        changes: [{ kind, session }],
      };
      clients.at(-1)?.handlers.onMessage(group, frame);
    },
    refuse: (error: ApiError) => {
      subscribing = () => Promise.reject(error);
    },
    shown: () => live.snapshot.value?.value.map(({ sessionId }) => sessionId),
    /** Listed, connected and listed again. */
    async begin(rows: readonly SessionResource[], over: Partial<SessionList> = {}) {
      live.start();
      await this.answer(rows, over);
      clients.at(-1)?.handlers.onUp();
      await this.answer(rows, over);
    },
  };
}

test('rows appear, change and go as they are told', async () => {
  const one = world();
  const [newer, older] = [aRow(), aRow()].toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
  if (newer === undefined || older === undefined) throw new Error('unreachable');
  await one.begin([older]);
  expect(one.live.snapshot).toMatchObject({ isLive: true, isLoading: false, staleSince: undefined });

  one.tell('added', newer);
  expect(one.shown()).toEqual([newer.sessionId, older.sessionId]);
  expect(one.live.snapshot.value?.value[0]).toEqual(newer);

  one.tell('changed', { ...older, state: 'Disconnecting' });
  expect(one.live.snapshot.value?.value[1]).toEqual({ ...older, state: 'Disconnecting', allowedActions: [] });

  one.tell('ended', { ...older, state: 'Ended' });
  expect(one.shown()).toEqual([newer.sessionId]);
  expect(one.asked).toHaveLength(2);
});

test('news that come late bring nothing back', async () => {
  const one = world();
  const row = aRow({ lastActivityTime: '2026-11-01T12:00:00.000Z' });
  await one.begin([row]);

  one.tell('changed', { ...row, state: 'Pending' }, { publisher: 'two', sequence: 7 });
  one.tell(
    'changed',
    { ...row, lastActivityTime: '2026-11-01T11:00:00.000Z' },
    { publisher: 'three', sequence: 1 },
  );
  expect(one.live.snapshot.value?.value).toEqual([row]);

  one.tell('ended', row, { publisher: 'one', sequence: 1 });
  one.tell('changed', row, { publisher: 'two', sequence: 8 });
  expect(one.shown()).toEqual([]);
});

test('a list that was read before the news does not undo them', async () => {
  const one = world();
  const [ended, added, changed] = [aRow(), aRow(), aRow({ state: 'Pending' })];
  await one.begin([ended, changed]);
  void one.live.reload();

  one.tell('ended', ended);
  one.tell('added', added);
  one.tell('changed', { ...changed, state: 'Active' });
  await one.answer([ended, changed]);

  expect(one.shown()?.toSorted()).toEqual([added.sessionId, changed.sessionId].toSorted());
  expect(one.live.snapshot.value?.value.find((row) => row.sessionId === changed.sessionId)?.state).toBe(
    'Active',
  );
});

test('news from before the first list are in it', async () => {
  const one = world();
  const row = aRow();
  one.live.start();
  await one.settle();
  one.clients.at(-1)?.handlers.onUp();
  one.tell('added', row);
  expect(one.live.snapshot.value).toBeUndefined();
  await one.answer([]);

  expect(one.shown()).toEqual([row.sessionId]);
});

test('a number that is left out, or a frame that is not understood, makes it read the list again', async () => {
  const one = world();
  const row = aRow();
  await one.begin([row]);
  one.tell('changed', row, { sequence: 5 });
  expect(one.asked).toHaveLength(2);

  one.tell('changed', row, { sequence: 6 });
  expect(one.asked).toHaveLength(2);
  one.tell('changed', row, { sequence: 8 });
  expect(one.asked.map(({ name }) => name)).toEqual(['list', 'list', 'list']);
  await one.answer([]);
  expect(one.shown()).toEqual([]);

  one.clients.at(-1)?.handlers.onMessage(group, { kind: 'another' });
  expect(one.asked).toHaveLength(4);
  one.clients.at(-1)?.handlers.onMessage('another group', {});
  expect(one.asked).toHaveLength(4);
});

test('a connection that is lost is said, and made good by a new subscription and a new list', async () => {
  const one = world();
  await one.begin([aRow()]);
  one.clients[0]?.handlers.onBroken();

  expect(one.live.snapshot).toMatchObject({ isLive: false, staleSince: start });
  expect(one.clients[0]?.isStopped).toBe(true);
  one.schedule.runAll();
  await one.settle();
  one.clients.at(-1)?.handlers.onUp();
  await one.answer([]);

  expect(one.clients).toHaveLength(2);
  expect(one.live.snapshot).toMatchObject({ isLive: true, staleSince: undefined });
  expect(one.shown()).toEqual([]);
});

test('a right that is gone is not asked for again; an outage is', async () => {
  const gone = world();
  gone.refuse(new ApiError('AuthorizationFailed', 'no', { status: 403 }));
  gone.live.start();
  await gone.answer([]);
  const down = world();
  down.refuse(new ApiError('MessagingUnavailable', 'later', { status: 503 }));
  down.live.start();
  await down.answer([]);

  expect(gone.live.snapshot).toMatchObject({ isLive: false, staleSince: start });
  expect(gone.schedule.delaysMs()).toEqual([60_000]);
  expect(down.schedule.delaysMs()).toEqual([60_000, 0]);
});

test('it reads the list every minute, for a hole that nothing shows', async () => {
  const one = world();
  await one.begin([aRow()]);

  one.schedule.runAll();
  expect(one.asked).toHaveLength(3);
  await one.answer([]);

  expect(one.shown()).toEqual([]);
  expect(one.schedule.delaysMs()).toEqual([60_000]);
});

test('pages are added, and a session behind the last one shown does not jump in', async () => {
  const one = world();
  const rows = [aRow(), aRow(), aRow()].toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
  const [first, second, third] = rows;
  if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable');
  await one.begin([first], { nextLink: '/next' });

  one.tell('changed', third);
  expect(one.shown()).toEqual([first.sessionId]);
  void one.live.more();
  expect(one.asked.at(-1)?.name).toBe('more /next');
  await one.answer([second, third]);

  expect(one.shown()).toEqual([first.sessionId, second.sessionId, third.sessionId]);
  expect(one.live.snapshot.value?.nextLink).toBeUndefined();
});

test('a fault of the list is shown beside the last one, and gone with the next', async () => {
  const one = world();
  await one.begin([aRow()]);
  void one.live.refresh();
  expect([one.asked.at(-1)?.name, one.live.snapshot.isLoading]).toEqual(['refresh', true]);
  one.asked.at(-1)?.reject(new ApiError('SessionMonitoringBlocked', 'blocked', { status: 409 }));
  await one.settle();

  expect(one.live.snapshot).toMatchObject({ error: { code: 'SessionMonitoringBlocked' }, isLoading: false });
  expect(one.shown()).toHaveLength(1);
  void one.live.reload();
  await one.answer([]);
  expect(one.live.snapshot.error).toBeUndefined();
});

test('after its end nothing is asked, told or tried any more', async () => {
  const one = world();
  await one.begin([aRow()]);
  one.live[Symbol.dispose]();
  one.tell('ended', aRow());

  expect(one.clients[0]?.isStopped).toBe(true);
  expect(one.schedule.delaysMs()).toEqual([]);
});

test('what is read for a hole neither overtakes a refresh nor takes its refusal away', async () => {
  const one = world();
  await one.begin([]);
  const refusal = new ApiError('SessionMonitoringBlocked', 'Blocked.', { status: 409 });
  const before = one.asked.length;

  void one.live.refresh();
  one.clients.at(-1)?.handlers.onUp();
  expect(one.asked.slice(before).map(({ name }) => name)).toEqual(['refresh']);
  one.asked.at(-1)?.reject(refusal);
  await one.settle();

  expect(one.live.snapshot).toMatchObject({ error: refusal, isLoading: false });
  expect(one.asked.at(-1)?.name).toBe('list');
  const row = aRow();
  await one.answer([row]);
  expect(one.live.snapshot.error).toBe(refusal);
  expect(one.shown()).toEqual([row.sessionId]);
  void one.live.reload();
  await one.answer([row]);
  expect(one.live.snapshot.error).toBeUndefined();
});

test('the newest rows come first, then all of them, and nothing is shown as loading meanwhile', async () => {
  const page = world({ firstName: 'first' });
  page.live.start();
  await page.answer([aRow({ sessionId: 'b' })], { nextLink: 'more' });

  expect(page.asked.map(({ name }) => name)).toEqual(['first', 'list']);
  expect([page.live.snapshot.isLoading, page.live.snapshot.value?.value.length]).toEqual([false, 1]);
  await page.answer([aRow({ sessionId: 'b' }), aRow({ sessionId: 'c' })]);

  expect(page.live.snapshot.value?.value.map(({ sessionId }) => sessionId)).toEqual(['b', 'c']);
  page.live[Symbol.dispose]();
});

test('what was shown last time is there at once, until the list is', async () => {
  const before = { value: [aRow({ sessionId: 'a' })], asOf: start };
  const page = world({ before, firstName: 'first' });

  expect(page.live.snapshot.value).toEqual(before);
  page.live.start();
  expect(page.asked.map(({ name }) => name)).toEqual(['list']);
  await page.answer([aRow({ sessionId: 'b' })]);

  expect(page.live.snapshot.value?.value.map(({ sessionId }) => sessionId)).toEqual(['b']);
  page.live[Symbol.dispose]();
});
