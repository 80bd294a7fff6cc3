import { expect, test } from 'vitest';
import { activateSession, admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aLock } from '../../../support/lockFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const locked = { state: 'Ended', endReason: 'Locked', endedBy: 'Olivia Owner' };

test('A17b nothing is opened under a lock, and no session or held port is left of the attempt', async () => {
  const world = sessionWorld();
  await world.deps.locks.put(aLock());

  await expect(world.open()).rejects.toMatchObject({ code: 'AccessLocked' });

  expect(await world.deps.sessions.due(Infinity, 10)).toEqual([]);
  expect(world.deps.operators.holders.size).toBe(0);
  expect(world.deps.heldRights.rows.size).toBe(0);
  expect(world.deps.audit.rows).toMatchObject([
    { event: 'refused', reason: expect.stringContaining('Under investigation') },
  ]);
});

test('a lock that is put while a session is being stored finds it or refuses it', async () => {
  const world = sessionWorld();
  const insert = world.deps.sessions.insert.bind(world.deps.sessions);
  world.deps.sessions.insert = async (session) => {
    // Read by nobody yet: the lock comes between the first look for locks and the row.
    await world.deps.locks.put(aLock());
    await insert(session);
  };

  await expect(world.open()).rejects.toMatchObject({ code: 'AccessLocked' });
});

test('A3b a console URL from before the lock is worth nothing, and its session is over', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  await world.deps.locks.put(aLock());

  const admitted = await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });

  expect(admitted).toBeUndefined();
  expect(await world.state(opened.session.sessionId)).toMatchObject(locked);
});

test('A17a a live session that a crash left under a lock ends with the next sweep', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const { sessionId } = opened.session;
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });
  world.deps.messaging.connections.set('c1', sessionId);
  await activateSession(world.deps, { sessionId, connectionId: 'c1' });
  await world.deps.locks.put(aLock());

  world.pastCheck();
  world.heartbeat({ serves: [sessionId] });
  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ ...locked, endMessage: 'Under investigation' });
});

test('a lock that is over lets in', async () => {
  const world = sessionWorld();
  await world.deps.locks.put(aLock({ expiresAt: world.clock.now() }));

  await expect(world.open()).resolves.toMatchObject({ session: { state: 'Pending' } });
});
