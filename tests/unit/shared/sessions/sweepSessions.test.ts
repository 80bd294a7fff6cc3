import { expect, test } from 'vitest';
import {
  activateSession,
  admitConnection,
  connectionGone,
} from '../../../../shared/sessions/connectionEvents.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aSession, aSessionId } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';
import { throwAlways, throwOnce } from '../../../support/throwOnce.ts';

const nothing = { looked: 0, ended: 0, faults: [] };

test('a sweep with nothing due is one call, whatever exists', async () => {
  const world = sessionWorld();
  await world.given();
  const calls: unknown[] = [];
  const counted = new Proxy(world.deps.sessions, {
    get: (store, name, receiver): unknown => {
      calls.push(name);
      return Reflect.get(store, name, receiver);
    },
  });

  expect(await sweepSessions({ ...world.deps, sessions: counted })).toEqual(nothing);
  expect(calls).toEqual(['due']);
});

test('a viewer that never came ends as NeverConnected, when its time is over and not before', async () => {
  const world = sessionWorld();
  const { session } = await world.open();
  world.clock.advance(119_999);

  expect(await sweepSessions(world.deps)).toEqual(nothing);
  world.clock.advance(1);
  expect(await sweepSessions(world.deps)).toEqual({ looked: 1, ended: 1, faults: [] });

  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Ended', endReason: 'NeverConnected' });
  expect(world.deps.operators.holders.size).toBe(0);
  expect(world.deps.sessions.dues.size).toBe(0);
});

test('a viewer that was admitted and never arrived ends within a check', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });

  world.pastCheck();
  await sweepSessions(world.deps);

  expect(await world.state(opened.session.sessionId)).toMatchObject({ endReason: 'NeverConnected' });
});

test('a viewer whose connected event was lost is found and served instead of ended', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const { sessionId } = opened.session;
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });
  world.deps.messaging.connections.set('c1', sessionId);

  world.pastCheck();
  expect(await sweepSessions(world.deps)).toEqual({ looked: 1, ended: 0, faults: [] });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Active', connectionId: 'c1' });
  expect(world.deps.messaging.calls.map(([name]) => name)).toEqual(['link', 'command', 'notifyPort']);
});

test('a session whose connection is gone unannounced ends as ConnectionLost', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  world.deps.messaging.connections.clear();

  world.pastCheck();
  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'ConnectionLost' });
});

test('a session that is well is looked at again later, with the activity that its relay reported', async () => {
  const world = sessionWorld();
  const session = await world.given();
  world.pastCheck();
  world.heartbeat({ serves: [session.sessionId] });

  expect(await sweepSessions(world.deps)).toEqual({ looked: 1, ended: 0, faults: [] });

  const now = world.clock.now();
  expect(await world.state(session.sessionId)).toEqual({
    ...session,
    lastActivityTime: now,
    dueAt: now + 30_000,
  });
  expect([...world.deps.sessions.dues.values()]).toEqual([
    { sessionId: session.sessionId, dueAt: now + 30_000 },
  ]);
});

test('an activity time that is nonsense or older does not move the clock back', async () => {
  const world = sessionWorld();
  const session = await world.given();
  for (const lastActivityTime of ['yesterday', '1999-01-01T00:00:00Z']) {
    world.pastCheck();
    world.heartbeat();
    const record = world.deps.relays.records.get('relay-01');
    if (record !== undefined) {
      await world.deps.relays.put({
        ...record,
        sessions: [{ sessionId: session.sessionId, lastActivityTime }],
      });
    }
    await sweepSessions(world.deps);
  }

  expect(await world.state(session.sessionId)).toMatchObject({ lastActivityTime: session.lastActivityTime });
});

test('a lost relay ends its sessions as RelayLost', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  world.deps.messaging.relays.clear();
  world.clock.advance(60_001);

  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'RelayLost' });
});

