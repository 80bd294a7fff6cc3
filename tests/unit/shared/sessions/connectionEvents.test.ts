import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import {
  activateSession,
  admitConnection,
  closedByUser,
  connectionGone,
} from '../../../../shared/sessions/connectionEvents.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { reopenSession } from '../../../../shared/sessions/reopenSession.ts';
import { resumeSession } from '../../../../shared/sessions/resumeSession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aCaller, aSessionId, aTarget } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';
import { throwOnce } from '../../../support/throwOnce.ts';

const sentTo = (world: SessionWorld, name: string) =>
  world.deps.messaging.calls.filter(([call]) => call === name);

/** Opened, admitted as `connectionId` and connected. */
async function connected(world: SessionWorld, connectionId = 'c1'): Promise<string> {
  const opened = await world.open();
  const { sessionId } = opened.session;
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId });
  world.deps.messaging.connections.set(connectionId, sessionId);
  await activateSession(world.deps, { sessionId, connectionId });
  return sessionId;
}

async function reopened(world: SessionWorld, sessionId: string): Promise<string> {
  const input = {
    caller: aCaller(),
    sessionId,
    targetResourceId: aTarget().resourceId,
    protocol: 'Serial',
    resumeOffset: 42,
  } as const;
  return world.userOf(await reopenSession(world.deps, input));
}

test('A10b of 20 connections with one ticket exactly one is admitted', async () => {
  const world = sessionWorld();
  const opened = await world.open();

  const admitted = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      admitConnection(world.deps, { userId: world.userOf(opened), connectionId: `c${index}` }),
    ),
  );

  const winners = admitted.filter((session) => session !== undefined);
  expect(winners).toHaveLength(1);
  expect(await world.state(opened.session.sessionId)).toEqual(winners[0]);
});

test('A10b a ticket that was used, is wrong, or is for a session that is over opens nothing', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const { sessionId } = opened.session;
  const userId = world.userOf(opened);
  const admit = (user: string) => admitConnection(world.deps, { userId: user, connectionId: 'c9' });

  expect(await admit(`${sessionId}.0000`)).toBeUndefined();
  expect(await admit(sessionId)).toBeUndefined();
  expect(await admit(`${aSessionId()}.${opened.ticket}`)).toBeUndefined();
  expect(await admit('')).toBeUndefined();
  expect(await admit(userId)).toBeDefined();
  expect(await admit(userId)).toBeUndefined();
  const fresh = await reopened(world, sessionId);
  await endSession(world.deps, sessionId, { reason: 'DisconnectedByAdministrator' });
  expect(await admit(fresh)).toBeUndefined();
});

test('a connected viewer is active, its relay serves it, and the log has one row', async () => {
  const world = sessionWorld();
  world.clock.advance(1_000);

  const sessionId = await connected(world);

  const session = await world.state(sessionId);
  expect(session).toMatchObject({
    state: 'Active',
    connectionId: 'c1',
    ticketHash: undefined,
    dueAt: world.clock.now() + 30_000,
  });
  expect(world.deps.messaging.calls).toEqual([
    ['link', 'r1', sessionId],
    [
      'command',
      'relay-01',
      {
        kind: 'attach',
        session: {
          sessionId,
          protocol: 'Serial',
          portId: session?.portId,
          mode: 'operator',
          resumeOffset: null,
        },
      },
    ],
    [
      'notifyPort',
      session?.portId,
      {
        kind: 'operator',
        operator: { name: 'Alice', since: new Date(world.clock.now()).toISOString() },
      },
    ],
  ]);
  expect(world.deps.audit.rows).toMatchObject([
    { event: 'connect', outcome: 'Success', sessionId, reason: 'operator', sourceIpAddress: '203.0.113.7' },
  ]);
});

test('a relay that is not connected yet learns of the viewer with its next heartbeat', async () => {
  const world = sessionWorld();
  world.heartbeat({ connectionId: null });

  const sessionId = await connected(world);

  expect(world.deps.messaging.calls.map(([name]) => name)).toEqual(['notifyPort']);
  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });
});

test('A37 connected again changes nothing and is one row in the log', async () => {
  const world = sessionWorld();
  const sessionId = await connected(world);
  const before = await world.state(sessionId);
  world.clock.advance(500);

  await activateSession(world.deps, { sessionId, connectionId: 'c1' });

  expect(await world.state(sessionId)).toEqual(before);
  expect(world.deps.audit.rows).toHaveLength(1);
});

test('a process that dies between the change to active and its audit row loses no row', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const { sessionId } = opened.session;
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });
  throwOnce(world.deps.audit, 'write', 'before', new Error('killed'));

  const event = { sessionId, connectionId: 'c1' };
  await expect(activateSession(world.deps, event)).rejects.toThrow('killed');
  await activateSession(world.deps, event);

  expect(world.deps.audit.rows).toMatchObject([{ event: 'connect', sessionId }]);
});

test('becoming active is tried again when another change came first', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const { sessionId } = opened.session;
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });
  const replace = world.deps.sessions.replace.bind(world.deps.sessions);
  world.deps.sessions.replace = async (session, version) => {
    world.deps.sessions.replace = replace;
    return await replace(session, `${version}-old`);
  };

  await activateSession(world.deps, { sessionId, connectionId: 'c1' });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });
});

