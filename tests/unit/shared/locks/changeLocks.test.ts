import { expect, test } from 'vitest';
import { type LockOrder, putLock, removeLock } from '../../../../shared/locks/changeLocks.ts';
import { resourceGroup, subscription, vm } from '../../../support/accessFacts.ts';
import { fakeFleet } from '../../../support/fakeFleet.ts';
import { aLock } from '../../../support/lockFacts.ts';
import { aCaller, aTarget, start } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const admin = aCaller({
  principalId: '20000000-0000-4000-8000-000000000001',
  name: 'Olivia Owner',
  userName: 'owner@contoso.example',
});
const other = '20000000-0000-4000-8000-000000000002';
const order = (over: Partial<LockOrder> = {}): LockOrder => ({
  scope: vm,
  name: 'incident-7',
  principalId: undefined,
  principalName: undefined,
  reason: 'Under investigation',
  durationMs: null,
  allowSelf: false,
  caller: admin,
  sourceIpAddress: '203.0.113.9',
  ...over,
});
const audited = {
  time: start,
  outcome: 'Success',
  principalId: admin.principalId,
  userName: 'owner@contoso.example',
  sourceIpAddress: '203.0.113.9',
  scope: vm,
};

test('a lock is stored, audited, and says how many sessions it ended', async () => {
  const world = sessionWorld();
  await world.given();

  const locked = await putLock(world.deps, order({ durationMs: 60_000, principalName: undefined }));

  const lock = aLock({ expiresAt: start + 60_000 });
  expect(locked).toEqual({ lock, isNew: true, endedSessions: 1 });
  expect([...world.deps.locks.rows.values()]).toEqual([lock]);
  expect(world.deps.audit.rows[0]).toEqual({
    ...audited,
    event: 'lock',
    reason: 'incident-7: everybody until 2026-11-01T12:01:00.000Z: Under investigation',
  });
});

test('a scope has a hundred locks and no more; the same name is replaced still, and elsewhere there is room', async () => {
  const world = sessionWorld();
  const lock = (index: number, scope = vm) => putLock(world.deps, order({ name: `lock-${index}`, scope }));
  for (let index = 0; index < 100; index += 1) await lock(index);

  await expect(lock(100)).rejects.toMatchObject({ code: 'AccessLockLimitExceeded' });

  expect((await lock(7)).isNew).toBe(false);
  expect((await lock(100, resourceGroup)).isNew).toBe(true);
  expect(world.deps.locks.rows.size).toBe(101);
});

test('a lock of the same name is replaced, and its time begins anew', async () => {
  const world = sessionWorld();
  await putLock(world.deps, order({ durationMs: 60_000 }));
  world.clock.advance(30_000);

  const again = await putLock(world.deps, order({ durationMs: 60_000, reason: 'Still' }));

  expect(again).toMatchObject({ isNew: false, lock: { expiresAt: start + 90_000, reason: 'Still' } });
  expect(world.deps.locks.rows.size).toBe(1);
});

test('the audit row of a lock on a person names the person', async () => {
  const world = sessionWorld();

  await putLock(world.deps, order({ scope: subscription, principalId: other, principalName: 'Oscar Ops' }));

  expect(world.deps.audit.rows).toEqual([
    {
      ...audited,
      scope: subscription,
      event: 'lock',
      affectedPrincipalId: other,
      affectedUserName: 'Oscar Ops',
      reason: `incident-7: Oscar Ops ${other}: Under investigation`,
    },
  ]);
});

test('a removed lock is audited once, and one that is not there is not', async () => {
  const world = sessionWorld();
  await putLock(world.deps, order());
  world.deps.audit.rows.length = 0;
  const place = { scope: vm, name: 'incident-7', caller: admin, sourceIpAddress: '203.0.113.9' };

  expect(await removeLock(world.deps, place)).toEqual(aLock());
  expect(await removeLock(world.deps, place)).toBeUndefined();

  const reason = 'incident-7: everybody: Under investigation';
  expect(world.deps.audit.rows).toEqual([{ ...audited, event: 'unlock', reason }]);
});

test.each([
  ['yourself', admin.principalId],
  ['a group of yours', '40000000-0000-4000-8000-00000000000a'],
])('locking %s is refused unless it is asked for', async (_, principalId) => {
  const world = sessionWorld();
  const caller = { ...admin, groups: ['40000000-0000-4000-8000-00000000000A'] };

  await expect(putLock(world.deps, order({ caller, principalId }))).rejects.toMatchObject({
    code: 'InvalidRequest',
    target: 'properties.principalId',
  });
  expect(world.deps.locks.rows.size).toBe(0);
  expect(world.deps.audit.rows).toEqual([]);

  await putLock(world.deps, order({ caller, principalId, allowSelf: true }));
  expect(world.deps.locks.rows.size).toBe(1);
});

test('A17b who was locked neither lifts that lock nor any other below it, nor makes one', async () => {
  const world = sessionWorld();
  await world.deps.locks.put(
    aLock({ scope: resourceGroup, name: 'stolen', principalId: admin.principalId.toUpperCase() }),
  );
  await world.deps.locks.put(aLock());
  const asLocked = { caller: admin, sourceIpAddress: '203.0.113.9' };

  for (const attempt of [
    () => removeLock(world.deps, { scope: resourceGroup, name: 'stolen', ...asLocked }),
    () => removeLock(world.deps, { scope: vm, name: 'incident-7', ...asLocked }),
    () => putLock(world.deps, order({ scope: resourceGroup, name: 'stolen', durationMs: 60_000 })),
    () => putLock(world.deps, order({ principalId: other })),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'AccessLocked' });
  }
  expect([...world.deps.locks.rows.values()].map(({ name }) => name)).toEqual(['stolen', 'incident-7']);
});

test('who was locked on one machine may still lock and unlock elsewhere', async () => {
  const world = sessionWorld();
  await world.deps.locks.put(aLock({ name: 'mine', principalId: admin.principalId }));

  await putLock(world.deps, order({ scope: resourceGroup, name: 'theirs', principalId: other }));

  expect(await removeLock(world.deps, order({ scope: resourceGroup, name: 'theirs' }))).toBeDefined();
});

test('who locked a machine for everybody may lift that', async () => {
  const world = sessionWorld();
  await putLock(world.deps, order());

  expect(await removeLock(world.deps, order())).toBeDefined();
});

test('a lock at a scope where nothing can be locked is refused', async () => {
  const world = sessionWorld();

  await expect(putLock(world.deps, order({ scope: `${vm}2` }))).rejects.toMatchObject({
    code: 'ResourceNotFound',
    target: `${vm}2`,
  });
  expect(world.deps.locks.rows.size).toBe(0);
});

test('a scale set can be locked: its instances are below it', async () => {
  const world = sessionWorld();
  const scaleSet = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app`;
  const instance = aTarget({ resourceId: `${scaleSet}/virtualMachines/0` });
  const deps = { ...world.deps, fleet: fakeFleet({ targets: [instance] }) };
  await world.given({ targetResourceId: instance.resourceId });

  expect(await putLock(deps, order({ scope: scaleSet }))).toMatchObject({ endedSessions: 1 });
});
