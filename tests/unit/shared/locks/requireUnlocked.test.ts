import { expect, test } from 'vitest';
import { requireUnlocked } from '../../../../shared/locks/requireUnlocked.ts';
import { vm } from '../../../support/accessFacts.ts';
import { fakeLocks } from '../../../support/fakeLocks.ts';
import { aLock } from '../../../support/lockFacts.ts';
import { aCaller, bastion, start } from '../../../support/sessionFacts.ts';

const group = '40000000-0000-4000-8000-000000000001';
const place = { targetResourceId: vm, bastionId: bastion };

test('A17b who is locked, alone or with a group, is refused, and nobody else is', async () => {
  const locks = fakeLocks();
  const deps = { locks, now: () => start };
  await locks.put(aLock({ principalId: group }));

  await expect(requireUnlocked(deps, { caller: aCaller({ groups: [group] }), place })).rejects.toMatchObject({
    code: 'AccessLocked',
  });
  await expect(requireUnlocked(deps, { caller: aCaller({ principalId: group }), place })).rejects.toThrow();
  await expect(requireUnlocked(deps, { caller: aCaller(), place })).resolves.toBeUndefined();
});
