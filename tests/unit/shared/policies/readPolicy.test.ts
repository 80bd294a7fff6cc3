import { expect, test } from 'vitest';
import { defaultPolicy, policyReader, readPolicy } from '../../../../shared/policies/readPolicy.ts';
import { fakePolicyStore } from '../../../support/fakePolicyStore.ts';

test('a bastion without a policy has no limits and keeps 90 days of history', async () => {
  const policies = fakePolicyStore();

  expect(await readPolicy({ policies }, 'b1')).toMatchObject({
    idleTimeoutInMinutes: null,
    maxDurationInMinutes: null,
    warningInSeconds: 60,
    historyRetentionInDays: 90,
    maxSessions: null,
    maxSessionsPerUser: 100,
  });
});

test('a reader for many sessions asks once for each bastion', async () => {
  const policies = fakePolicyStore();
  const strict = { ...defaultPolicy, maxSessions: 1 };
  await policies.put('b1', strict, undefined);
  const asked: string[] = [];
  const read = policyReader({
    policies: {
      get(key) {
        asked.push(key);
        return policies.get(key);
      },
    },
  });

  const found = await Promise.all(['b1', 'b2', 'b1'].map(read));

  expect(found).toEqual([strict, defaultPolicy, strict]);
  expect(asked).toEqual(['b1', 'b2']);
});
