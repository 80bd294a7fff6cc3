import { expect, test } from 'vitest';
import { endRevoked, revokedOf } from '../../../../shared/roles/endRevoked.ts';
import { alice, assignment, subscription, vm } from '../../../support/accessFacts.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';
import { aTarget } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const group = '40000000-0000-4000-8000-000000000001';
const bob = '20000000-0000-4000-8000-0000000000bb';
const account = aTarget().bootDiagnostics.storageAccountId;
const checks = [{ action: 'Microsoft.Storage/storageAccounts/listKeys/action', scope: account }];

/** Alice's session and Bob's, both by a right on the storage account, Bob's through a group. */
async function twoSessions() {
  const world = sessionWorld();
  const deps = { ...world.deps, fleet: fakeFleet({ targets: [aTarget()] }) };
  const ofAlice = await world.given({ principalId: alice });
  const ofBob = await world.given({ principalId: bob, mode: 'observer', connectionId: 'c2' });
  await deps.heldRights.put(ofAlice.sessionId, { principalId: alice, groups: [], checks });
  await deps.heldRights.put(ofBob.sessionId, { principalId: bob, groups: [group], checks });
  const reasons = async () =>
    Promise.all([ofAlice, ofBob].map(async (one) => (await world.state(one.sessionId))?.endReason));
  return { world, deps, reasons };
}

test('A17a a right that was taken away on an account ends at once what it opened', async () => {
  const { deps, reasons } = await twoSessions();

  expect(await endRevoked(deps, revokedOf(assignment({ scope: account })))).toBe(1);

  expect(await reasons()).toEqual(['AccessRevoked', undefined]);
});

test('A17a what a group had is taken from its members', async () => {
  const { deps, reasons } = await twoSessions();
  deps.access.seed.roleAssignments = [
    assignment({ roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', scope: subscription }),
  ];

  const gone = assignment({ principalId: group, principalType: 'Group', scope: account });
  expect(await endRevoked(deps, revokedOf(gone))).toBe(1);

  expect(await reasons()).toEqual([undefined, 'AccessRevoked']);
});

test('a session that cannot be ended now is left to the sweep', async () => {
  const { deps, reasons } = await twoSessions();
  deps.heldRights.get = async () => {
    throw new Error('Storage is down.');
  };

  expect(await endRevoked(deps, revokedOf(assignment({ scope: vm })))).toBe(0);

  expect(await reasons()).toEqual([undefined, undefined]);
});
