import { describe, expect, test } from 'vitest';
import { parseAssignmentFilter, selectAssignments } from '../../../../shared/access/assignmentFilter.ts';
import { alice, assignment, resourceGroup, subscription, vm } from '../../../support/accessFacts.ts';

const group = '40000000-0000-4000-8000-0000000000aa';
const bob = '20000000-0000-4000-8000-0000000000bb';

describe('a filter', () => {
  test.each([
    ['', { atScope: false }],
    ['  ', { atScope: false }],
    ['atScope()', { atScope: true }],
    [`assignedTo('${alice}')`, { atScope: false, assignedTo: alice }],
    [`principalId eq '${alice}'`, { atScope: false, principalId: alice }],
    [`atScope() and assignedTo('${alice}')`, { atScope: true, assignedTo: alice }],
    [`ATSCOPE() AND PrincipalId EQ '${alice}'`, { atScope: true, principalId: alice }],
  ])('%s is understood', (text, expected) => {
    expect(parseAssignmentFilter(text)).toEqual(expected);
  });

  test.each([
    'atScope',
    `assignedTo("${alice}")`,
    `principalId ne '${alice}'`,
    `atScope() or assignedTo('${alice}')`,
    'atScope() and',
    "roleDefinitionId eq 'x'",
    "assignedTo('not-an-id')",
    "principalId eq 'alice@contoso.example'",
  ])('%s is refused: a filter that is ignored shows too much', (text) => {
    expect(() => parseAssignmentFilter(text)).toThrow(
      expect.objectContaining({ code: 'InvalidRequest', target: '$filter' }),
    );
  });
});

describe('assignments', () => {
  const above = assignment({ scope: subscription });
  const at = assignment({ scope: resourceGroup, principalId: group, principalType: 'Group' });
  const below = assignment({ scope: vm.toUpperCase(), principalId: bob });
  const beside = assignment({ scope: `${resourceGroup}-2` });
  const select = (text: string, groups: readonly string[] = []) =>
    selectAssignments([above, at, below, beside], {
      scope: resourceGroup,
      filter: parseAssignmentFilter(text),
      groups,
    });

  test('at, above and below a scope, and none beside it', () => {
    expect(select('')).toEqual([above, at, below]);
  });

  test('atScope() leaves out what is below', () => {
    expect(select('atScope()')).toEqual([above, at]);
  });

  test('assignedTo() goes through the groups that are known, principalId does not', () => {
    expect(select(`assignedTo('${alice.toUpperCase()}')`, [group])).toEqual([above, at]);
    expect(select(`principalId eq '${alice}'`, [group])).toEqual([above]);
    expect(select(`principalId eq '${group}'`)).toEqual([at]);
  });

  test('what was made at a management group above is at the scope', () => {
    const made = assignment({ scope: '/providers/Microsoft.Management/managementGroups/team' });
    const filter = parseAssignmentFilter('atScope()');
    const input = { scope: resourceGroup, filter, groups: [] };
    const managementGroups = new Map([[subscription.slice('/subscriptions/'.length), ['Team']]]);

    expect(selectAssignments([made], { ...input, managementGroups })).toEqual([made]);
    expect(selectAssignments([made], input)).toEqual([]);
  });
});
