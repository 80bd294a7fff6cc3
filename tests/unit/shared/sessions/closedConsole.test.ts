import { expect, test } from 'vitest';
import { activateSession, admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { endConsoles } from '../../../../shared/sessions/endConsoles.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';
import { aCaller, aTarget } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const target = aTarget();
const subscription = target.resourceId.slice(0, target.resourceId.indexOf('/resourceGroups'));
const action = 'Microsoft.SerialConsole/serialPorts/connect/action';

/** Alice's console, connected, of a machine that may be changed; she is Contributor of the subscription. */
async function aliceConnected() {
  const world = sessionWorld();
  const deps = { ...world.deps, fleet: fakeFleet({ targets: [target] }) };
  world.deps.access.seed.roleAssignments = [
    {
      name: '60000000-0000-4000-8000-000000000001',
      principalId: aCaller().principalId,
      principalType: 'User',
      roleDefinitionId: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
      scope: subscription,
    },
  ];
  const opened = await world.open({ rights: [{ action, scope: target.resourceId }] });
  const { sessionId } = opened.session;
  const connect = async () => {
    const admitted = await admitConnection(deps, { userId: world.userOf(opened), connectionId: 'c1' });
    world.deps.messaging.connections.set('c1', sessionId);
    await activateSession(deps, { sessionId, connectionId: 'c1' });
    return admitted;
  };
  return { world, deps, connect, sessionId };
}

test.each([
  ['its subscription', subscription],
  ['its port', target.resourceId],
])('a console that outlived the switch of %s ends with the next sweep', async (_, scope) => {
  const { world, deps, connect, sessionId } = await aliceConnected();
  await connect();
  await deps.consoleSwitches.turn(scope, 'off');

  world.pastCheck();
  world.heartbeat({ serves: [sessionId] });
  await sweepSessions(deps);

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'AccessRevoked' });
});

test('a console ends with the next sweep after boot diagnostics are turned off', async () => {
  const { world, deps, connect, sessionId } = await aliceConnected();
  await connect();
  const off = aTarget({ bootDiagnostics: { ...target.bootDiagnostics, enabled: false } });

  world.pastCheck();
  world.heartbeat({ serves: [sessionId] });
  await sweepSessions({ ...deps, fleet: fakeFleet({ targets: [off] }) });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason: 'AccessRevoked' });
});

test('a gate that merely broke ends nothing: the console that is open is the way to mend it', async () => {
  const { world, deps, connect, sessionId } = await aliceConnected();
  await connect();
  const broken = aTarget({ lock: 'ReadOnly', provisioningState: 'Updating' });

  world.pastCheck();
  world.heartbeat({ serves: [sessionId] });
  await sweepSessions({ ...deps, fleet: fakeFleet({ targets: [broken] }) });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Active' });
});

test('a ticket from before the switch is worth nothing', async () => {
  const { deps, connect } = await aliceConnected();
  await deps.consoleSwitches.turn(subscription, 'off');

  expect(await connect()).toBeUndefined();
});

test('consoles at a scope end; SSH sessions and other machines go on', async () => {
  const { world, deps } = await aliceConnected();
  const ssh = await world.given({ protocol: 'SSH', connectionId: 'c2' });
  const other = await world.given({ targetResourceId: `${target.resourceId}-2`, connectionId: 'c3' });
  const mine = await world.given({ mode: 'observer', connectionId: 'c4' });
  const end = { reason: 'AccessRevoked', by: 'Oscar' } as const;

  const ended = await endConsoles(deps, target.resourceId.toUpperCase(), end);

  const states = await Promise.all([ssh, other, mine].map(({ sessionId }) => world.state(sessionId)));
  expect(ended).toBe(2);
  expect(states.map((session) => [session?.state, session?.endedBy])).toEqual([
    ['Active', undefined],
    ['Active', undefined],
    ['Ended', 'Oscar'],
  ]);
});
