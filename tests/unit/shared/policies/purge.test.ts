import { expect, test } from 'vitest';
import { purgeAudit, purgeHistory } from '../../../../shared/policies/purge.ts';
import { defaultPolicy } from '../../../../shared/policies/readPolicy.ts';
import { fakePolicyStore } from '../../../support/fakePolicyStore.ts';
import { manualClock } from '../../../support/manualClock.ts';

const day = 86_400_000;

/** So many rows are old, at each bastion; every call is noted. */
function fakeHistory(old: Record<string, number>, msPerCall = 0) {
  const clock = manualClock();
  const calls: (readonly unknown[])[] = [];
  const history = {
    async *bastionKeys() {
      yield* Object.keys(old);
    },
    async purge(key: string, before: number, limit: number) {
      clock.advance(msPerCall);
      calls.push([key, (clock.now() - msPerCall * calls.length - msPerCall - before) / day, limit]);
      const count = Math.min(limit, old[key] ?? 0);
      old[key] = (old[key] ?? 0) - count;
      return count;
    },
  };
  return { history, calls, now: clock.now, old };
}

test('each bastion keeps its history for as long as its policy says', async () => {
  const policies = fakePolicyStore();
  await policies.put('b2', { ...defaultPolicy, historyRetentionInDays: 7 }, undefined);
  const { history, calls, now } = fakeHistory({ b1: 3, b2: 0 });

  expect(await purgeHistory({ history, policies, now })).toBe(3);

  expect(calls).toEqual([
    ['b1', 90, 1_000],
    ['b2', 7, 1_000],
  ]);
});

test('one run forgets a bounded number and the next one goes on', async () => {
  const policies = fakePolicyStore();
  const { history, now, old } = fakeHistory({ b1: 19_500, b2: 3_000 });

  expect(await purgeHistory({ history, policies, now })).toBe(20_000);
  expect(old).toEqual({ b1: 0, b2: 2_500 });
  expect(await purgeHistory({ history, policies, now })).toBe(2_500);
});

test('a run that takes long leaves the rest to the next one', async () => {
  const policies = fakePolicyStore();
  const { history, now } = fakeHistory({ b1: 10_000 }, 25_000);

  expect(await purgeHistory({ history, policies, now })).toBe(3_000);
});

test('audit rows are kept for the days of the setting', async () => {
  const { now } = manualClock();
  const asked: unknown[] = [];
  const auditPurge = {
    async purge(before: number, limit: number) {
      asked.push([(now() - before) / day, limit]);
      return asked.length === 1 ? limit : 5;
    },
  };

  expect(await purgeAudit({ auditPurge, now }, 30)).toBe(1_005);
  expect(asked).toEqual([
    [30, 1_000],
    [30, 1_000],
  ]);
});
