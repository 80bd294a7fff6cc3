import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import { disconnectOnce } from '../../../../shared/sessions/disconnectOnce.ts';
import { aCaller, aSessionId, bastion } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';
import { throwOnce } from '../../../support/throwOnce.ts';

type Input = Parameters<typeof disconnectOnce>[1];
const disconnect = (world: SessionWorld, over: Partial<Input>) =>
  disconnectOnce(world.deps, {
    bastionId: bastion,
    sessionIds: [],
    caller: aCaller({ name: 'Olga', principalId: 'olga' }),
    sourceIpAddress: '198.51.100.4',
    reason: undefined,
    requestId: 'request-1',
    ...over,
  });
const statesOf = (rows: readonly { readonly state: string }[]) => rows.map(({ state }) => state);

test('A18 the same call four times is answered with the same rows and done once', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  const unknown = aSessionId();
  const sessionIds = [sessionId, unknown, sessionId];
  const first = await disconnect(world, { sessionIds });
  world.deps.sessions.ended.clear();
  const audited = world.deps.audit.rows.length;
  world.deps.sessions.counts.writes = 0;

  const again = await Promise.all([1, 2, 3].map(() => disconnect(world, { sessionIds })));

  expect(first).toEqual([
    { sessionId, state: 'Disconnected', message: `session ${sessionId} invalidated!` },
    { sessionId: unknown, state: 'NotFound', message: `session ${unknown} not found!` },
  ]);
  expect(again).toEqual([first, first, first]);
  expect(world.deps.audit.rows.length).toBe(audited);
  expect(world.deps.sessions.counts.writes).toBe(0);
});

test('calls with one id at once answer alike', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();

  const [one, two] = await Promise.all([1, 2].map(() => disconnect(world, { sessionIds: [sessionId] })));

  expect(one).toEqual(two);
  expect(world.deps.audit.rows.filter(({ event }) => event === 'end')).toHaveLength(1);
});

test('an id that is used for something else, by someone else or without an id at all is another call', async () => {
  const world = sessionWorld();
  const sessionIds = [aSessionId()];
  await disconnect(world, { sessionIds });
  const others: Partial<Input>[] = [
    { sessionIds: [aSessionId()] },
    { sessionIds, reason: 'patching' },
    { sessionIds, bastionId: `${bastion}-2` },
    { sessionIds, caller: aCaller({ principalId: 'piet' }) },
    { sessionIds, requestId: 'request-2' },
    { sessionIds, requestId: undefined },
  ];

  for (const other of others) await disconnect(world, other);

  expect(world.deps.outcomes.rows.size).toBe(others.length);
});

test('a set of which a row failed is done again', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  throwOnce(world.deps.messaging, 'close');

  const first = await disconnect(world, { sessionIds: [sessionId] });
  const again = await disconnect(world, { sessionIds: [sessionId] });

  expect([statesOf(first), statesOf(again)]).toEqual([['Failed'], ['Disconnected']]);
});

test('after some minutes the call is a new one', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given();
  await disconnect(world, { sessionIds: [sessionId] });
  world.deps.sessions.ended.clear();

  world.clock.advance(limits.outcomeKeptSeconds * 1_000);
  const inTime = await disconnect(world, { sessionIds: [sessionId] });
  world.clock.advance(1);
  const late = await disconnect(world, { sessionIds: [sessionId] });

  expect([statesOf(inTime), statesOf(late)]).toEqual([['Disconnected'], ['NotFound']]);
});
