import { expect, test } from 'vitest';
import { activateSession, admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { endSession } from '../../../../shared/sessions/endSession.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { fakeGroups } from '../../../support/fakeGroups.ts';
import { aCaller, aTarget } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const group = '40000000-0000-4000-8000-000000000001';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const target = aTarget();
const rights = [
  { action: 'Microsoft.SerialConsole/serialPorts/connect/action', scope: target.resourceId },
  {
    action: 'Microsoft.Storage/storageAccounts/listKeys/action',
    scope: target.bootDiagnostics.storageAccountId,
  },
];
const assignment = (principalId: string, scope: string) => ({
  name: `60000000-0000-4000-8000-${String(scope.length).padStart(12, '0')}`,
  principalId,
  principalType: 'Group' as const,
  roleDefinitionId: contributor,
  scope,
});

/** Alice's console, which she may have through a group, connected as `c1`. */
async function aliceConnected() {
  const world = sessionWorld();
  world.deps.access.seed.roleAssignments = rights.map(({ scope }) => assignment(group, scope));
  const opened = await world.open({ caller: aCaller({ groups: [group] }), rights });
  const { sessionId } = opened.session;
  const connect = async () => {
    const admitted = await admitConnection(world.deps, { userId: world.userOf(opened), connectionId: 'c1' });
    if (admitted === undefined) return undefined;
    world.deps.messaging.connections.set('c1', sessionId);
    await activateSession(world.deps, { sessionId, connectionId: 'c1' });
    return admitted;
  };
  return { world, connect, sessionId };
}

test('a session whose rights stay goes on', async () => {
  const { world, connect, sessionId } = await aliceConnected();
  await connect();

  world.pastCheck();
  world.heartbeat({ serves: [sessionId] });
  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });
});

test.each([
  ['the role on the machine', 1],
  ['the role on the storage account', 0],
])('A17a a live session ends when %s is taken away', async (_, kept) => {
  const { world, connect, sessionId } = await aliceConnected();
  await connect();
  world.deps.access.seed.roleAssignments = rights
    .slice(kept, kept + 1)
    .map(({ scope }) => assignment(group, scope));

  world.pastCheck();
  world.heartbeat({ serves: [sessionId] });
  await sweepSessions(world.deps);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'AccessRevoked' });
  expect(world.deps.heldRights.rows.size).toBe(0);
});

test.each([
  ['was taken out of the group', { [aCaller().principalId]: [] }, false, 'Ended'],
  ['is in the group still', { [aCaller().principalId]: [group] }, false, 'Active'],
  ['is not known to the directory', {}, false, 'Active'],
  ['belongs to a directory that is down', {}, true, 'Active'],
])('A17a the session of somebody who %s (%j, down: %s) is %s', async (_, members, isDown, state) => {
  const { world, connect, sessionId } = await aliceConnected();
  await connect();
  const groups = Object.assign(fakeGroups(members), { isDown });

  world.pastCheck();
  world.heartbeat({ serves: [sessionId] });
  await sweepSessions({ ...world.deps, groups });

  expect(await world.state(sessionId)).toMatchObject({ state });
});

test('A3b a right that went between the answer and the socket keeps the socket out', async () => {
  const { world, connect } = await aliceConnected();
  world.deps.access.seed.roleAssignments = [];

  expect(await connect()).toBeUndefined();
});

test('rights of an ended or refused session are forgotten', async () => {
  const { world, sessionId } = await aliceConnected();
  const bob = aCaller({ principalId: '20000000-0000-4000-8000-0000000000bb' });

  await expect(world.open({ caller: bob, rights })).rejects.toMatchObject({ code: 'SerialPortBusy' });
  expect([...world.deps.heldRights.rows.keys()]).toEqual([sessionId]);

  await endSession(world.deps, sessionId, { reason: 'ClosedByUser' });
  expect(world.deps.heldRights.rows.size).toBe(0);
});
