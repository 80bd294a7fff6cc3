import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesAction } from '../../../../shared/access/matchesAction.ts';

test.each([
  ['*', 'Microsoft.Compute/virtualMachines/read', true],
  ['*/read', 'Microsoft.Compute/virtualMachines/read', true],
  ['*/read', 'Microsoft.Compute/virtualMachines/restart/action', false],
  ['*/read', 'Microsoft.Compute/virtualMachines/readAll', false],
  ['Microsoft.Compute/*', 'microsoft.COMPUTE/virtualMachines/read', true],
  ['Microsoft.Compute/*', 'Microsoft.ComputeX/virtualMachines/read', false],
  ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/roleAssignments/delete', true],
  ['Microsoft.Compute/virtualMachines/*/read', 'Microsoft.Compute/virtualMachines/instanceView/read', true],
  ['Microsoft.Compute/virtualMachines/*/read', 'Microsoft.Compute/virtualMachines/read', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a*b*b', 'ab', false],
  ['ab*ba', 'aba', false],
  ['a.b', 'axb', false],
  ['', 'a', false],
])('the pattern "%s" on "%s" gives %s', (pattern, action, expected) => {
  const outcome = matchesAction(pattern, action);

  expect(outcome).toBe(expected);
});

test('patterns match as the anchored, case-blind regular expression does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', '/', '.'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*'), maxLength: 8 });

  fc.assert(
    fc.property(pattern, text, (glob, action) => {
      const naive = new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'i');
      expect(matchesAction(glob, action)).toBe(naive.test(action));
    }),
    { numRuns: 2000 },
  );
});
