import { expect, test } from 'vitest';
import { endLocked } from '../../../../shared/locks/endLocked.ts';
import type { Session } from '../../../../shared/sessions/session.ts';
import { resourceGroup, subscription, vm } from '../../../support/accessFacts.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';
import { aLock } from '../../../support/lockFacts.ts';
import { aCaller, aTarget, bastion } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const group = '40000000-0000-4000-8000-000000000001';
const bob = '20000000-0000-4000-8000-0000000000bb';
const db = `${resourceGroup}/providers/Microsoft.Compute/virtualMachines/vm-db-01`;

/** Alice types on vm-web-01 and has a shell there, Bob is about to watch it, and types on vm-db-01. */
async function fourSessions() {
  const world = sessionWorld();
  const targets = [aTarget(), aTarget({ resourceId: db })];
  const deps = {
    ...world.deps,
    fleet: fakeFleet({ targets, bastions: [{ resourceId: bastion, name: 'b', location: 'w', dnsName: '' }] }),
  };
  const all = {
    console: await world.given({ connectionId: 'c1' }),
    shell: await world.given({ protocol: 'SSH', portId: 'ssh', connectionId: 'c2' }),
    pending: await world.given({
      state: 'Pending',
      mode: 'observer',
      principalId: bob,
      connectionId: undefined,
    }),
    other: await world.given({
      principalId: bob,
      targetResourceId: db,
      portId: 'db',
      connectionId: 'c4',
    }),
  };
  const ended = async (): Promise<string[]> => {
    const names: string[] = [];
    for (const [name, { sessionId }] of Object.entries(all)) {
      if ((await world.state(sessionId))?.state === 'Ended') names.push(name);
    }
    return names;
  };
  return { world, deps, all, ended };
}

test.each([
  ['a machine', { scope: vm }, ['console', 'shell', 'pending']],
  ['the bastion', { scope: bastion }, ['console', 'shell', 'pending', 'other']],
  ['the subscription', { scope: subscription }, ['console', 'shell', 'pending', 'other']],
  ['a person', { scope: subscription, principalId: bob }, ['pending', 'other']],
  ['a person on a machine', { scope: db, principalId: bob }, ['other']],
  ['nobody who is there', { scope: db, principalId: aCaller().principalId }, []],
])('A17a a lock on %s ends every kind of session that it covers', async (_, over, expected) => {
  const { deps, ended } = await fourSessions();

  expect(await endLocked(deps, aLock(over))).toBe(expected.length);

  expect(await ended()).toEqual(expected);
});

test('whoever is cut off is told why and by whom, in their language', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ language: 'fr' });

  await endLocked(world.deps, aLock());

  expect(await world.state(sessionId)).toMatchObject({
    endReason: 'Locked',
    endedBy: 'Olivia Owner',
    endMessage: 'Under investigation',
  });
  expect(world.deps.messaging.calls).toContainEqual([
    'notify',
    sessionId,
    {
      kind: 'disconnected',
      reason: 'Locked',
      text: 'Vous avez été déconnecté',
      by: 'Olivia Owner',
      message: 'Under investigation',
    },
  ]);
});

test('a session that somebody else ends at this moment is not counted, and keeps its reason', async () => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ state: 'Disconnecting', endReason: 'TakenOver' });

  expect(await endLocked(world.deps, aLock())).toBe(0);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Disconnecting', endReason: 'TakenOver' });
});

test('a lock on a group ends the sessions that were opened by its members', async () => {
  const { world, deps, all, ended } = await fourSessions();
  const rights = { principalId: bob, groups: [group], checks: [] };
  await world.deps.heldRights.put(all.other.sessionId, rights);

  expect(await endLocked(deps, aLock({ scope: subscription, principalId: group }))).toBe(1);

  expect(await ended()).toEqual(['other']);
});

test('a session that cannot be ended now keeps no other one, and is decided for the sweep', async () => {
  const { world, deps, all, ended } = await fourSessions();
  const { messaging } = world.deps;
  const close = messaging.close.bind(messaging);
  messaging.close = async (sessionId) => {
    if (sessionId === all.console.sessionId) throw new Error('The hub is down.');
    await close(sessionId);
  };

  expect(await endLocked(deps, aLock())).toBe(3);

  expect(await ended()).toEqual(['shell', 'pending']);
  const decided: Session | undefined = await world.state(all.console.sessionId);
  expect(decided).toMatchObject({ state: 'Disconnecting', endReason: 'Locked' });
});
