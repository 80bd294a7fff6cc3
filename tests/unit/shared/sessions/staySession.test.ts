import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import { connectionGone } from '../../../../shared/sessions/connectionEvents.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { staySession } from '../../../../shared/sessions/staySession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aCaller, aSessionId, start } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const isAlices = ({ principalId }: { principalId: string }) => principalId === aCaller().principalId;

test('who stays without having been warned is active now, and nothing is said', async () => {
  const world = sessionWorld();
  const session = await world.given();
  world.clock.advance(60_000);

  await staySession(world.deps, session.sessionId, isAlices);

  const now = world.clock.now();
  expect(await world.state(session.sessionId)).toEqual({ ...session, lastActivityTime: now });
  expect([world.deps.messaging.calls, world.deps.audit.rows]).toEqual([[], []]);
});

test('who says it while the connection is lost keeps the time to come back: no sweep looks before', async () => {
  const world = sessionWorld();
  const session = await world.given({
    protocol: 'SSH',
    warnedOf: 'IdleTimeout',
    warnedUntil: start + 90_000,
  });
  const { sessionId } = session;
  world.deps.messaging.connections.clear();
  await connectionGone(world.deps, { sessionId, connectionId: 'c1' });

  await staySession(world.deps, sessionId, isAlices);
  world.clock.advance(limits.sshGraceSeconds * 1000 - 1);
  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Active', warnedOf: undefined });
});

test("somebody else's session, live or ended, is as unknown as one that never was", async () => {
  const world = sessionWorld();
  const live = await world.given({ principalId: 'bob' });
  const ended = await world.given({ principalId: 'bob', connectionId: 'c2', mode: 'observer' });
  await endSession(world.deps, ended.sessionId, { reason: 'ClosedByUser' });

  for (const sessionId of [live.sessionId, ended.sessionId, aSessionId(), 'nonsense']) {
    await expect(staySession(world.deps, sessionId, isAlices)).rejects.toMatchObject({
      code: 'SessionNotFound',
    });
  }
});

test('a session that is over, or has not begun, cannot be stayed in', async () => {
  const world = sessionWorld();
  const over = await world.given();
  await endSession(world.deps, over.sessionId, { reason: 'IdleTimeout' });
  const { session: pending } = await world.open();

  await expect(staySession(world.deps, over.sessionId, isAlices)).rejects.toMatchObject({
    code: 'SessionEnded',
    target: 'IdleTimeout',
  });
  await expect(staySession(world.deps, pending.sessionId, isAlices)).rejects.toMatchObject({
    code: 'SessionEnded',
  });
});

test('a session that changes all the time is given up', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  world.deps.sessions.replace = async () => undefined;

  await expect(staySession(world.deps, sessionId, isAlices)).rejects.toMatchObject({
    code: 'StorageUnavailable',
  });
});
