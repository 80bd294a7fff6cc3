import { expect, test } from 'vitest';
import { portIdOf } from '../../../../shared/fleet/keys.ts';
import { forgetHostKey, pinHostKey } from '../../../../shared/sessions/hostKeys.ts';
import { fakeHostKeys } from '../../../support/fakeHostKeys.ts';
import { aCaller, aSession, aTarget, hash } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const portId = portIdOf(hash, aTarget().resourceId, 'SSH');
const session = aSession({ protocol: 'SSH', portId });
const key = { algorithm: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` };
const otherKey = { algorithm: 'ssh-ed25519', fingerprint: `SHA256:${'b'.repeat(43)}` };
const world = () => {
  const { deps } = sessionWorld();
  return { ...deps, hostKeys: fakeHostKeys() };
};

test('the first key is pinned, by whom and when, and the log has a row of it', async () => {
  const deps = world();

  expect(await pinHostKey(deps, session, key)).toEqual(key);

  const pinned = { ...key, pinnedAt: deps.now(), pinnedBy: session.userEmail };
  expect(await deps.hostKeys.get(portId)).toEqual(pinned);
  expect(deps.audit.rows).toMatchObject([
    {
      event: 'hostKeyPinned',
      outcome: 'Success',
      principalId: session.principalId,
      scope: session.targetResourceId,
      sessionId: session.sessionId,
      reason: `${key.algorithm} ${key.fingerprint}`,
    },
  ]);
});

test('who comes second learns of the first key, and the log says nothing', async () => {
  const deps = world();
  await pinHostKey(deps, aSession({ protocol: 'SSH', portId }), key);
  deps.audit.rows.length = 0;

  expect(await pinHostKey(deps, session, otherKey)).toEqual(key);

  expect(deps.audit.rows).toEqual([]);
});

test('an administrator forgets a key once, and the log says which', async () => {
  const deps = world();
  await pinHostKey(deps, session, key);
  deps.audit.rows.length = 0;
  const order = { target: aTarget(), caller: aCaller(), sourceIpAddress: '203.0.113.9' };

  expect(await forgetHostKey(deps, order)).toMatchObject(key);
  expect(await forgetHostKey(deps, order)).toBeUndefined();

  expect(deps.audit.rows).toMatchObject([
    {
      event: 'hostKeyForgotten',
      principalId: aCaller().principalId,
      sourceIpAddress: '203.0.113.9',
      scope: aTarget().resourceId,
    },
  ]);
  expect(await pinHostKey(deps, session, otherKey)).toEqual(otherKey);
});
