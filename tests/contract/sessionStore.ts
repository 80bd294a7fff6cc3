import { expect, test } from 'vitest';
import type { Hash } from '../../shared/fleet/keys.ts';
import type { SessionStore } from '../../shared/sessions/ports.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { resourceGroup } from '../support/accessFacts.ts';
import { aSessionId, listedOf, aSession as sessionOf } from '../support/sessionFacts.ts';

let serial = 0;
/** A bastion that no other test has, so that one store serves them all. */
const aBastion = (): string =>
  `${resourceGroup}/providers/Microsoft.Network/bastionHosts/b${(serial += 1)}-${Date.now()}`;

/** Every member differs from its neighbours, and the optional ones are there. */
const full = {
  ticketHash: 'f'.repeat(64),
  connectionId: 'c1',
  resumeOffset: 2 ** 53 - 1,
  endTime: 1_793_000_000_001,
  endReason: 'TakenOver',
  endedBy: '切断 "quoted" \'single\' \u0000?',
  endMessage: '',
} as const;

/** The promises of `SessionStore`. `hash` is the one that the store finds a bastion's partition with. */
export function testSessionStore(open: () => Promise<SessionStore>, hash: Hash): void {
  const aSession = (bastionId: string, over: Partial<Session> = {}): Session =>
    sessionOf({ bastionId, sessionId: aSessionId(bastionId, hash), ...over });
  const stored = async (store: SessionStore, session: Session): Promise<string> => {
    await store.insert(session);
    return (await store.get(session.sessionId))?.version ?? '';
  };
  const idsOf = (sessions: readonly Pick<Session, 'sessionId'>[]) =>
    sessions.map(({ sessionId }) => sessionId);

  test('a session comes back as it was stored, with and without its optional members', async () => {
    const store = await open();
    const bastion = aBastion();
    const bare = aSession(bastion, { connectionId: undefined });
    const whole = aSession(bastion, full);

    for (const session of [bare, whole]) {
      await store.insert(session);
      expect((await store.get(session.sessionId))?.value).toEqual(session);
    }
  });

  test('a session that is there already is not stored over', async () => {
    const store = await open();
    const session = aSession(aBastion());
    await store.insert(session);

    await store.insert({ ...session, userName: 'Mallory', dueAt: session.dueAt + 1 });

    expect((await store.get(session.sessionId))?.value).toEqual(session);
  });

  test('A26 an id that is unknown or no id at all finds nothing', async () => {
    const store = await open();

    for (const id of [
      aSessionId(aBastion(), hash),
      '',
      '../x',
      'a/b',
      'a#b',
      'a?b',
      "a'b",
      '\u0000',
      'x'.repeat(2_000),
    ]) {
      expect(await store.get(id)).toBeUndefined();
      expect(await store.getEnded(id)).toBeUndefined();
    }
  });

  test('of two writers with one version one wins, and the version of the winner counts', async () => {
    const store = await open();
    const session = aSession(aBastion());
    const version = await stored(store, session);

    const [one, two] = await Promise.all([
      store.replace({ ...session, endedBy: 'one' }, version),
      store.replace({ ...session, endedBy: 'two' }, version),
    ]);

    expect([one, two].filter((written) => written !== undefined)).toHaveLength(1);
    const found = await store.get(session.sessionId);
    expect(found).toEqual(one ?? two);
    expect(await store.replace({ ...session, state: 'Disconnecting' }, version)).toBeUndefined();
    expect(await store.replace({ ...session, state: 'Disconnecting' }, found?.version ?? '')).toBeDefined();
  });

  test('of twenty writers with one version exactly one wins', async () => {
    const store = await open();
    const session = aSession(aBastion());
    const version = await stored(store, session);

    const written = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.replace({ ...session, endedBy: `${index}` }, version)),
    );

    expect(written.filter((one) => one !== undefined)).toHaveLength(1);
  });

  test('a replacement leaves no member of what it replaces', async () => {
    const store = await open();
    const bastion = aBastion();
    const session = aSession(bastion, full);
    const version = await stored(store, session);
    const { sessionId } = session;
    const bare = aSession(bastion, { sessionId, connectionId: undefined });

    await store.replace(bare, version);

    expect((await store.get(sessionId))?.value).toEqual(bare);
  });

  test('what was removed or archived is not replaced', async () => {
    const store = await open();
    const session = aSession(aBastion());
    const version = await stored(store, session);
    await store.remove(session);

    expect(await store.replace(session, version)).toBeUndefined();
    expect(await store.get(session.sessionId)).toBeUndefined();
  });

  test('active sessions are listed newest first, page by page, without the ended ones', async () => {
    const store = await open();
    const bastion = aBastion();
    const all = Array.from({ length: 7 }, () => aSession(bastion));
    for (const session of all) await store.insert(session);
    const [oldest] = all;
    if (oldest === undefined) throw new Error('no session');
    const found = await store.get(oldest.sessionId);
    await store.replace({ ...oldest, state: 'Ended' }, found?.version ?? '');
    const newestFirst = idsOf(all.slice(1)).toReversed();

    const first = await store.listActive(bastion, { limit: 4 });
    const second = await store.listActive(bastion, { limit: 4, after: first.at(-1)?.sessionId });

    expect(idsOf(first)).toEqual(newestFirst.slice(0, 4));
    expect(idsOf(second)).toEqual(newestFirst.slice(4));
    expect(first).toEqual(all.slice(3).toReversed().map(listedOf));
    expect(await store.readActive(bastion, { limit: 4 })).toEqual(all.slice(3).toReversed());
    expect(await store.listActive(bastion, { limit: 1, after: newestFirst.at(-1) })).toEqual([]);
  });

  test('pending and disconnecting sessions are active ones to a list', async () => {
    const store = await open();
    const bastion = aBastion();
    await store.insert(aSession(bastion, { state: 'Pending' }));
    await store.insert(aSession(bastion, { state: 'Disconnecting' }));

    expect(await store.listActive(bastion, { limit: 10 })).toHaveLength(2);
  });

  test('a list is one bastion, whatever the case of its id, and quotes in ids do no harm', async () => {
    const store = await open();
    const bastion = aBastion();
    const session = aSession(bastion);
    await store.insert(session);
    await store.insert(aSession(aBastion()));

    expect(idsOf(await store.listActive(bastion.toUpperCase(), { limit: 10 }))).toEqual([session.sessionId]);
    expect(await store.listActive("x' or PartitionKey ne '", { limit: 10 })).toEqual([]);
    expect(await store.listActive(bastion, { limit: 10, after: "~' or RowKey ne '" })).toEqual([]);
  });

  test('an archived session is history and no longer live or due; again changes nothing', async () => {
    const store = await open();
    const bastion = aBastion();
    const session = aSession(bastion, { ...full, state: 'Ended', dueAt: 77 });
    await store.insert(session);

    await store.archive(session);
    await store.archive(session);

    expect(await store.get(session.sessionId)).toBeUndefined();
    expect(await store.getEnded(session.sessionId)).toEqual(session);
    expect(await store.listActive(bastion, { limit: 10 })).toEqual([]);
    expect(await store.listEnded(bastion, { limit: 10 })).toEqual([listedOf(session)]);
    expect(await store.due(77, 1_000)).not.toContainEqual({ sessionId: session.sessionId, dueAt: 77 });
  });

  test('history is listed newest first and page by page', async () => {
    const store = await open();
    const bastion = aBastion();
    const all = Array.from({ length: 3 }, () => aSession(bastion, { state: 'Ended' }));
    for (const session of all) await store.archive(session);
    const newestFirst = idsOf(all).toReversed();

    const page = await store.listEnded(bastion, { limit: 2 });
    const rest = await store.listEnded(bastion, { limit: 2, after: page.at(-1)?.sessionId });

    expect([...idsOf(page), ...idsOf(rest)]).toEqual(newestFirst);
  });

  test('a removed session leaves no trace, and may be removed again', async () => {
    const store = await open();
    const bastion = aBastion();
    const session = aSession(bastion, { dueAt: 78 });
    await store.insert(session);

    await store.remove(session);
    await store.remove(session);

    expect(await store.get(session.sessionId)).toBeUndefined();
    expect(await store.getEnded(session.sessionId)).toBeUndefined();
    expect(await store.listActive(bastion, { limit: 10 })).toEqual([]);
    expect(await store.due(78, 1_000)).not.toContainEqual({ sessionId: session.sessionId, dueAt: 78 });
  });

  test('due are sessions whose time has come, earliest first, no more than asked for', async () => {
    const store = await open();
    const bastion = aBastion();
    const at = (dueAt: number) => aSession(bastion, { dueAt });
    const [late, early, middle] = [at(9_000), at(999), at(1_000)];
    for (const session of [late, early, middle]) await store.insert(session);
    const mine = new Set([late, early, middle].map(({ sessionId }) => sessionId));
    const dueOf = async (now: number) =>
      (await store.due(now, 1_000)).filter(({ sessionId }) => mine.has(sessionId));

    expect(await dueOf(998)).toEqual([]);
    expect(await dueOf(1_000)).toEqual([
      { sessionId: early.sessionId, dueAt: 999 },
      { sessionId: middle.sessionId, dueAt: 1_000 },
    ]);
    expect(await store.due(1_000, 1)).toHaveLength(1);
    for (const { sessionId, dueAt } of [late, early, middle]) await store.dropDue({ sessionId, dueAt });
    expect(await dueOf(10_000)).toEqual([]);
  });

  test('a change brings its due time, and dropping one may be repeated', async () => {
    const store = await open();
    const session = aSession(aBastion(), { dueAt: 81 });
    const { sessionId } = session;
    const version = await stored(store, session);

    await store.replace({ ...session, dueAt: 82 }, version);
    await store.dropDue({ sessionId, dueAt: 81 });
    await store.dropDue({ sessionId, dueAt: 81 });

    const own = (await store.due(82, 1_000)).filter((due) => due.sessionId === sessionId);
    expect(own).toEqual([{ sessionId, dueAt: 82 }]);
    await store.dropDue({ sessionId, dueAt: 82 });
  });
}
