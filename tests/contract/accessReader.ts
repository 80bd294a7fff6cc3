import { expect, test } from 'vitest';
import { builtInRoles } from '../../shared/access/builtInRoles.ts';
import type { AccessReader } from '../../shared/access/ports.ts';
import type { AccessSeed } from '../../shared/azure/accessTable.ts';
import { alice, assignment, denyAssignment, permission, role } from '../support/accessFacts.ts';

export const group = '40000000-0000-4000-8000-0000000000bb';
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
const atManagementGroup = assignment({
  name: '60000000-0000-4000-8000-0000000000dd',
  principalId: '20000000-0000-4000-8000-0000000000cc',
  scope: '/providers/Microsoft.Management/managementGroups/mg-team',
});
const deniedAtRoot = denyAssignment({
  name: '70000000-0000-4000-8000-0000000000bb',
  scope: '/providers/Microsoft.Management/managementGroups/mg-root',
  doNotApplyToChildScopes: true,
  principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
  excludePrincipals: [{ id: group, type: 'Group' }],
  permissions: [permission({ dataActions: ['*'], notDataActions: ['*/read'], condition: 'y' })],
  condition: 'z',
  isSystemProtected: true,
});
const subscriptionId = '00000000-0000-4000-8000-000000000001';
const seed = {
  roleAssignments: [direct, viaGroup, foreign, atManagementGroup],
  customRoles: [custom],
  denyAssignments: [deny, deniedAtRoot],
  managementGroups: [{ subscriptionId, managementGroups: ['mg-team', 'mg-root'] }],
};

const byName = <T extends { readonly name: string }>(values: readonly T[]): T[] =>
  values.toSorted((a, b) => a.name.localeCompare(b.name));

/** The promises of `AccessReader`. `open` gives a reader over exactly the seed. */
export function testAccessReader(open: (seed: AccessSeed) => Promise<AccessReader>): void {
  test('assignments are those of the principals asked about, whatever the case of the ids', async () => {
    const reader = await open(seed);

    const found = await reader.roleAssignmentsOf([alice.toUpperCase(), group, group.toUpperCase()]);

    expect(byName(found)).toEqual([direct, viaGroup]);
  });

  test('assignments are found alike for somebody in thousands of groups', async () => {
    const reader = await open(seed);
    const others = Array.from(
      { length: 11_000 },
      (_, index) => `40000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
    );

    const found = await reader.roleAssignmentsOf([alice, ...others, group.toUpperCase()]);

    expect(byName(found)).toEqual([direct, viaGroup]);
  });

  test('nobody has no assignments, and neither has an unknown principal', async () => {
    const reader = await open(seed);

    expect(await reader.roleAssignmentsOf([])).toEqual([]);
    expect(
      await reader.roleAssignmentsOf(['nobody', "o'brien' or true", 'roleDefinition', 'managementGroup']),
    ).toEqual([]);
  });

  test('all assignments can be listed', async () => {
    const reader = await open(seed);

    expect(byName(await reader.roleAssignments())).toEqual([direct, viaGroup, foreign, atManagementGroup]);
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

    expect(byName(await reader.denyAssignments())).toEqual([deny, deniedAtRoot]);
  });

  test('the management groups above a subscription are named', async () => {
    const reader = await open(seed);

    const named = await reader.managementGroupsOf(subscriptionId.toUpperCase());
    expect(named.toSorted()).toEqual(['mg-root', 'mg-team']);
    expect(await reader.managementGroupsOf('00000000-0000-4000-8000-0000000000ff')).toEqual([]);
    expect(await reader.managementGroupsOf('no subscription')).toEqual([]);
  });
}
