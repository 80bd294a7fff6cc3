import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import { activateSession, admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aCaller, start } from '../../../support/sessionFacts.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';
import { throwAlways } from '../../../support/throwOnce.ts';

const bob = aCaller({
  principalId: '20000000-0000-4000-8000-0000000000bb',
  name: 'Bob',
  userName: 'bob@contoso.example',
});
const namesOf = (world: SessionWorld): unknown[] => world.deps.messaging.calls.map(([name]) => name);

test('who types on a busy port is told to the next one: name, since when and whether they are at it', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ lastActivityTime: start });
  world.clock.advance(limits.activeLatelySeconds * 1000);
  const at = (time: number) => new Date(time).toISOString();
  const operator = { name: 'Alice', since: at(start), lastActivityTime: at(start), isActive: false };

  await expect(world.open({ caller: bob })).rejects.toMatchObject({ code: 'SerialPortBusy', operator });
  world.heartbeat({ serves: [sessionId] });
  await expect(world.open({ caller: bob })).rejects.toMatchObject({
    operator: { ...operator, lastActivityTime: at(world.clock.now()), isActive: true },
  });
});

test('a takeover makes the operator an observer whose session goes on, and is audited', async () => {
  const world = sessionWorld();
  const before = await world.given();

  const { session } = await world.open({ caller: bob, takeOver: true });

  expect(await world.state(before.sessionId)).toMatchObject({ state: 'Active', mode: 'observer' });
  expect(session).toMatchObject({ state: 'Pending', mode: 'operator', tookOverFrom: 'Alice' });
  expect(await world.state(session.sessionId)).toEqual(session);
  expect(world.deps.operators.holders.get(session.portId)).toBe(session.sessionId);
  expect(world.deps.audit.rows.map(({ event, principalId }) => [event, principalId])).toEqual([
    ['takeover', bob.principalId],
  ]);
});

test('the right to type is gone before the port has changed hands, and everybody is told who types', async () => {
  const world = sessionWorld();
  const before = await world.given();
  const holderAtRevoke: unknown[] = [];
  const { messaging } = world.deps;
  messaging.revokeInput = async (...call) => {
    holderAtRevoke.push(world.deps.operators.holders.get(before.portId));
    messaging.calls.push(['revokeInput', ...call]);
  };

  await world.open({ caller: bob, takeOver: true });

  expect(holderAtRevoke).toEqual([before.sessionId]);
  expect(world.deps.messaging.calls).toEqual([
    ['revokeInput', 'c1', before.sessionId],
    ['command', 'relay-01', { kind: 'demote', sessionId: before.sessionId }],
    [
      'notifyPort',
      before.portId,
      {
        kind: 'operator',
        operator: { name: 'Bob', since: new Date(start).toISOString() },
        takenOverFrom: 'Alice',
      },
    ],
  ]);
});

test('of many takeovers at once one holds the port in the end and everybody else watches or is refused', async () => {
  const world = sessionWorld();
  await world.given();

  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) =>
      world.open({ caller: aCaller({ principalId: `p${index}`, name: `P${index}` }), takeOver: true }),
    ),
  );

  const live = [...world.deps.sessions.live.values()].map(({ value }) => value);
  const operators = live.filter(({ mode }) => mode === 'operator').map(({ sessionId }) => sessionId);
  expect(operators).toHaveLength(1);
  expect([...world.deps.operators.holders.values()]).toEqual(operators);
  expect(live).toHaveLength(1 + results.filter(({ status }) => status === 'fulfilled').length);
});

test('an attempt that somebody has connected to is no lost answer: the same person is asked like any other', async () => {
  const world = sessionWorld();
  const first = await world.open();
  await admitConnection(world.deps, { userId: world.userOf(first), connectionId: 'c1' });

  await expect(world.open()).rejects.toMatchObject({ code: 'SerialPortBusy' });

  expect(await world.state(first.session.sessionId)).toMatchObject({ state: 'Pending', connectionId: 'c1' });
});

