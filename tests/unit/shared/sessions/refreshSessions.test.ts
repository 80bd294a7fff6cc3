import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import { continueRefresh, refreshSessions } from '../../../../shared/sessions/refreshSessions.ts';
import type { Session } from '../../../../shared/sessions/session.ts';
import { aSession, bastion } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';

const activity = '2026-11-01T12:34:56.000Z';

/** The relay answers a report with these sessions as soon as it is asked. */
function answering(world: SessionWorld, served: readonly string[], lastActivityTime = activity): void {
  const command = world.deps.messaging.command.bind(world.deps.messaging);
  world.deps.messaging.command = async (relayId, given) => {
    await command(relayId, given);
    if (given.kind !== 'report') return;
    const sessions = served.map((sessionId) => ({ sessionId, lastActivityTime }));
    await world.deps.operations.answer(given.operationId, relayId, { sessions });
  };
}
const question = { bastionId: bastion, principalId: 'p1' };
const ask = (world: SessionWorld, patienceMs: number, relayIds: readonly string[] = ['relay-01']) =>
  refreshSessions(world.deps, { ...question, relayIds, patienceMs });
/** By a caller who waits as long as it takes. */
async function refresh(world: SessionWorld, relayIds?: readonly string[]) {
  const refreshed = await ask(world, limits.refreshTimeoutMs, relayIds);
  if ('operationId' in refreshed) throw new Error('The refresh is not over.');
  return refreshed;
}
const ids = (sessions: readonly Session[]) => sessions.map(({ sessionId }) => sessionId);

test('what the relay serves is listed with the activity that it reports, and nothing is written', async () => {
  const world = sessionWorld();
  const session = await world.given();
  answering(world, [session.sessionId]);

  const refreshed = await refresh(world);

  expect(refreshed).toEqual({
    sessions: [{ ...session, lastActivityTime: Date.parse(activity) }],
    unansweredRelays: [],
  });
  expect(world.deps.sessions.counts.writes).toBe(0);
});

test('5,000 sessions that did not change are listed without a write', async () => {
  const world = sessionWorld();
  const all = Array.from({ length: 5_000 }, (_, index) =>
    aSession({ mode: 'observer', connectionId: `c${index}` }),
  );
  for (const session of all) await world.deps.sessions.insert(session);
  world.deps.sessions.counts.writes = 0;
  answering(world, ids(all));

  const { sessions } = await refresh(world);

  expect(sessions).toHaveLength(5_000);
  expect(world.deps.sessions.counts.writes).toBe(0);
});

test('an activity time that is nonsense is not shown', async () => {
  const world = sessionWorld();
  const session = await world.given();
  answering(world, [session.sessionId], 'soon');

  expect((await refresh(world)).sessions).toEqual([session]);
});

test('a session that the relay does not serve and whose connection is gone ends', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  world.deps.messaging.connections.clear();
  world.clock.advance(3_000);
  world.heartbeat();
  answering(world, []);

  expect((await refresh(world)).sessions).toEqual([]);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'ConnectionLost' });
});

test('a viewer that is on its way back keeps its session', async () => {
  const world = sessionWorld();
  const session = await world.given({ ticketHash: 'fresh' });
  world.deps.messaging.connections.clear();
  world.clock.advance(3_000);
  world.heartbeat();
  answering(world, []);

  expect((await refresh(world)).sessions).toEqual([session]);
  expect(await world.state(session.sessionId)).toEqual(session);
});

test('a viewer that comes back while it is looked for keeps its session', async () => {
  const world = sessionWorld();
  const session = await world.given();
  world.clock.advance(3_000);
  world.heartbeat();
  answering(world, []);
  world.deps.messaging.isConnected = async () => {
    const found = await world.deps.sessions.get(session.sessionId);
    if (found !== undefined)
      await world.deps.sessions.replace({ ...session, connectionId: 'c2' }, found.version);
    return false;
  };

  expect((await refresh(world)).sessions).toEqual([{ ...session, connectionId: 'c2' }]);
});

