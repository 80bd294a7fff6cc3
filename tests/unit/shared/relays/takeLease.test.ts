import { expect, test } from 'vitest';
import { releaseLease, renewLease, requireLease } from '../../../../shared/relays/keepLease.ts';
import { admitRelay, relayUserId } from '../../../../shared/relays/relayConnection.ts';
import { takeLease } from '../../../../shared/relays/takeLease.ts';
import { fakeLeaseStore } from '../../../support/fakeLeaseStore.ts';

const relayId = 'relay-01';
const start = 1_793_000_000_000;

function createWorld() {
  const clock = { now: start };
  const deps = { leases: fakeLeaseStore(), now: () => clock.now, leaseMs: 40_000 };
  const take = (holder: string, process: string) => takeLease(deps, { relayId, holder, process });
  return { clock, deps, take };
}

test('another holder has to wait until the lease has run out, and half as long again', async () => {
  const { clock, take } = createWorld();
  const first = await take('a', 'a1');
  clock.now = start + 59_999;

  await expect(take('b', 'b1')).rejects.toMatchObject({ code: 'RelayLeaseHeld' });
  clock.now = start + 60_000;
  const second = await take('b', 'b1');

  expect(first).toEqual({ relayId, holder: 'a', process: 'a1', fence: start, expiresAt: start + 40_000 });
  expect(second).toEqual({
    relayId,
    holder: 'b',
    process: 'b1',
    fence: start + 60_000,
    expiresAt: start + 100_000,
  });
});

test('a new process of the same holder has it at once, with a fence of its own', async () => {
  const { take } = createWorld();
  const first = await take('a', 'a1');

  const again = await take('a', 'a1');
  const next = await take('a', 'a2');

  expect([again.fence, next.fence]).toEqual([first.fence, first.fence + 1]);
});

test('whoever is not the last one is refused, however its claim is wrong', async () => {
  const { clock, deps, take } = createWorld();
  const before = requireLease(deps, { relayId, claim: undefined });
  await expect(before).rejects.toMatchObject({ code: 'RelayLeaseLost' });
  const { fence } = await take('a', 'a1');
  clock.now += 60_000;
  const next = await take('b', 'b1');

  const claims = [
    undefined,
    { process: 'a1', fence },
    { process: 'a1', fence: next.fence },
    { process: 'b1', fence },
  ];
  for (const claim of claims) {
    const lost = { code: 'RelayLeaseLost' };
    await expect(requireLease(deps, { relayId, claim })).rejects.toMatchObject(lost);
    await expect(renewLease(deps, { relayId, claim })).rejects.toMatchObject(lost);
    await expect(releaseLease(deps, { relayId, claim })).rejects.toMatchObject(lost);
  }
  await requireLease(deps, { relayId, claim: next });
});

test('a lease that ran out and that nobody took goes on', async () => {
  const { clock, deps, take } = createWorld();
  const claim = await take('a', 'a1');
  clock.now += 3_600_000;

  const renewed = await renewLease(deps, { relayId, claim });

  expect(renewed).toEqual({ ...claim, expiresAt: clock.now + 40_000 });
});

test('a lease that was given back is free at once, and its fence is never used again', async () => {
  const { deps, take } = createWorld();
  const claim = await take('a', 'a1');

  await releaseLease(deps, { relayId, claim });
  const next = await take('b', 'b1');

  expect(next.fence).toBe(claim.fence + 1);
});

test('of two who take it at once one has it', async () => {
  const { take } = createWorld();

  const outcomes = await Promise.allSettled([take('a', 'a1'), take('b', 'b1')]);

  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a connection to the hub is let in with the last fence only', async () => {
  const { clock, deps, take } = createWorld();
  const first = await take('a', 'a1');
  clock.now += 60_000;
  const next = await take('b', 'b1');

  const userIds = [
    relayUserId(relayId, next.fence),
    relayUserId(relayId, first.fence),
    'relay-01',
    'relay-01.',
  ];
  const admitted = await Promise.all(userIds.map((userId) => admitRelay(deps, userId)));

  expect(admitted).toEqual(['relay-relay-01', undefined, undefined, undefined]);
});