test('who is taken over on the way to the hub loses the right that the URL carries as soon as it arrives', async () => {
  const world = sessionWorld();
  const first = await world.open();
  await world.open({ caller: bob, takeOver: true });
  const { sessionId } = first.session;
  expect(world.deps.messaging.calls.map(([name]) => name)).toEqual(['notifyPort']);

  await admitConnection(world.deps, { userId: world.userOf(first), connectionId: 'c1' });
  await activateSession(world.deps, { sessionId, connectionId: 'c1' });

  expect(world.deps.messaging.calls).toContainEqual(['revokeInput', 'c1', sessionId]);
  expect(await world.state(sessionId)).toMatchObject({ mode: 'observer', isHandingOver: undefined });
});

test('a takeover that dies before the port has changed hands is finished by the sweep: the port is free', async () => {
  const world = sessionWorld();
  const before = await world.given();
  throwAlways(world.deps.messaging, 'revokeInput');
  await expect(world.open({ caller: bob, takeOver: true })).rejects.toMatchObject({
    code: 'MessagingUnavailable',
  });
  expect([...world.deps.sessions.live.keys()]).toEqual([before.sessionId]);
  world.deps.messaging.revokeInput = async () => undefined;

  world.clock.advance(5_000);
  await sweepSessions(world.deps);

  expect(await world.state(before.sessionId)).toMatchObject({
    state: 'Active',
    mode: 'observer',
    isHandingOver: undefined,
  });
  expect(world.deps.operators.holders.size).toBe(0);
  expect(world.deps.messaging.calls.at(-1)).toEqual([
    'notifyPort',
    before.portId,
    { kind: 'operator', operator: null },
  ]);
});

test('the sweep gives an operator its lost lock back, and makes it an observer when somebody else has it', async () => {
  const world = sessionWorld();
  const alone = await world.given();
  world.deps.operators.holders.clear();
  world.pastCheck();
  await sweepSessions(world.deps);
  expect(world.deps.operators.holders.get(alone.portId)).toBe(alone.sessionId);

  world.deps.operators.holders.set(alone.portId, 'somebody');
  world.pastCheck();
  await sweepSessions(world.deps);

  expect(await world.state(alone.sessionId)).toMatchObject({ state: 'Active', mode: 'observer' });
});

test('an operator who leaves frees the port and the observers are told', async () => {
  const world = sessionWorld();
  const { sessionId, portId } = await world.given();

  await endSession(world.deps, sessionId, { reason: 'ClosedByUser' });

  expect(world.deps.operators.holders.size).toBe(0);
  expect(world.deps.messaging.calls.at(-1)).toEqual([
    'notifyPort',
    portId,
    { kind: 'operator', operator: null },
  ]);
});

test('an observer who comes is told who types, and nobody else is told again', async () => {
  const world = sessionWorld();
  await world.given({ userName: 'Alice' });
  const watching = await world.given({
    mode: 'observer',
    state: 'Pending',
    connectionId: 'c2',
    userName: 'Bob',
  });
  world.deps.messaging.connections.set('c2', watching.sessionId);
  const { sessionId } = watching;

  await activateSession(world.deps, { sessionId, connectionId: 'c2' });

  expect(namesOf(world)).toEqual(['link', 'command', 'notify']);
  expect(world.deps.messaging.calls.at(-1)).toEqual([
    'notify',
    sessionId,
    { kind: 'operator', operator: { name: 'Alice', since: new Date(start).toISOString() } },
  ]);
});

test("a session of another protocol holds no port and nobody's operator is told", async () => {
  const world = sessionWorld();
  const ssh = await world.given({ protocol: 'SSH', state: 'Pending' });
  world.deps.operators.holders.clear();

  await activateSession(world.deps, { sessionId: ssh.sessionId, connectionId: 'c1' });
  world.deps.messaging.connections.set('c1', ssh.sessionId);
  world.pastCheck();
  await sweepSessions(world.deps);

  expect(world.deps.operators.holders.size).toBe(0);
  expect(namesOf(world)).toEqual(['link', 'command']);
});