test('A17b a connection that arrives after its session was ended is closed', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const { sessionId } = opened.session;
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });
  await endSession(world.deps, sessionId, { reason: 'DisconnectedByAdministrator' });
  world.deps.messaging.connections.set('c1', sessionId);

  await activateSession(world.deps, { sessionId, connectionId: 'c1' });

  expect([...world.deps.messaging.connections]).toEqual([]);
  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended' });
  expect(world.deps.audit.rows.map(({ event }) => event)).toEqual(['end']);
});

test('A37 events of a connection that is not the current one change nothing', async () => {
  const world = sessionWorld();
  const sessionId = await connected(world);
  const before = await world.state(sessionId);
  const foreign = { sessionId, connectionId: 'c-foreign' };

  await activateSession(world.deps, foreign);
  await connectionGone(world.deps, foreign);
  await closedByUser(world.deps, foreign);
  await resumeSession(world.deps, { ...foreign, offset: 0 });
  const unknown = { sessionId: aSessionId(), connectionId: 'c1' };
  await connectionGone(world.deps, unknown);
  await closedByUser(world.deps, unknown);
  await resumeSession(world.deps, { ...unknown, offset: 0 });

  expect(await world.state(sessionId)).toEqual(before);
  expect(sentTo(world, 'closeConnection')).toEqual([['closeConnection', 'c-foreign']]);
  expect(world.deps.audit.rows).toHaveLength(1);
});

test('A37 a connection that is gone before it was announced ends the session, and connected is too late', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const { sessionId } = opened.session;
  const event = { sessionId, connectionId: 'c1' };
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });

  await connectionGone(world.deps, event);
  await activateSession(world.deps, event);
  await connectionGone(world.deps, event);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'ConnectionLost' });
  expect(world.deps.audit.rows.map(({ event: name }) => name)).toEqual(['end']);
});

test('an SSH session whose connection is gone waits for it, and then ends by the sweep', async () => {
  const world = sessionWorld();
  const opened = await world.open({ protocol: 'SSH' });
  const { sessionId } = opened.session;
  const event = { sessionId, connectionId: 'c1' };
  await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });
  await activateSession(world.deps, event);
  world.clock.advance(25_000);

  await connectionGone(world.deps, event);

  const dueAt = world.clock.now() + limits.sshGraceSeconds * 1_000;
  expect(await world.state(sessionId)).toMatchObject({ state: 'Active', dueAt });
  world.clock.advance(limits.sshGraceSeconds * 1_000 - 1);
  await sweepSessions(world.deps);
  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });
  world.clock.advance(1);
  await sweepSessions(world.deps);
  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'ConnectionLost' });
});

test('a viewer that says goodbye ends its session itself', async () => {
  const world = sessionWorld();
  const sessionId = await connected(world);

  await closedByUser(world.deps, { sessionId, connectionId: 'c1' });
  await connectionGone(world.deps, { sessionId, connectionId: 'c1' });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'ClosedByUser' });
});

test('a viewer that asked for a way back keeps its session while its old connection ends', async () => {
  const world = sessionWorld();
  const sessionId = await connected(world);
  const userId = await reopened(world, sessionId);

  await connectionGone(world.deps, { sessionId, connectionId: 'c1' });
  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });
  await admitConnection(world.deps, { userId, connectionId: 'c2' });
  await activateSession(world.deps, { sessionId, connectionId: 'c2' });
  await connectionGone(world.deps, { sessionId, connectionId: 'c1' });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Active', connectionId: 'c2' });
  expect(sentTo(world, 'command').at(-1)).toMatchObject([
    'command',
    'relay-01',
    { kind: 'attach', session: { sessionId, resumeOffset: 42 } },
  ]);
  expect(world.deps.audit.rows).toHaveLength(1);
});

test('A17b the new connection of a session takes the place of the old one, which is closed', async () => {
  const world = sessionWorld();
  const sessionId = await connected(world);
  const userId = await reopened(world, sessionId);

  await admitConnection(world.deps, { userId, connectionId: 'c2' });

  expect(sentTo(world, 'closeConnection')).toEqual([['closeConnection', 'c1']]);
  expect([...world.deps.messaging.connections.keys()]).toEqual([]);
});

test('a resume goes to the relay of the live session, with the offset of the viewer', async () => {
  const world = sessionWorld();
  const sessionId = await connected(world);
  world.deps.messaging.calls.length = 0;

  await resumeSession(world.deps, { sessionId, connectionId: 'c1', offset: 7 });
  expect(world.deps.messaging.calls).toMatchObject([
    ['command', 'relay-01', { kind: 'attach', session: { sessionId, resumeOffset: 7 } }],
  ]);
  await endSession(world.deps, sessionId, { reason: 'IdleTimeout' });
  world.deps.messaging.calls.length = 0;
  await resumeSession(world.deps, { sessionId, connectionId: 'c1', offset: 8 });

  expect(world.deps.messaging.calls).toEqual([]);
});