test('a relay that was never heard of is lost', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ relayId: 'relay-99' });
  world.pastCheck();

  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ endReason: 'RelayLost' });
});

test('relays that only the control plane did not hear keep their sessions: it may have been away itself', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  world.clock.advance(3_600_000);

  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });
});

test('what a disconnect that died left behind is finished, with its own reason', async () => {
  const world = sessionWorld();
  const end = { endReason: 'TakenOver', endTime: world.clock.now() } as const;
  const decided = await world.given({ state: 'Disconnecting', ...end });
  const closed = await world.given({ state: 'Ended', connectionId: 'c2', ...end });
  world.pastCheck();

  expect(await sweepSessions(world.deps)).toEqual({ looked: 2, ended: 2, faults: [] });

  for (const { sessionId } of [decided, closed]) {
    expect(world.deps.sessions.ended.get(sessionId)).toMatchObject({
      state: 'Ended',
      endReason: 'TakenOver',
    });
  }
  expect(world.deps.sessions.live.size).toBe(0);
  expect(world.deps.sessions.dues.size).toBe(0);
});

test('due times that belong to no session, or to an earlier time of one, are dropped', async () => {
  const world = sessionWorld();
  const session = await world.given();
  world.deps.sessions.dues.set('a', { sessionId: aSessionId(), dueAt: 1 });
  await world.deps.sessions.replace(session, 'not its version');
  await world.deps.sessions.replace({ ...session, dueAt: 2 }, 'not its version');
  world.clock.advance(1_000);

  expect(await sweepSessions(world.deps)).toMatchObject({ looked: 2, ended: 0 });

  expect(await world.state(session.sessionId)).toEqual(session);
  expect([...world.deps.sessions.dues.values()]).toContainEqual({
    sessionId: session.sessionId,
    dueAt: session.dueAt,
  });
});

test('a due time whose session has not followed yet is kept: its change may be on the way', async () => {
  const world = sessionWorld();
  const session = await world.given({ dueAt: world.clock.now() + 1_000 });
  const later = world.clock.now() + 2_000;
  const versionThatIsOld = 'the write that follows has not arrived';
  await world.deps.sessions.replace({ ...session, dueAt: later }, versionThatIsOld);
  await world.deps.sessions.dropDue(session);
  world.clock.advance(2_000);

  expect(await sweepSessions(world.deps)).toEqual({ looked: 1, ended: 0, faults: [] });

  const due = { sessionId: session.sessionId, dueAt: later };
  expect([...world.deps.sessions.dues.values()]).toEqual([due]);
});

test('a session that cannot be looked at keeps no other one from being looked at', async () => {
  const world = sessionWorld();
  const first = await world.given({ dueAt: 1 });
  const second = await world.given({ state: 'Pending', connectionId: undefined, dueAt: 2 });
  const get = world.deps.sessions.get.bind(world.deps.sessions);
  world.deps.sessions.get = async (id) => {
    if (id === first.sessionId) throw new Error('this row cannot be read');
    return await get(id);
  };

  const swept = await sweepSessions(world.deps);

  expect(swept).toEqual({ looked: 2, ended: 1, faults: [new Error('this row cannot be read')] });
  expect(await world.state(second.sessionId)).toMatchObject({ state: 'Ended' });
});

test('sessions that cannot be looked at do not hide those that are due after them', async () => {
  const world = sessionWorld();
  const pending = { state: 'Pending', connectionId: undefined, mode: 'observer' } as const;
  for (let index = 0; index < 600; index += 1) {
    await world.deps.sessions.insert(aSession({ ...pending, dueAt: index }));
  }
  const last = await world.given({ ...pending, dueAt: 600 });
  const get = world.deps.sessions.get.bind(world.deps.sessions);
  world.deps.sessions.get = async (id) => {
    if (id !== last.sessionId) throw new Error('this row cannot be read');
    return await get(id);
  };

  expect(await sweepSessions(world.deps)).toMatchObject({ looked: 601, ended: 1 });
});

