import { expect, test } from 'vitest';
import { bastionKey } from '../../../../shared/fleet/keys.ts';
import { changePolicy, etagOf } from '../../../../shared/policies/changePolicy.ts';
import type { Policy } from '../../../../shared/policies/ports.ts';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';
import { aCaller, bastion, hash } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const key = bastionKey(hash, bastion);
const setting = (over: Partial<Policy>, ifMatch?: string) => ({
  bastionId: bastion,
  caller: aCaller(),
  sourceIpAddress: '203.0.113.7',
  ifMatch,
  change: (before: Policy) => ({ ...before, ...over }),
});

test('a change is stored and its audit row says what was before and what is now', async () => {
  const { deps } = sessionWorld();

  const stored = await changePolicy(deps, setting({ idleTimeoutInMinutes: 15, maxSessions: 3 }));

  expect(stored.policy).toEqual({ ...defaultPolicy, idleTimeoutInMinutes: 15, maxSessions: 3 });
  expect(deps.policies.rows.get(key)).toEqual(stored);
  expect(deps.audit.rows).toEqual([
    {
      time: deps.now(),
      event: 'policyChange',
      outcome: 'Success',
      principalId: aCaller().principalId,
      userName: aCaller().userName,
      sourceIpAddress: '203.0.113.7',
      scope: bastion,
      reason: 'idleTimeoutInMinutes: null → 15, maxSessions: null → 3',
    },
  ]);
});

test('a change to a policy that is no longer what was read is refused, and nothing is stored', async () => {
  const { deps } = sessionWorld();
  const read = etagOf(await deps.policies.get(key));
  const first = await changePolicy(deps, setting({ maxSessions: 3 }, read));

  await expect(changePolicy(deps, setting({ maxSessions: 9 }, read))).rejects.toMatchObject({
    code: 'PreconditionFailed',
  });
  await changePolicy(deps, setting({ maxSessions: 4 }, etagOf(first)));

  expect(deps.policies.rows.get(key)?.policy).toMatchObject({ maxSessions: 4 });
});

test('two changes at once without an etag both hold', async () => {
  const { deps } = sessionWorld();

  await Promise.all([
    changePolicy(deps, setting({ maxSessions: 3 })),
    changePolicy(deps, setting({ idleTimeoutInMinutes: 15 }, '*')),
  ]);

  expect(deps.policies.rows.get(key)?.policy).toMatchObject({ maxSessions: 3, idleTimeoutInMinutes: 15 });
});

test('a policy that changes faster than it can be written is given up', async () => {
  const { deps } = sessionWorld();
  deps.policies.put = async () => undefined;

  await expect(changePolicy(deps, setting({ maxSessions: 3 }))).rejects.toMatchObject({
    code: 'PreconditionFailed',
  });
});

test('a warning that is not shorter than the limit it warns of is refused', async () => {
  const { deps } = sessionWorld();

  const warning = { warningInSeconds: 300 };
  await expect(changePolicy(deps, setting({ ...warning, idleTimeoutInMinutes: 5 }))).rejects.toMatchObject({
    code: 'InvalidRequest',
    target: 'properties.warningInSeconds',
  });
  await expect(changePolicy(deps, setting({ ...warning, maxDurationInMinutes: 5 }))).rejects.toMatchObject({
    code: 'InvalidRequest',
  });
  await changePolicy(deps, setting({ ...warning, maxDurationInMinutes: 6, idleTimeoutInMinutes: 6 }));
});
