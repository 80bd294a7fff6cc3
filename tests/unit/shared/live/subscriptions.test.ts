import { expect, test } from 'vitest';
import { limits } from '../../../../shared/contracts/limits.ts';
import type { PortalMessaging } from '../../../../shared/live/ports.ts';
import {
  admitSubscriber,
  type SubscriptionDeps,
  subscribe,
  subscriberGone,
  sweepSubscriptions,
} from '../../../../shared/live/subscriptions.ts';
import { assignment, permission, role } from '../../../support/accessFacts.ts';
import { fakeAccess } from '../../../support/fakeAccess.ts';
import { fakeGroups } from '../../../support/fakeGroups.ts';
import { fakeSubscriptions } from '../../../support/fakeSubscriptions.ts';
import { manualClock } from '../../../support/manualClock.ts';
import { aCaller, bastion, hash, start } from '../../../support/sessionFacts.ts';
import { throwOnce } from '../../../support/throwOnce.ts';

/** Alice may list the bastion's sessions; the hub remembers who is connected and who was thrown out. */
function world() {
  const clock = manualClock(start);
  const access = fakeAccess({
    roleAssignments: [assignment()],
    customRoles: [role([permission({ actions: ['Microsoft.Network/bastionHosts/*'] })])],
  });
  const connected = new Set<string>();
  const closed: string[] = [];
  const urls: { userId: string; group: string }[] = [];
  const portal: PortalMessaging = {
    async subscriberUrl(one) {
      urls.push(one);
      return `wss://hub.example/${one.userId}`;
    },
    publish: async () => undefined,
    isConnected: async (userId) => connected.has(userId),
    async close(userId) {
      closed.push(userId);
      connected.delete(userId);
    },
  };
  const subscriptions = fakeSubscriptions();
  let serial = 0;
  const deps: SubscriptionDeps = {
    access,
    subscriptions,
    portal,
    hash,
    now: clock.now,
    newId: () => `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
    random: (length) => new Uint8Array(length).fill(serial + 1),
  };
  return {
    deps,
    clock,
    access,
    connected,
    closed,
    subscriptions,
    /** A portal with a fresh URL; resolves to the user id inside of it. */
    async subscribe(): Promise<string> {
      await subscribe(deps, { caller: aCaller(), bastionId: bastion });
      return urls.at(-1)?.userId ?? '';
    },
    /** A portal that is connected. */
    async connect(): Promise<string> {
      const userId = (await admitSubscriber(deps, await this.subscribe())) ?? '';
      connected.add(userId);
      return userId;
    },
    pastCheck: () => clock.advance(limits.connectionCheckSeconds * 1000),
  };
}

test('A17a who may list by a group, and is taken out of it, hears no more', async () => {
  const { deps, access, closed, ...one } = world();
  const group = '40000000-0000-4000-8000-000000000001';
  const userId = await one.connect();
  access.seed.roleAssignments = [assignment({ principalId: group, principalType: 'Group' })];
  const groups = fakeGroups({ [aCaller().principalId]: [group] });

  one.pastCheck();
  expect(await sweepSubscriptions({ ...deps, groups })).toEqual({ ended: 0 });
  groups.members = { [aCaller().principalId]: [] };
  one.pastCheck();
  await sweepSubscriptions({ ...deps, groups });

  expect(closed).toEqual([userId]);
});

test('a URL lets one connection in, and its copy none', async () => {
  const { deps, subscriptions, ...one } = world();
  const userId = await one.subscribe();

  const admitted = await Promise.all([admitSubscriber(deps, userId), admitSubscriber(deps, userId)]);

  expect(admitted.filter((one) => one !== undefined)).toEqual([
    'portal-00000000-0000-4000-8000-000000000001',
  ]);
  expect(await admitSubscriber(deps, userId)).toBeUndefined();
  expect([...subscriptions.rows.values()]).toMatchObject([{ ticketHash: undefined }]);
});

test('another ticket, another id or no ticket lets nobody in', async () => {
  const { deps, ...one } = world();
  const userId = await one.subscribe();

  for (const wrong of [
    `${userId.slice(0, -1)}0`,
    userId.replace('000001.', '000002.'),
    userId.split('.')[0] ?? '',
    '',
    'relay-01',
    `${userId}.`,
  ]) {
    expect(await admitSubscriber(deps, wrong)).toBeUndefined();
  }
  expect(await admitSubscriber(deps, userId)).toBeDefined();
});

test('a URL that is older than two minutes, or whose right is gone, opens nothing', async () => {
  const old = world();
  const oldUser = await old.subscribe();
  old.clock.advance(limits.pendingSeconds * 1000 + 1);
  const revoked = world();
  const revokedUser = await revoked.subscribe();
  revoked.access.seed.roleAssignments = [];

  expect(await admitSubscriber(old.deps, oldUser)).toBeUndefined();
  expect(await admitSubscriber(revoked.deps, revokedUser)).toBeUndefined();
});

test('the sweep leaves a portal alone as long as it is there and may', async () => {
  const one = world();
  await one.connect();

  expect(await sweepSubscriptions(one.deps)).toEqual({ ended: 0 });
  one.pastCheck();
  expect(await sweepSubscriptions(one.deps)).toEqual({ ended: 0 });
  one.pastCheck();
  expect(await sweepSubscriptions(one.deps)).toEqual({ ended: 0 });

  expect(one.closed).toEqual([]);
  expect(one.subscriptions.rows.size).toBe(1);
});

test('a portal whose right was taken away is thrown out by the sweep that looks at it next', async () => {
  const one = world();
  const userId = await one.connect();
  one.access.seed.roleAssignments = [];
  one.pastCheck();

  expect(await sweepSubscriptions(one.deps)).toEqual({ ended: 1 });

  expect(one.closed).toEqual([userId]);
  expect(one.connected.size).toBe(0);
  expect(one.subscriptions.rows.size).toBe(0);
});

test('the sweep forgets a portal that went without a word, and a URL that nobody used', async () => {
  const one = world();
  one.connected.delete(await one.connect());
  await one.subscribe();
  one.clock.advance(limits.pendingSeconds * 1000);

  expect(await sweepSubscriptions(one.deps)).toEqual({ ended: 2 });
  expect(one.subscriptions.rows.size).toBe(0);
});

test('a sweep that died before it forgot a portal is made good by the next', async () => {
  const one = world();
  await one.connect();
  one.access.seed.roleAssignments = [];
  one.pastCheck();
  throwOnce(one.subscriptions, 'remove');
  await expect(sweepSubscriptions(one.deps)).rejects.toThrow();
  expect(one.connected.size).toBe(0);

  expect(await sweepSubscriptions(one.deps)).toEqual({ ended: 1 });
});

test('a portal that says goodbye is forgotten', async () => {
  const one = world();
  const userId = await one.connect();

  await subscriberGone(one.deps, 'portal-unknown');
  expect(one.subscriptions.rows.size).toBe(1);
  await subscriberGone(one.deps, userId);
  expect(one.subscriptions.rows.size).toBe(0);
});

test('one person has a hundred at most, and the next when one is gone', async () => {
  const { deps, subscriptions } = world();
  const order = { caller: aCaller(), bastionId: bastion };
  for (let count = 0; count < limits.maxSubscriptionsPerUser; count += 1) await subscribe(deps, order);

  await expect(subscribe(deps, order)).rejects.toMatchObject({ code: 'TooManySubscriptions' });
  await subscribe(deps, { ...order, caller: aCaller({ principalId: 'somebody-else' }) });
  const [oldest = ''] = subscriptions.rows.keys();
  await subscriptions.remove(oldest);
  await subscribe(deps, order);

  expect(subscriptions.rows.size).toBe(limits.maxSubscriptionsPerUser + 1);
});