test('a session that the relay does not serve but whose viewer is there is attached again', async () => {
  const world = sessionWorld();
  const session = await world.given();
  world.clock.advance(3_000);
  world.heartbeat();
  answering(world, []);

  expect((await refresh(world)).sessions).toEqual([session]);

  const { sessionId, protocol, portId, mode, resumeOffset } = session;
  expect(world.deps.messaging.calls.slice(-2)).toEqual([
    ['link', 'r1', sessionId],
    ['command', 'relay-01', { kind: 'attach', session: { sessionId, protocol, portId, mode, resumeOffset } }],
  ]);
});

test('a session that is pending, or so young that its relay may not know it, is left alone', async () => {
  const world = sessionWorld();
  const young = await world.given();
  const { session: pending } = await world.open({ mode: 'observer' });
  world.deps.messaging.connections.clear();
  answering(world, []);

  const { sessions } = await refresh(world);

  expect(ids(sessions).toSorted()).toEqual([young.sessionId, pending.sessionId].toSorted());
});

test('a relay that does not answer in time is named, and its sessions are as last known', async () => {
  const world = sessionWorld();
  const session = await world.given();
  world.deps.messaging.connections.clear();
  const before = world.clock.now();

  const refreshed = await refresh(world);

  expect(refreshed).toEqual({ sessions: [session], unansweredRelays: ['relay-01'] });
  expect(world.clock.now() - before).toBe(limits.refreshTimeoutMs);
});

test('relays that are unknown, not connected or silent are not waited for', async () => {
  const world = sessionWorld();
  world.heartbeat({ connectionId: null });
  const record = world.deps.relays.records.get('relay-01');
  if (record === undefined) throw new Error('no relay');
  await world.deps.relays.put({ ...record, relayId: 'silent', connectionId: 'r2', heartbeatTime: 1 });
  const before = world.clock.now();

  const refreshed = await refresh(world, ['relay-01', 'silent', 'unknown']);

  expect(refreshed.unansweredRelays).toEqual(['relay-01', 'silent', 'unknown']);
  expect(world.clock.now()).toBe(before);
  expect(world.deps.messaging.calls).toEqual([]);
});

test('one relay of two answers: it is reconciled, the other is not', async () => {
  const world = sessionWorld();
  const gone = await world.given();
  const other = await world.given({ relayId: 'relay-02', connectionId: 'c2', mode: 'observer' });
  world.deps.messaging.connections.clear();
  world.clock.advance(3_000);
  world.heartbeat();
  answering(world, []);

  const refreshed = await refresh(world, ['relay-01', 'relay-02']);

  expect(refreshed).toEqual({ sessions: [other], unansweredRelays: ['relay-02'] });
  expect(await world.state(gone.sessionId)).toMatchObject({ state: 'Ended' });
});

test('answers are forgotten once they were read', async () => {
  const world = sessionWorld();
  answering(world, []);

  await refresh(world);

  expect(await world.deps.operations.answers('operation-1')).toEqual(new Map());
});

test('no relay at all: the table is the truth', async () => {
  const world = sessionWorld();
  const session = await world.given();

  expect(await refresh(world, [])).toEqual({ sessions: [session], unansweredRelays: [] });
});

test('who asks whom is asked at once: all commands are out before the first is answered', async () => {
  const world = sessionWorld();
  const record = world.deps.relays.records.get('relay-01');
  if (record === undefined) throw new Error('no relay');
  await world.deps.relays.put({ ...record, relayId: 'relay-02' });
  const out: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  world.deps.messaging.command = async (relayId) => {
    out.push(relayId);
    if (out.length === 2) resolve();
    await promise;
  };

  await ask(world, 0, ['relay-01', 'relay-02']);

  expect(out).toEqual(['relay-01', 'relay-02']);
});

