import { expect, test } from 'vitest';
import { builtInRoles } from '../../shared/access/builtInRoles.ts';
import type { AccessReader } from '../../shared/access/ports.ts';
import type { AccessSeed } from '../../shared/azure/accessTable.ts';
import { alice, assignment, denyAssignment, permission, role } from '../support/accessFacts.ts';

const group = '40000000-0000-4000-8000-0000000000bb';
const direct = assignment({ condition: `ActionMatches{'*/read'}` });
const viaGroup = assignment({
  name: '60000000-0000-4000-8000-0000000000bb',
  principalId: group,
  principalType: 'Group',
  scope: '/',
});
const foreign = assignment({
  name: '60000000-0000-4000-8000-0000000000cc',
  principalId: '20000000-0000-4000-8000-0000000000cc',
});
const custom = role([permission({ actions: ['*/read'], condition: 'x' }), permission()]);
const deny = denyAssignment();
const seed = { roleAssignments: [direct, viaGroup, foreign], customRoles: [custom], denyAssignments: [deny] };

const byName = <T extends { readonly name: string }>(values: readonly T[]): T[] =>
  values.toSorted((a, b) => a.name.localeCompare(b.name));

/** The promises of `AccessReader`. `open` gives a reader over exactly the seed. */
export function testAccessReader(open: (seed: AccessSeed) => Promise<AccessReader>): void {
  test('assignments are those of the principals asked about, whatever the case of the ids', async () => {
    const reader = await open(seed);

    const found = await reader.roleAssignmentsOf([alice.toUpperCase(), group, group.toUpperCase()]);

    expect(byName(found)).toEqual([direct, viaGroup]);
  });

  test('nobody has no assignments, and neither has an unknown principal', async () => {
    const reader = await open(seed);

    expect(await reader.roleAssignmentsOf([])).toEqual([]);
    expect(await reader.roleAssignmentsOf(['nobody', "o'brien' or true", 'roleDefinition'])).toEqual([]);
  });

  test('all assignments can be listed', async () => {
    const reader = await open(seed);

    expect(byName(await reader.roleAssignments())).toEqual([direct, viaGroup, foreign]);
  });

  test('definitions are found by GUID or by ARM id, built-in and custom', async () => {
    const reader = await open(seed);
    const [owner] = builtInRoles;
    const armId = `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${owner?.name.toUpperCase()}`;

    const found = await reader.roleDefinitionsOf([armId, custom.name.toUpperCase(), custom.name]);

    expect(found).toEqual([owner, custom]);
  });

  test('a definition that does not exist is missing', async () => {
    const reader = await open(seed);

    const unknown = ['50000000-0000-4000-8000-0000000000ff', 'a#b?c', ''];

    expect(await reader.roleDefinitionsOf(unknown)).toEqual([]);
    expect(await reader.roleDefinitionsOf([])).toEqual([]);
  });

  test('all definitions can be listed, built-in ones first', async () => {
    const reader = await open(seed);

    expect(await reader.roleDefinitions()).toEqual([...builtInRoles, custom]);
  });

  test('deny assignments are whole', async () => {
    const reader = await open(seed);

    expect(await reader.denyAssignments()).toEqual([deny]);
  });
}
