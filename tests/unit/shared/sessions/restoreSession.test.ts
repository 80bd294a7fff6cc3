import { expect, test } from 'vitest';
import { activateSession, admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { restoreServed, restoreSession } from '../../../../shared/sessions/restoreSession.ts';
import type { Session } from '../../../../shared/sessions/session.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';

/** An active session of Alice, whose row is then lost. */
async function lost(world: SessionWorld): Promise<Session> {
  const opened = await world.open();
  const { sessionId } = opened.session;
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });
  world.deps.messaging.connections.set('c1', sessionId);
  await activateSession(world.deps, { sessionId, connectionId: 'c1' });
  const session = world.deps.sessions.live.get(sessionId)?.value;
  if (session === undefined) throw new Error('not active');
  world.deps.sessions.live.delete(sessionId);
  return session;
}
const restore = (world: SessionWorld, sessionId: string, relayId = 'relay-01') =>
  restoreSession(world.deps, { sessionId, relayId });

test('a lost session comes back as the same one, with its ticket used up, and the log says so', async () => {
  const world = sessionWorld();
  const session = await lost(world);

  const restored = await restore(world, session.sessionId);

  expect(restored).toEqual({ ...session, connectionId: 'unknown' });
  expect(await world.state(session.sessionId)).toEqual(restored);
  expect(world.deps.audit.rows.at(-1)).toMatchObject({
    event: 'restore',
    outcome: 'Success',
    sessionId: session.sessionId,
    userName: 'alice@contoso.example',
  });
  expect(await restore(world, session.sessionId)).toBeUndefined();
});

test('a restored session is watched and ended as any other', async () => {
  const world = sessionWorld();
  const { sessionId } = await lost(world);
  await restore(world, sessionId);
  world.pastCheck();
  world.heartbeat();
  await sweepSessions(world.deps);
  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });

  await endSession(world.deps, sessionId, { reason: 'DisconnectedByAdministrator' });

  expect(world.deps.messaging.calls).toContainEqual(['close', sessionId]);
  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended' });
  expect(await restore(world, sessionId)).toBeUndefined();
});

test('what ended is never restored, whatever a relay says and though its connection lingers', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  await endSession(world.deps, sessionId, { reason: 'ClosedByUser' });
  world.deps.messaging.connections.set('c1', sessionId);

  expect(await restore(world, sessionId)).toBeUndefined();
  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'ClosedByUser' });
});

test('what ends while it is looked for is not restored', async () => {
  const world = sessionWorld();
  const { session } = await world.open();
  const { heldRights, messaging } = world.deps;
  const get = heldRights.get.bind(heldRights);
  heldRights.get = async (sessionId) => {
    const record = await get(sessionId);
    await endSession(world.deps, sessionId, { reason: 'ClosedByUser' });
    return record;
  };
  messaging.connections.set('c1', session.sessionId);

  expect(await restore(world, session.sessionId)).toBeUndefined();
  expect(world.deps.sessions.live.size).toBe(0);
});

test('what others restored and ended while it is looked for leaves no second row', async () => {
  const world = sessionWorld();
  const { sessionId } = await lost(world);
  const { messaging, sessions } = world.deps;
  const isConnected = messaging.isConnected.bind(messaging);
  messaging.isConnected = async (id) => {
    messaging.isConnected = isConnected;
    await restore(world, id);
    await endSession(world.deps, id, { reason: 'ClosedByUser' });
    return true;
  };

  expect(await restore(world, sessionId)).toBeUndefined();
  expect(sessions.live.size).toBe(0);
  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'ClosedByUser' });
});

test('A15b neither the word of another relay nor that of a relay alone brings a session back', async () => {
  const world = sessionWorld();
  const { sessionId } = await lost(world);

  expect(await restore(world, sessionId, 'relay-02')).toBeUndefined();
  world.deps.messaging.connections.clear();
  expect(await restore(world, sessionId)).toBeUndefined();
  expect(await restore(world, 'made-up')).toBeUndefined();
  expect(world.deps.sessions.live.size).toBe(0);
});

test('an operator whose port is another’s by now comes back as an observer', async () => {
  const world = sessionWorld();
  const { sessionId, portId } = await lost(world);
  world.deps.operators.holders.set(portId, 'another');

  expect(await restore(world, sessionId)).toMatchObject({ mode: 'observer' });
});

test('of what a relay serves only what was lost is looked at', async () => {
  const world = sessionWorld();
  const { sessionId } = await lost(world);
  const { sessionId: known } = await world.given({ connectionId: 'c2', mode: 'observer' });

  const restored = await restoreServed(world.deps, {
    relayId: 'relay-01',
    served: [known, sessionId],
    known: new Set([known]),
  });

  expect(restored.map((one) => one.sessionId)).toEqual([sessionId]);
});
