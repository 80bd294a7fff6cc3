import { expect, test } from 'vitest';
import { admitConnection } from '../../../../shared/sessions/connectionEvents.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';
import { aTarget } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const moved = aTarget({ relayId: 'relay-02' });

test.each([
  ['Serial', 'a machine that was taken out of the fleet', [], 'GuestGone'],
  ['Serial', 'a machine that another relay has now', [moved], 'RelayLost'],
  ['SSH', 'a machine that was taken out of the fleet', [], 'GuestGone'],
  ['SSH', 'a machine that another relay has now', [moved], 'RelayLost'],
] as const)('a %s session of %s ends with the next sweep', async (protocol, _, targets, endReason) => {
  const world = sessionWorld();
  const { sessionId } = await world.given({ protocol });

  world.pastCheck();
  world.heartbeat({ serves: [sessionId] });
  await sweepSessions({ ...world.deps, fleet: fakeFleet({ targets: [...targets] }) });

  expect(await world.state(sessionId)).toMatchObject({ state: 'Ended', endReason });
});

test('a URL for the relay that a machine was moved away from admits nobody', async () => {
  const world = sessionWorld();
  const opened = await world.open();
  const deps = { ...world.deps, fleet: fakeFleet({ targets: [moved] }) };

  const admitted = await admitConnection(deps, { userId: world.userOf(opened), connectionId: 'c1' });

  expect(admitted).toBeUndefined();
  expect(await world.state(opened.session.sessionId)).toMatchObject({ endReason: 'RelayLost' });
});
