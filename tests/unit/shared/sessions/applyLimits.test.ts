import { expect, test } from 'vitest';
import type { Policy } from '../../../../shared/policies/ports.ts';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';
import { staySession } from '../../../../shared/sessions/staySession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { type SessionWorld, sessionWorld } from '../../../support/sessionWorld.ts';
import { throwAlways, throwOnce } from '../../../support/throwOnce.ts';

const minute = 60_000;

/** Alice's session at a bastion with a policy; `pass` lets time go by with heartbeats and sweeps as they come. */
async function worldWith(policy: Partial<Policy>) {
  const world = sessionWorld();
  const session = await world.given();
  await world.deps.policies.put(session.sessionId.slice(-12), { ...defaultPolicy, ...policy }, undefined);
  const pass = async (milliseconds: number, beats = true): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 5_000) {
      world.clock.advance(5_000);
      if (beats) beat(world, session.sessionId, lastActivity.at);
      const { faults } = await sweepSessions(world.deps);
      expect(faults).toEqual([]);
    }
  };
  const lastActivity = { at: world.clock.now() };
  return { world, session, pass, lastActivity, ...world.deps };
}

function beat(world: SessionWorld, sessionId: string, at: number): void {
  world.heartbeat({ serves: [sessionId] });
  const record = world.deps.relays.records.get('relay-01');
  if (record === undefined) return;
  const sessions = [{ sessionId, lastActivityTime: new Date(at).toISOString() }];
  world.deps.relays.records.set('relay-01', { ...record, sessions });
}

const told = (world: SessionWorld) =>
  world.deps.messaging.calls
    .filter(([name]) => name === 'notify')
    .map(([, , notice]) => notice as Readonly<Record<string, unknown>>);
const kinds = (world: SessionWorld) => [...new Set(told(world).map(({ kind }) => kind))];

test('an idle session is warned with the seconds that are left, then ended as IdleTimeout', async () => {
  const { world, session, pass } = await worldWith({ idleTimeoutInMinutes: 5 });

  await pass(4 * minute - 5_000);
  expect(told(world)).toEqual([]);
  await pass(30_000);
  const warning = { kind: 'warning', reason: 'IdleTimeout', canStay: true };
  expect(told(world).slice(0, 2)).toEqual([
    { ...warning, endsInSeconds: 60 },
    { ...warning, endsInSeconds: 50 },
  ]);
  await pass(minute);

  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Ended', endReason: 'IdleTimeout' });
  expect(told(world).at(-1)).toMatchObject({ kind: 'disconnected', reason: 'IdleTimeout' });
});

test('activity that the relay reports takes the warning back and keeps the session', async () => {
  const { world, session, pass, lastActivity } = await worldWith({ idleTimeoutInMinutes: 5 });
  await pass(4.5 * minute);

  lastActivity.at = world.clock.now();
  await pass(2 * minute);

  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Active', warnedOf: undefined });
  expect(kinds(world)).toEqual(['warning', 'warningWithdrawn']);
});

test('"stay" is activity: the warning is taken back at once and the time runs anew', async () => {
  const { world, session, pass } = await worldWith({ idleTimeoutInMinutes: 5 });
  await pass(4.5 * minute);

  await staySession(world.deps, session.sessionId, () => true);
  expect(told(world).at(-1)).toEqual({ kind: 'warningWithdrawn' });
  await pass(3.5 * minute);
  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Active' });
  await pass(2 * minute);

  expect(await world.state(session.sessionId)).toMatchObject({ endReason: 'IdleTimeout' });
  expect(world.deps.audit.rows.map(({ event, reason }) => [event, reason])).toEqual([
    ['stay', 'IdleTimeout'],
    ['end', 'IdleTimeout'],
  ]);
});

test('the maximum duration is warned of without a way to stay, and comes', async () => {
  const { world, session, pass, lastActivity } = await worldWith({ maxDurationInMinutes: 5 });
  await pass(4.5 * minute);
  expect(told(world).at(0)).toEqual({
    kind: 'warning',
    reason: 'MaxDuration',
    endsInSeconds: 60,
    canStay: false,
  });

  lastActivity.at = world.clock.now();
  await staySession(world.deps, session.sessionId, () => true);
  await pass(minute);

  expect(await world.state(session.sessionId)).toMatchObject({ endReason: 'MaxDuration' });
  expect(kinds(world)).toEqual(['warning', 'disconnected']);
});

