import { expect, test } from 'vitest';
import { accessLocked, findLock } from '../../../../shared/locks/accessLock.ts';
import { alice, resourceGroup, subscription, vm } from '../../../support/accessFacts.ts';
import { fakeLocks } from '../../../support/fakeLocks.ts';
import { aLock } from '../../../support/lockFacts.ts';
import { bastion, start } from '../../../support/sessionFacts.ts';

const group = '40000000-0000-4000-8000-000000000001';
const place = { targetResourceId: vm, bastionId: bastion };

async function found(...locks: Parameters<typeof aLock>[0][]): Promise<string | undefined> {
  const store = fakeLocks();
  for (const [index, over] of locks.entries()) await store.put(aLock({ name: `lock-${index}`, ...over }));
  const deps = { locks: store, now: () => start };
  return (await findLock(deps, { principalIds: [alice, group], place }))?.name;
}

test.each([
  ['the machine', { scope: vm }],
  ['the machine, in another case', { scope: vm.toUpperCase() }],
  ['its bastion', { scope: bastion }],
  ['the resource group', { scope: resourceGroup }],
  ['the subscription', { scope: subscription }],
  ['the person', { scope: subscription, principalId: alice.toUpperCase() }],
  ['a group of the person', { scope: vm, principalId: group }],
  ['the machine for another second', { scope: vm, expiresAt: start + 1 }],
])('a lock on %s keeps out', async (_, over) => {
  expect(await found(over)).toBe('lock-0');
});

test.each([
  ['another machine', { scope: `${vm}2` }],
  ['something inside of the machine', { scope: `${vm}/extensions/a` }],
  ['another subscription', { scope: '/subscriptions/00000000-0000-4000-8000-000000000009' }],
  ['somebody else', { scope: subscription, principalId: '20000000-0000-4000-8000-0000000000bb' }],
  ['the person elsewhere', { scope: `${resourceGroup}2`, principalId: alice }],
  ['the machine until now', { scope: vm, expiresAt: start }],
])('a lock on %s keeps nobody out here', async (_, over) => {
  expect(await found(over)).toBeUndefined();
});

test('a bastion of another subscription than its machine locks as well', async () => {
  const locks = fakeLocks();
  const elsewhere = bastion.replace('000000000001/', '000000000002/');
  await locks.put(aLock({ scope: elsewhere }));

  const lock = await findLock(
    { locks, now: () => start },
    { principalIds: [alice], place: { targetResourceId: vm, bastionId: elsewhere } },
  );

  expect(lock?.scope).toBe(elsewhere);
});

test('of several locks the one that lasts longest is told', async () => {
  expect(await found({ expiresAt: start + 9 }, { expiresAt: start + 99 }, { expiresAt: start + 50 })).toBe(
    'lock-1',
  );
  expect(await found({ expiresAt: start + 9 }, {})).toBe('lock-1');
});

test('whoever is kept out is told by whom, until when and why', () => {
  const error = accessLocked(aLock({ expiresAt: Date.UTC(2026, 10, 1, 18) }));

  expect(error.toBody().error).toEqual({
    code: 'AccessLocked',
    message:
      'Olivia Owner locked the access until 2026-11-01T18:00:00.000Z: Under investigation. Ask them to remove the lock.',
    target: vm,
    additionalInfo: [
      {
        type: 'AccessLock',
        info: { reason: 'Under investigation', by: 'Olivia Owner', expiresOn: '2026-11-01T18:00:00.000Z' },
      },
    ],
  });
});

test('a lock without an end names none', () => {
  const error = accessLocked(aLock());

  expect(error.status).toBe(423);
  expect(error.lock).toEqual({ reason: 'Under investigation', by: 'Olivia Owner' });
});
