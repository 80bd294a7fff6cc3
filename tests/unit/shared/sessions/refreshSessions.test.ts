import { expect, test } from 'vitest';
import { refreshSessions } from '../../../../shared/sessions/refreshSessions.ts';
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
const refresh = (world: SessionWorld, relayIds: readonly string[] = ['relay-01']) =>
  refreshSessions(world.deps, bastion, relayIds);
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
  expect(world.clock.now() - before).toBe(2_000);
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
