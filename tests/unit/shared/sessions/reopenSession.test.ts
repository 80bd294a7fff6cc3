import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import { portIdOf } from '../../../../shared/fleet/keys.ts';
import { admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { type ReopenInput, reopenSession } from '../../../../shared/sessions/reopenSession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aCaller, aTarget } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';

const reopen = (world: SessionWorld, sessionId: string, over: Partial<ReopenInput> = {}) =>
  reopenSession(world.deps, {
    caller: aCaller(),
    sessionId,
    targetResourceId: aTarget().resourceId,
    protocol: 'Serial',
    resumeOffset: null,
    ...over,
  });

test('an observer who asks for a free port types there from its next connection on', async () => {
  const world = sessionWorld();
  const { sessionId, portId } = await world.given({ mode: 'observer' });

  const again = await reopen(world, sessionId, { mode: 'operator', resumeOffset: 9 });
  await admitConnection(world.deps, { userId: world.userOf(again), connectionId: 'c2' });

  expect(await world.state(sessionId)).toMatchObject({
    mode: 'operator',
    state: 'Active',
    connectionId: 'c2',
    resumeOffset: 9,
    tookOverFrom: undefined,
  });
  expect(world.deps.operators.holders.get(portId)).toBe(sessionId);
  expect(world.deps.messaging.calls[0]).toMatchObject([
    'notifyPort',
    portId,
    { operator: { name: 'Alice' } },
  ]);
});

test('an observer who asks for a busy port is refused and goes on watching, or takes over', async () => {
  const world = sessionWorld();
  const typing = await world.given({ userName: 'Bob', principalId: 'b' });
  const { sessionId, portId } = await world.given({ mode: 'observer', connectionId: 'c2' });

  await expect(reopen(world, sessionId, { mode: 'operator' })).rejects.toMatchObject({
    code: 'SerialPortBusy',
    operator: { name: 'Bob' },
  });
  expect(await world.state(sessionId)).toMatchObject({ mode: 'observer', ticketHash: undefined });
  await reopen(world, sessionId, { mode: 'operator', takeOver: true });

  expect(await world.state(typing.sessionId)).toMatchObject({ mode: 'observer', state: 'Active' });
  expect(await world.state(sessionId)).toMatchObject({ mode: 'operator', tookOverFrom: 'Bob' });
  expect(world.deps.operators.holders.get(portId)).toBe(sessionId);
});

test('who was taken over while away comes back as an observer, whatever its page believed', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  await world.open({ caller: aCaller({ principalId: 'b', name: 'Bob' }), takeOver: true });

  const { session } = await reopen(world, sessionId);

  expect(session.mode).toBe('observer');
});

test('who is taken over on the way back has the whole time to come', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  const again = await reopen(world, sessionId);
  world.deps.messaging.connections.clear();
  await world.open({ caller: aCaller({ principalId: 'b', name: 'Bob' }), takeOver: true });

  world.clock.advance(limits.connectionCheckSeconds * 1000 - 1);
  await sweepSessions(world.deps);
  const session = await admitConnection(world.deps, { userId: world.userOf(again), connectionId: 'c2' });

  expect(session).toMatchObject({ state: 'Active', mode: 'observer', isHandingOver: true });
});

test('an operator who only wants to watch frees the port, and its connection may not type any more', async () => {
  const world = sessionWorld();
  const { sessionId, portId } = await world.given();

  await reopen(world, sessionId, { mode: 'observer' });

  expect(world.deps.operators.holders.size).toBe(0);
  expect(world.deps.messaging.calls).toEqual([
    ['revokeInput', 'c1', sessionId],
    ['command', 'relay-01', { kind: 'demote', sessionId }],
    ['notifyPort', portId, { kind: 'operator', operator: null }],
  ]);
});

test('a port that somebody got between the claim and the row stays theirs', async () => {
  const world = sessionWorld();
  const { sessionId, portId } = await world.given({ mode: 'observer' });
  const { operators } = world.deps;
  const claim = operators.claim.bind(operators);
  let claims = 0;
  operators.claim = async (...input) => {
    claims += 1;
    if (claims === 2) operators.holders.set(portId, 'somebody');
    return await claim(...input);
  };

  await expect(reopen(world, sessionId, { mode: 'operator' })).rejects.toMatchObject({
    code: 'SerialPortBusy',
  });

  expect(await world.state(sessionId)).toMatchObject({ mode: 'observer', state: 'Active' });
  expect(operators.holders.get(portId)).toBe('somebody');
});

test('an SSH session types into its own shell: it has no mode to change', async () => {
  const world = sessionWorld();
  const { deps } = world;
  const portId = portIdOf(deps.hash, aTarget().resourceId, 'SSH');
  const { sessionId } = await world.given({ protocol: 'SSH', portId });

  const { session } = await reopen(world, sessionId, { protocol: 'SSH', mode: 'observer' });

  expect(session.mode).toBe('operator');
});