test('a policy that changes while a session lives holds for it, whole warning first', async () => {
  const { world, session, pass, policies } = await worldWith({});
  const key = session.sessionId.slice(-12);
  await pass(20 * minute);

  const before = await policies.get(key);
  await policies.put(key, { ...defaultPolicy, idleTimeoutInMinutes: 5 }, before?.version);
  await pass(45_000);
  expect(told(world).at(0)).toMatchObject({ kind: 'warning', endsInSeconds: 60 });
  const present = await policies.get(key);
  await policies.put(key, defaultPolicy, present?.version);
  await pass(5 * minute);

  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Active' });
  expect(kinds(world)).toEqual(['warning', 'warningWithdrawn']);
});

test('while the relay is silent nobody is ended as idle, and is once it says that nothing happened', async () => {
  const { world, session, pass } = await worldWith({ idleTimeoutInMinutes: 5 });

  await pass(30 * minute, false);
  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Active' });
  await pass(15_000);

  expect(await world.state(session.sessionId)).toMatchObject({ endReason: 'IdleTimeout' });
});

test('while the hub is down nobody is warned in vain: the warning comes whole when it is back', async () => {
  const { world, session, pass, messaging } = await worldWith({ idleTimeoutInMinutes: 5 });
  await pass(4 * minute - 5_000);
  const repaired = throwAlways(messaging, 'notify');
  world.clock.advance(10 * minute);
  beat(world, session.sessionId, session.startTime);
  expect((await sweepSessions(world.deps)).faults).toHaveLength(1);
  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Active' });

  repaired();
  await pass(10_000);

  expect(told(world).at(0)).toMatchObject({ kind: 'warning', endsInSeconds: 60 });
  await pass(minute);
  expect(await world.state(session.sessionId)).toMatchObject({ endReason: 'IdleTimeout' });
});

test('whoever says "stay" while the end is being decided stays', async () => {
  const { world, session, pass, sessions } = await worldWith({ idleTimeoutInMinutes: 5 });
  await pass(5 * minute - 5_000);
  const get = world.deps.relays.get.bind(world.deps.relays);
  world.deps.relays.get = async (relayId) => {
    world.deps.relays.get = get;
    await staySession(world.deps, session.sessionId, () => true);
    return await get(relayId);
  };

  world.clock.advance(15_000);
  beat(world, session.sessionId, session.startTime);
  expect(await sweepSessions(world.deps)).toMatchObject({ ended: 0, faults: [] });
  await sweepSessions(world.deps);

  expect(await world.state(session.sessionId)).toMatchObject({ state: 'Active', warnedOf: undefined });
  expect([...sessions.dues.values()].map(({ sessionId }) => sessionId)).toContain(session.sessionId);
});

test('a warning that crossed with a change of the session is taken back', async () => {
  const { world, session, pass, messaging } = await worldWith({ idleTimeoutInMinutes: 5 });
  await pass(4 * minute - 5_000);
  const notify = messaging.notify.bind(messaging);
  messaging.notify = async (...notice) => {
    messaging.notify = notify;
    await staySession(world.deps, session.sessionId, () => true);
    await notify(...notice);
  };

  await pass(10_000);

  expect(kinds(world)).toEqual(['warning', 'warningWithdrawn']);
  expect(await world.state(session.sessionId)).toMatchObject({ warnedOf: undefined });
});

test('a sweep that dies between the warning and writing it down warns again', async () => {
  const { world, session, pass, sessions } = await worldWith({ idleTimeoutInMinutes: 5 });
  await pass(4 * minute - 5_000);
  throwOnce(sessions, 'replace');
  world.clock.advance(5_000);
  beat(world, session.sessionId, session.startTime);
  expect((await sweepSessions(world.deps)).faults).toHaveLength(1);

  await pass(5_000);

  expect(kinds(world)).toEqual(['warning']);
  expect(await world.state(session.sessionId)).toMatchObject({ warnedOf: 'IdleTimeout' });
});