test('a sweep goes on until nothing is due, and stops when nothing can be done', async () => {
  const world = sessionWorld();
  const pending = { state: 'Pending', connectionId: undefined, mode: 'observer' } as const;
  for (let index = 0; index < 3_100; index += 1) {
    await world.deps.sessions.insert(aSession({ ...pending, dueAt: index }));
  }
  const repaired = throwAlways(world.deps.sessions, 'archive');
  expect(await sweepSessions(world.deps)).toMatchObject({ looked: 2_500, ended: 0 });
  repaired();
  world.pastCheck();

  expect(await sweepSessions(world.deps)).toMatchObject({ ended: 3_100, faults: [] });
  expect(world.deps.sessions.dues.size).toBe(0);
});

test('a sweep that takes long leaves the rest to the next one', async () => {
  const world = sessionWorld();
  const pending = { state: 'Pending', connectionId: undefined, mode: 'observer' } as const;
  for (let index = 0; index < 501; index += 1) {
    await world.deps.sessions.insert(aSession({ ...pending, dueAt: index }));
  }
  const get = world.deps.sessions.get.bind(world.deps.sessions);
  world.deps.sessions.get = async (id) => {
    world.clock.advance(100);
    return await get(id);
  };

  expect(await sweepSessions(world.deps)).toMatchObject({ looked: 500, ended: 500 });
});

test('A34 two sweeps at once end each session once', async () => {
  const world = sessionWorld();
  for (let index = 0; index < 30; index += 1) {
    await world.given({ connectionId: `c${index}`, mode: index === 0 ? 'operator' : 'observer' });
  }
  world.deps.messaging.connections.clear();
  world.pastCheck();

  const [one, two] = await Promise.all([sweepSessions(world.deps), sweepSessions(world.deps)]);

  expect([...one.faults, ...two.faults]).toEqual([]);
  expect(world.deps.sessions.live.size).toBe(0);
  expect(world.deps.sessions.ended.size).toBe(30);
  expect(world.deps.audit.rows).toHaveLength(30);
});

test('a way back that nobody took is closed with the next look, so that the end is noticed', async () => {
  const world = sessionWorld();
  const session = await world.given({ ticketHash: 'unused' });
  world.pastCheck();
  world.heartbeat();
  await sweepSessions(world.deps);

  world.deps.messaging.connections.clear();
  await connectionGone(world.deps, { sessionId: session.sessionId, connectionId: 'c1' });

  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Ended', endReason: 'ConnectionLost' });
});

test('a connection that arrived unseen and is replaced meanwhile does not come back', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ state: 'Pending', connectionId: 'c1', ticketHash: undefined });
  world.deps.messaging.connections.set('c1', sessionId);
  throwOnce(world.deps.messaging, 'isConnected');
  world.pastCheck();
  expect((await sweepSessions(world.deps)).faults).toHaveLength(1);

  await sweepSessions(world.deps);
  await activateSession(world.deps, { sessionId, connectionId: 'c0' });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Active', connectionId: 'c1' });
});

test('a change that keeps the due time of its session, made while it is looked at, keeps its due row', async () => {
  const world = sessionWorld();
  const session = await world.given({ dueAt: 1 });
  const isConnected = world.deps.messaging.isConnected.bind(world.deps.messaging);
  world.deps.messaging.isConnected = async (sessionId) => {
    const found = await world.deps.sessions.get(sessionId);
    if (found !== undefined) {
      await world.deps.sessions.replace({ ...found.value, tookOverFrom: 'Bob' }, found.version);
    }
    return await isConnected(sessionId);
  };

  await sweepSessions(world.deps);

  expect(await world.state(session.sessionId)).toEqual({ ...session, tookOverFrom: 'Bob' });
  expect([...world.deps.sessions.dues.values()]).toContainEqual({ sessionId: session.sessionId, dueAt: 1 });
});