test('a slow relay makes a refresh a question to come back for, which the last answer finishes', async () => {
  const world = sessionWorld();
  const session = await world.given();
  const before = world.clock.now();

  const asked = await ask(world, 1_000);
  const { operationId } = asked as { operationId: string };
  const waiting = await continueRefresh(world.deps, { ...question, operationId });
  const lastActivityTime = activity;
  await world.deps.operations.answer(operationId, 'relay-01', {
    sessions: [{ sessionId: session.sessionId, lastActivityTime }],
  });
  const done = await continueRefresh(world.deps, { ...question, operationId });
  const again = await continueRefresh(world.deps, { ...question, operationId });

  expect(world.clock.now() - before).toBe(1_000);
  expect(waiting).toEqual({ operationId });
  expect(done).toEqual({
    sessions: [{ ...session, lastActivityTime: Date.parse(activity) }],
    unansweredRelays: [],
  });
  expect(again).toEqual(done);
});

test('a relay that never answers is named once its time is over', async () => {
  const world = sessionWorld();
  const session = await world.given();

  const { operationId } = (await ask(world, 0)) as { operationId: string };
  world.clock.advance(limits.refreshTimeoutMs);

  expect(await continueRefresh(world.deps, { ...question, operationId })).toEqual({
    sessions: [session],
    unansweredRelays: ['relay-01'],
  });
});

test('an answer that is fetched late ends nothing that began after the question', async () => {
  const world = sessionWorld();
  const { operationId } = (await ask(world, 0)) as { operationId: string };
  await world.deps.operations.answer(operationId, 'relay-01', { sessions: [] });
  world.clock.advance(60_000);
  const session = await world.given({ startTime: world.clock.now() - 50_000 });
  world.deps.messaging.connections.clear();

  expect(await continueRefresh(world.deps, { ...question, operationId })).toMatchObject({
    sessions: [{ sessionId: session.sessionId }],
  });
});

test('A15a a question of another caller, another bastion or long ago is as one that never was', async () => {
  const world = sessionWorld();
  const { operationId } = (await ask(world, 0)) as { operationId: string };
  const none = { code: 'OperationNotFound' };
  const come = (over: object) => continueRefresh(world.deps, { ...question, operationId, ...over });

  await expect(come({ principalId: 'p2' })).rejects.toMatchObject(none);
  await expect(come({ bastionId: `${bastion}-2` })).rejects.toMatchObject(none);
  await expect(come({ operationId: 'operation-7' })).rejects.toMatchObject(none);
  expect(await come({ bastionId: bastion.toUpperCase() })).toEqual({ operationId });
  world.clock.advance(limits.refreshKeptSeconds * 1_000 + 1);
  await expect(come({})).rejects.toMatchObject(none);
});

test('a session that its relay serves and the table lost is in the list again, in its place', async () => {
  const world = sessionWorld();
  const newest = await world.given({ connectionId: 'c2', mode: 'observer' });
  const session = await world.given();
  const record = { ...session, ticketHash: undefined };
  await world.deps.heldRights.put(session.sessionId, {
    principalId: 'p',
    groups: [],
    checks: [],
    session: record,
  });
  world.deps.sessions.live.delete(session.sessionId);
  const foreign = await world.given({ bastionId: `${bastion}-2`, connectionId: 'c3', mode: 'observer' });
  answering(world, [newest.sessionId, session.sessionId, foreign.sessionId]);

  const { sessions } = await refresh(world);

  expect(ids(sessions)).toEqual([session.sessionId, newest.sessionId].toSorted());
  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Active', userName: 'Alice' });
});

test('sessions that a relay serves for another bastion cost a refresh nothing', async () => {
  const world = sessionWorld();
  const foreign = await world.given({ bastionId: `${bastion}-2` });
  answering(world, [foreign.sessionId]);
  const asked: string[] = [];
  world.deps.heldRights.get = async (sessionId) => void asked.push(sessionId) as undefined;

  await refresh(world);

  expect(asked).toEqual([]);
});
