import { expect, test } from 'vitest';
import { readFactsOnce } from '../../../../shared/sessions/readFactsOnce.ts';
import { sweepSessions } from '../../../../shared/sessions/sweepSessions.ts';
import { aTarget } from '../../../support/sessionFacts.ts';
import { sessionWorld } from '../../../support/sessionWorld.ts';

const target = aTarget();
const rights = [{ action: 'Microsoft.SerialConsole/serialPorts/connect/action', scope: target.resourceId }];
const reader = 'b24988ac-6180-42a0-ab88-20f7382dd24c';

/** So many sessions of one person on one machine, all due, and what is read of their facts from now on. */
async function dueSessions(count: number) {
  const world = sessionWorld();
  const { deps } = world;
  for (let index = 0; index < count; index += 1) {
    const session = await world.given({ mode: 'observer', connectionId: `c${index}` });
    const { principalId } = session;
    await deps.heldRights.put(session.sessionId, { principalId, groups: [], checks: rights });
  }
  deps.access.seed.roleAssignments = [
    {
      name: '60000000-0000-4000-8000-000000000001',
      principalId: '20000000-0000-4000-8000-0000000000aa',
      principalType: 'User',
      roleDefinitionId: reader,
      scope: target.resourceId,
    },
  ];
  world.pastCheck();
  world.heartbeat();
  return { world, reads: countReads(deps) };
}

function countReads({ relays, fleet, consoleSwitches, access }: ReturnType<typeof sessionWorld>['deps']) {
  const reads: Record<string, number> = {};
  const count = <T extends object, K extends keyof T & string>(port: T, name: K): void => {
    const read = port[name] as (...input: unknown[]) => unknown;
    reads[name] = 0;
    port[name] = ((...input: unknown[]) => {
      reads[name] = (reads[name] ?? 0) + 1;
      return read(...input);
    }) as T[K];
  };
  count(relays, 'get');
  count(fleet, 'target');
  count(consoleSwitches, 'off');
  count(access, 'roleAssignmentsOf');
  count(access, 'roleDefinitionsOf');
  count(access, 'denyAssignments');
  return reads;
}

test('what the sessions of a sweep have in common is read once for a page of them', async () => {
  const { world, reads } = await dueSessions(40);

  expect(await sweepSessions(world.deps)).toEqual({ looked: 40, ended: 0, faults: [] });

  expect(reads).toEqual({
    get: 1,
    target: 1,
    off: 1,
    roleAssignmentsOf: 1,
    roleDefinitionsOf: 1,
    denyAssignments: 1,
  });
});

test('the next sweep reads anew: a right that was taken away since then ends what needs it', async () => {
  const { world } = await dueSessions(3);
  await sweepSessions(world.deps);
  world.deps.access.seed.roleAssignments = [];
  world.pastCheck();
  world.heartbeat();

  expect(await sweepSessions(world.deps)).toEqual({ looked: 3, ended: 3, faults: [] });
});

test('a reading that failed is tried again, and one that succeeded is not', async () => {
  const { deps } = sessionWorld();
  let attempts = 0;
  const get = async (_id?: string): Promise<undefined> => {
    attempts += 1;
    if (attempts === 1) throw new Error('not now');
    return undefined;
  };
  const denyAssignments = async (): Promise<[]> => {
    await get();
    return [];
  };
  const off = async (_id?: string): Promise<ReadonlySet<string>> => {
    await get();
    return new Set();
  };
  const once = readFactsOnce({ ...deps, relays: { ...deps.relays, get } });

  await expect(once.relays.get('relay-01')).rejects.toThrow('not now');
  expect(await once.relays.get('relay-01')).toBeUndefined();
  expect(await once.relays.get('relay-01')).toBeUndefined();
  expect(attempts).toBe(2);

  attempts = 0;
  const { access, consoleSwitches } = readFactsOnce({
    ...deps,
    access: { ...deps.access, denyAssignments },
    consoleSwitches: { ...deps.consoleSwitches, off },
  });
  await expect(access.denyAssignments()).rejects.toThrow('not now');
  expect(await access.denyAssignments()).toEqual([]);
  attempts = 0;
  await expect(consoleSwitches.off('s')).rejects.toThrow('not now');
  expect(await consoleSwitches.off('s')).toEqual(new Set());
});
