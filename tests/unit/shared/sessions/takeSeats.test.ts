import { expect, test } from 'vitest';
import { bastionKey } from '../../../../shared/fleet/keys.ts';
import type { Policy } from '../../../../shared/policies/ports.ts';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { vm } from '../../../support/accessFacts.ts';
import { aCaller, aTarget, bastion, hash } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

async function worldWith(policy: Partial<Policy>) {
  const world = sessionWorld();
  const key = bastionKey(hash, bastion);
  await world.deps.policies.put(key, { ...defaultPolicy, maxSessionsPerUser: null, ...policy }, undefined);
  let serial = 0;
  /** An observer on a machine of its own, so that only the limits can stand in the way. */
  const observe = (who = 'alice', target = aTarget({ resourceId: `${vm}-${(serial += 1)}` })) =>
    world.open({ mode: 'observer', target, caller: aCaller({ principalId: who }) });
  return { world, observe, ...world.deps };
}
const userIsFull = { code: 'UserSessionLimitReached', status: 429 };
const bastionIsFull = { code: 'BastionSessionLimitReached', status: 429 };

test('without limits nobody is counted', async () => {
  const { world, observe, seats } = await worldWith({});

  const { session } = await observe();

  expect((await world.state(session.sessionId))?.countedBy).toBeUndefined();
  expect(seats.groups.size).toBe(0);
});

test('where nobody has set a policy, one person has a hundred sessions and no more, and others have theirs', async () => {
  const world = sessionWorld();
  const observe = (who: string, serial: number) =>
    world.open({
      mode: 'observer',
      target: aTarget({ resourceId: `${vm}-${serial}` }),
      caller: aCaller({ principalId: who }),
    });
  for (let serial = 0; serial < 100; serial += 1) await observe('alice', serial);

  await expect(observe('alice', 100)).rejects.toMatchObject(userIsFull);
  expect((await observe('bob', 100)).session.state).toBe('Pending');
});

test('one more than the bastion allows is refused, leaves an audit row and nothing else', async () => {
  const { world, observe, sessions, heldRights, audit } = await worldWith({ maxSessions: 2 });
  const first = await observe('alice');
  await observe('bob');

  await expect(observe('carol')).rejects.toMatchObject(bastionIsFull);
  expect([sessions.live.size, heldRights.rows.size, sessions.dues.size]).toEqual([2, 2, 2]);
  expect(audit.rows.map(({ event, principalId }) => [event, principalId])).toEqual([['refused', 'carol']]);
  await endSession(world.deps, first.session.sessionId, { reason: 'ClosedByUser' });

  await observe('carol');
  await expect(observe('dave')).rejects.toMatchObject(bastionIsFull);
});

test('a person is counted alone, and is told first', async () => {
  const { observe } = await worldWith({ maxSessionsPerUser: 1, maxSessions: 2 });

  await observe('alice');
  await expect(observe('alice')).rejects.toMatchObject(userIsFull);
  await observe('bob');
  await expect(observe('alice')).rejects.toMatchObject(userIsFull);
  await expect(observe('carol')).rejects.toMatchObject(bastionIsFull);
});

test('who asks again because the answer got lost is not counted twice', async () => {
  const { world, observe, sessions } = await worldWith({ maxSessionsPerUser: 1, maxSessions: 1 });
  const target = aTarget();
  const lost = await observe('alice', target);

  const again = await observe('alice', target);

  expect([...sessions.live.keys()]).toEqual([again.session.sessionId]);
  expect(await world.state(lost.session.sessionId)).toMatchObject({ endReason: 'NeverConnected' });
  await expect(observe('alice')).rejects.toMatchObject(userIsFull);
  await expect(observe('bob', target)).rejects.toMatchObject(bastionIsFull);
});

test('an operator that is refused has taken the port from nobody', async () => {
  const { world, operators } = await worldWith({ maxSessions: 1 });
  const holder = await world.given({ principalId: 'bob' });

  await expect(world.open({ takeOver: true })).rejects.toMatchObject(bastionIsFull);

  expect([...operators.holders.values()]).toEqual([holder.sessionId]);
  expect(await world.state(holder.sessionId)).toEqual(holder);
});

test('of fifty who come at once exactly as many get in as there are seats', async () => {
  const { observe, sessions } = await worldWith({ maxSessions: 10 });

  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) => observe(`user-${index}`)),
  );

  const refused = outcomes.filter((one) => one.status === 'rejected');
  expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(
    Array.from({ length: 40 }, () => 'BastionSessionLimitReached'),
  );
  expect(sessions.live.size).toBe(10);
});

test('a seat that is always lost to somebody else is given up', async () => {
  const { observe, seats } = await worldWith({ maxSessions: 1 });
  seats.take = async () => false;

  await expect(observe()).rejects.toMatchObject(bastionIsFull);
});
