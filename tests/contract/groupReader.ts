import { expect, test } from 'vitest';
import type { GroupReader } from '../../shared/access/groups.ts';

const alice = '20000000-0000-4000-8000-0000000000aa';
const relay = '30000000-0000-4000-8000-0000000000bb';
const groupId = (index: number): string => `40000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

export type GroupSeed = Readonly<Record<string, readonly string[]>>;

/** The promises of `GroupReader`. `open` gives a reader over exactly these members. */
export function testGroupReader(open: (members: GroupSeed) => Promise<GroupReader>): void {
  test('the groups of a person and of an app are all of them, in lower case, however many', async () => {
    const many = Array.from({ length: 11_000 }, (_, index) => groupId(index));
    const odd = '40000000-0000-4000-8000-00000000ABCD';
    const reader = await open({ [alice]: many, [relay]: [odd] });

    expect(await reader.groupsOf({ principalId: alice, kind: 'User' })).toEqual(many);
    expect(await reader.groupsOf({ principalId: relay, kind: 'ServicePrincipal' })).toEqual([
      odd.toLowerCase(),
    ]);
  });

  test('an id is found in any case', async () => {
    const reader = await open({ [alice]: [groupId(1)] });

    expect(await reader.groupsOf({ principalId: alice.toUpperCase(), kind: 'User' })).toEqual([groupId(1)]);
  });

  test('who is in no group has none, and who is not known is undefined', async () => {
    const reader = await open({ [alice]: [] });

    expect(await reader.groupsOf({ principalId: alice, kind: 'User' })).toEqual([]);
    expect(await reader.groupsOf({ principalId: relay, kind: 'ServicePrincipal' })).toBeUndefined();
    expect(await reader.groupsOf({ principalId: "x' or '1' eq '1", kind: 'User' })).toBeUndefined();
  });
}
