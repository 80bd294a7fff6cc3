import { expect, test } from 'vitest';
import { type DisconnectInput, disconnectSessions } from '../../../../shared/sessions/disconnectSessions.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { vm } from '../../../support/accessFacts.ts';
import { aCaller, aSession, aSessionId, bastion } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';
import { throwOnce } from '../../../support/throwOnce.ts';

const olga = aCaller({
  principalId: '20000000-0000-4000-8000-00000000000a',
  name: 'Olga',
  userName: 'olga@contoso.example',
});
const disconnect = (world: SessionWorld, over: Partial<DisconnectInput>) =>
  disconnectSessions(world.deps, {
    bastionId: bastion,
    sessionIds: [],
    caller: olga,
    sourceIpAddress: '198.51.100.4',
    reason: 'maintenance',
    ...over,
  });

test('A18 one row per distinct id: ended, ended before, foreign, unknown and nonsense', async () => {
  const world = sessionWorld();
  const live = await world.given();
  const dead = await world.given({ connectionId: 'c2', mode: 'observer' });
  await endSession(world.deps, dead.sessionId, { reason: 'ClosedByUser' });
  const foreign = await world.given({ bastionId: `${bastion}-2`, connectionId: 'c3', mode: 'observer' });
  const unknown = aSessionId();
  const ids = [live.sessionId, foreign.sessionId, dead.sessionId, unknown, "' or 1 eq 1", '', live.sessionId];

  const rows = await disconnect(world, { sessionIds: ids });

  const notFound = (sessionId: string) => ({
    sessionId,
    state: 'NotFound',
    message: `session ${sessionId} not found!`,
  });
  const disconnected = (sessionId: string) => ({
    sessionId,
    state: 'Disconnected',
    message: `session ${sessionId} invalidated!`,
  });
  expect(rows).toEqual([
    disconnected(live.sessionId),
    notFound(foreign.sessionId),
    disconnected(dead.sessionId),
    notFound(unknown),
    notFound("' or 1 eq 1"),
    notFound(''),
  ]);
  expect(await world.state(live.sessionId)).toMatchObject({ endedBy: 'Olga', endMessage: 'maintenance' });
  expect(await world.state(foreign.sessionId)).toEqual(foreign);
});

test('the log says who disconnected whom, from where and why; a retry adds nothing', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();

  const first = await disconnect(world, { sessionIds: [sessionId] });
  world.clock.advance(2_000);
  const again = await disconnect(world, { sessionIds: [sessionId] });

  expect(again).toEqual(first);
  const rows = world.deps.audit.rows.filter(({ event }) => event === 'disconnect');
  expect(rows).toEqual([
    {
      id: `${sessionId}_disconnect_${olga.principalId}`,
      time: world.clock.now() - 2_000,
      event: 'disconnect',
      outcome: 'Success',
      principalId: olga.principalId,
      userName: 'olga@contoso.example',
      sourceIpAddress: '198.51.100.4',
      scope: bastion,
      sessionId,
      targetResourceId: vm,
      targetIpAddress: '10.0.0.11',
      protocol: 'Serial',
      affectedPrincipalId: aCaller().principalId,
      affectedUserName: 'alice@contoso.example',
      reason: 'maintenance',
    },
  ]);
});

test('a row that fails is Failed, in the log too, and the others go on; the sweep does the rest', async () => {
  const world = sessionWorld();
  const first = await world.given();
  const second = await world.given({ connectionId: 'c2', mode: 'observer' });
  throwOnce(world.deps.messaging, 'close');

  const rows = await disconnect(world, {
    sessionIds: [first.sessionId, second.sessionId],
    reason: undefined,
  });

  expect(rows.map(({ state }) => state)).toEqual(['Failed', 'Disconnected']);
  expect(world.deps.audit.rows).toContainEqual(
    expect.objectContaining({
      event: 'disconnect',
      outcome: 'Failure',
      sessionId: first.sessionId,
      targetResourceId: vm,
      affectedUserName: 'alice@contoso.example',
    }),
  );
});

test('an id in another case of the bastion in the path is still its own', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();

  const rows = await disconnect(world, { bastionId: bastion.toUpperCase(), sessionIds: [sessionId] });

  expect(rows).toMatchObject([{ state: 'Disconnected' }]);
});

test('two administrators who disconnect one session at once both succeed and it ends once', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();

  const [one, two] = await Promise.all([
    disconnect(world, { sessionIds: [sessionId] }),
    disconnect(world, { sessionIds: [sessionId], caller: aCaller({ name: 'Piet', principalId: 'p2' }) }),
  ]);

  expect(one).toEqual(two);
  expect(one).toMatchObject([{ state: 'Disconnected' }]);
  expect(world.deps.audit.rows.map(({ event }) => event).toSorted()).toEqual(['disconnect', 'end']);
});

test('A18 ten thousand ids are answered in order', async () => {
  const world = sessionWorld();
  const ids = Array.from({ length: 10_000 }, (_, index) => `id-${index}`);
  const session = aSession({ mode: 'observer' });
  await world.deps.sessions.insert(session);
  ids[5_000] = session.sessionId;

  const rows = await disconnect(world, { sessionIds: ids });

  expect(rows.map(({ sessionId }) => sessionId)).toEqual(ids);
  expect(rows.filter(({ state }) => state === 'Disconnected')).toHaveLength(1);
});

test('an empty set is an empty answer', async () => {
  expect(await disconnect(sessionWorld(), { sessionIds: [] })).toEqual([]);
});
