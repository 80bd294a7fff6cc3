import { expect, test } from 'vitest';
import type { Target } from '../../../../shared/fleet/fleet.ts';
import { sessionsOfRelay } from '../../../../shared/sessions/sessionsOfRelay.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';
import { aSession, aTarget, bastion } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const withTargets = (targets: readonly Target[]) => fakeFleet({ targets });

test('a relay serves the active sessions of its own targets and no other', async () => {
  const { deps, given } = sessionWorld();
  const session = await given({ resumeOffset: 3 });
  await given({ relayId: 'relay-02', connectionId: 'c2', mode: 'observer' });
  await given({ state: 'Pending', connectionId: 'c3', mode: 'observer' });
  await given({ state: 'Disconnecting', connectionId: 'c4', mode: 'observer' });
  const fleet = withTargets([aTarget(), aTarget({ resourceId: '/other', relayId: 'relay-02' })]);

  const { sessionId, protocol, portId, mode, resumeOffset } = session;
  expect(await sessionsOfRelay({ ...deps, fleet }, 'relay-01')).toEqual([
    { sessionId, protocol, portId, mode, resumeOffset },
  ]);
});

test('a session whose target has gone to another relay is served by neither', async () => {
  const { deps, given } = sessionWorld();
  await given();
  const fleet = withTargets([aTarget({ relayId: 'relay-02' }), aTarget({ resourceId: '/other' })]);

  expect(await sessionsOfRelay({ ...deps, fleet }, 'relay-01')).toEqual([]);
  expect(await sessionsOfRelay({ ...deps, fleet }, 'relay-02')).toEqual([]);
});

test('a bastion that two targets name in different case is read once', async () => {
  const { deps, given } = sessionWorld();
  await given();
  const fleet = withTargets([aTarget(), aTarget({ resourceId: '/other', bastionId: bastion.toUpperCase() })]);

  expect(await sessionsOfRelay({ ...deps, fleet }, 'relay-01')).toHaveLength(1);
});

test('more sessions than a page holds are all found', async () => {
  const { deps } = sessionWorld();
  for (let index = 0; index < 1_001; index += 1) {
    await deps.sessions.insert(aSession({ connectionId: `c${index}`, mode: 'observer' }));
  }

  expect(await sessionsOfRelay({ ...deps, fleet: withTargets([aTarget()]) }, 'relay-01')).toHaveLength(1_001);
});

test('a relay without targets serves nobody', async () => {
  const { deps } = sessionWorld();

  expect(await sessionsOfRelay({ ...deps, fleet: withTargets([]) }, 'relay-01')).toEqual([]);
});
