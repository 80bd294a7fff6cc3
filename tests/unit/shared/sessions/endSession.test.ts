import { expect, test } from 'vitest';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aSession, aSessionId, bastion } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';
import { throwAlways, throwOnce } from '../../../support/throwOnce.ts';

const byAdministrator = {
  reason: 'DisconnectedByAdministrator',
  by: 'Olga',
  message: 'maintenance',
} as const;

test('the person is told, then the connection is closed, then the relay lets go', async () => {
  const world = sessionWorld();
  const session = await world.given({ language: 'nl-BE' });

  const ended = await endSession(world.deps, session.sessionId, byAdministrator);

  const { sessionId } = session;
  expect(world.deps.messaging.calls).toEqual([
    [
      'notify',
      sessionId,
      {
        kind: 'disconnected',
        reason: 'DisconnectedByAdministrator',
        text: 'U bent losgekoppeld',
        by: 'Olga',
        message: 'maintenance',
      },
    ],
    ['close', sessionId],
    ['command', 'relay-01', { kind: 'detach', sessionId }],
    ['unlink', 'r1', sessionId],
    ['notifyPort', session.portId, { kind: 'operator', operator: null }],
  ]);
  expect(ended).toEqual({
    ...session,
    state: 'Ended',
    endTime: world.clock.now(),
    endReason: 'DisconnectedByAdministrator',
    endedBy: 'Olga',
    endMessage: 'maintenance',
    dueAt: world.clock.now() + 5_000,
  });
});

test('an ended session is history: not live, not due at that time, its port free, one audit row', async () => {
  const world = sessionWorld();
  const { sessionId, targetResourceId } = await world.given();

  await endSession(world.deps, sessionId, byAdministrator);

  const { sessions, operators, audit } = world.deps;
  expect(sessions.live.size).toBe(0);
  expect(sessions.ended.get(sessionId)?.state).toBe('Ended');
  expect(operators.holders.size).toBe(0);
  expect(audit.rows).toEqual([
    {
      id: `${sessionId}_end`,
      time: world.clock.now(),
      event: 'end',
      outcome: 'Success',
      principalId: '20000000-0000-4000-8000-0000000000aa',
      userName: 'alice@contoso.example',
      sourceIpAddress: '203.0.113.7',
      scope: targetResourceId,
      bastionId: bastion,
      targetIpAddress: '10.0.0.11',
      protocol: 'Serial',
      sessionId,
      reason: 'DisconnectedByAdministrator: Olga: maintenance',
      durationMs: 0,
    },
  ]);
});

test('the state is decided before anybody is told', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  throwOnce(world.deps.messaging, 'notify');

  await expect(endSession(world.deps, sessionId, byAdministrator)).rejects.toMatchObject({
    code: 'StorageUnavailable',
  });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Disconnecting', endedBy: 'Olga' });
});

test('a session that nobody ever held ends while the hub is down', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ state: 'Pending', connectionId: undefined, ticketHash: 'x' });
  throwAlways(world.deps.messaging, 'close');
  throwAlways(world.deps.messaging, 'command');

  const ended = await endSession(world.deps, sessionId, { reason: 'NeverConnected' });

  expect(ended).toMatchObject({ state: 'Ended', endReason: 'NeverConnected', ticketHash: undefined });
  expect(world.deps.messaging.calls).toEqual([]);
});

test('a relay that is not connected needs no unlinking', async () => {
  const world = sessionWorld();
  world.heartbeat({ connectionId: null });
  const { sessionId } = await world.given();

  await endSession(world.deps, sessionId, { reason: 'IdleTimeout' });

  expect(world.deps.messaging.calls.map(([name]) => name)).toEqual([
    'notify',
    'close',
    'command',
    'notifyPort',
  ]);
});

test('the first reason stands, however often and for whatever reason a session is ended', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();

  await endSession(world.deps, sessionId, byAdministrator);
  world.clock.advance(1_000);
  const again = await endSession(world.deps, sessionId, { reason: 'IdleTimeout' });

  expect(again).toMatchObject({
    endReason: 'DisconnectedByAdministrator',
    endTime: world.clock.now() - 1_000,
  });
  expect(world.deps.audit.rows).toHaveLength(1);
});

test('many ends at once all succeed and the session ends once', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();

  const ends = await Promise.all(
    Array.from({ length: 15 }, (_, index) =>
      endSession(world.deps, sessionId, { reason: 'DisconnectedByAdministrator', by: `admin ${index}` }),
    ),
  );

  const winners = new Set(ends.map((ended) => ended?.endedBy));
  expect(winners.size).toBe(1);
  expect(world.deps.audit.rows).toHaveLength(1);
  expect(world.deps.sessions.ended.size).toBe(1);
  expect(world.deps.sessions.live.size).toBe(0);
});

test('an id that never was ends nothing', async () => {
  const world = sessionWorld();

  expect(await endSession(world.deps, aSessionId(), byAdministrator)).toBeUndefined();
  expect(world.deps.audit.rows).toEqual([]);
});

test('a session that changes without pause is given up with a retryable error', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  world.deps.sessions.replace = async () => undefined;

  await expect(endSession(world.deps, sessionId, byAdministrator)).rejects.toMatchObject({
    code: 'StorageUnavailable',
  });
});

test('a lock that somebody else holds by now stays with them', async () => {
  const world = sessionWorld();
  const { sessionId, portId } = await world.given();
  world.deps.operators.holders.set(portId, 'somebody-else');

  await endSession(world.deps, sessionId, { reason: 'TakenOver' });

  expect(world.deps.operators.holders.get(portId)).toBe('somebody-else');
});

for (const [method, port] of [
  ['notify', 'messaging'],
  ['close', 'messaging'],
  ['command', 'messaging'],
  ['unlink', 'messaging'],
  ['release', 'operators'],
  ['archive', 'sessions'],
  ['write', 'audit'],
] as const) {
  for (const when of ['before', 'after'] as const) {
    test(`an end that dies ${when} ${method} is finished by the sweep, with one audit row`, async () => {
      const world = sessionWorld();
      const { sessionId } = await world.given();
      throwOnce(world.deps[port] as never, method as never, when, new Error('killed'));

      await expect(endSession(world.deps, sessionId, byAdministrator)).rejects.toThrow('killed');
      world.clock.advance(5_000);
      await sweepSessions(world.deps);

      expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endedBy: 'Olga' });
      expect(world.deps.sessions.live.size).toBe(0);
      expect(world.deps.operators.holders.size).toBe(0);
      expect(world.deps.audit.rows).toHaveLength(1);
    });
  }
}

test('an end without a reason, as no code writes it, tells nobody but still closes', async () => {
  const world = sessionWorld();
  const session = aSession({ state: 'Disconnecting' });
  await world.deps.sessions.insert(session);

  await endSession(world.deps, session.sessionId, byAdministrator);

  expect(world.deps.messaging.calls.map(([name]) => name)).toEqual([
    'close',
    'command',
    'unlink',
    'notifyPort',
  ]);
  expect(world.deps.audit.rows[0]?.time).toBe(world.clock.now());
});
