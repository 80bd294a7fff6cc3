import { expect, test } from 'vitest';
import { conditionHolds } from '../../../../shared/access/condition.ts';

const assign = 'Microsoft.Authorization/roleAssignments/write';
const read = 'Microsoft.Compute/virtualMachines/read';
const isThatRole =
  '@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {1c0163c0-47e6-4577-8991-ea5c82e286e4, fb879df8-f326-4884-b1cf-06f3ad86be52}';
const guarded = `((!(ActionMatches{'${assign}'})) OR (${isThatRole})) AND ((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR (${isThatRole}))`;

test.each([
  ['no condition at all', undefined, read, true],
  ['an empty condition', '', read, true],
  ['a guard that does not target the action', guarded, read, true],
  ['a guard that does, on an attribute', guarded, assign, undefined],
  ['an attribute alone', isThatRole, read, undefined],
  ['a negated attribute', `NOT ${isThatRole}`, read, undefined],
  ['an action that must match and does', `ActionMatches{'*/read'}`, read, true],
  ['an action that must match and does not', `ActionMatches{'*/write'}`, read, false],
  ['false and unknown', `ActionMatches{'*/write'} && ${isThatRole}`, read, false],
  ['unknown and false', `${isThatRole} AND ActionMatches{'*/write'}`, read, false],
  ['true and unknown', `ActionMatches{'*/read'} and ${isThatRole}`, read, undefined],
  ['unknown and true', `${isThatRole} AND ActionMatches{'*/read'}`, read, undefined],
  ['true and true', `ActionMatches{'*'} AND ActionMatches{'*/read'}`, read, true],
  ['unknown or true', `${isThatRole} || ActionMatches{'*/read'}`, read, true],
  ['false or unknown', `ActionMatches{'*/write'} OR ${isThatRole}`, read, undefined],
  ['unknown or false', `${isThatRole} OR ActionMatches{'*/write'}`, read, undefined],
  ['false or false', `ActionMatches{'x'} OR ActionMatches{'y'}`, read, false],
  ['a sub-operation', `!(ActionMatches{'${read}'} AND SubOperationMatches{'x'})`, read, undefined],
  ['and mixed with or', `ActionMatches{'*'} OR ActionMatches{'*'} AND ActionMatches{'*'}`, read, undefined],
  ['a parenthesis that stays open', `(ActionMatches{'*'}`, read, undefined],
  ['a parenthesis too many', `ActionMatches{'*'})`, read, undefined],
  ['an operator without an operand', `ActionMatches{'*'} OR`, read, undefined],
  ['a negation of nothing', `!`, read, undefined],
  ['empty parentheses', '()', read, undefined],
  ['ActionMatches without a brace', `ActionMatches'*'`, read, undefined],
  ['ActionMatches cut short', 'ActionMatches{', read, undefined],
  ['ActionMatches of two', `ActionMatches{'*', '*'}`, read, undefined],
  ['ActionMatches without quotes', 'ActionMatches{*}', read, undefined],
  ['an unfinished string', `ActionMatches{'*}`, read, undefined],
  ['something after the end', `(ActionMatches{'*'}) x`, read, undefined],
])('%s', (_name, condition, action, expected) => {
  const outcome = conditionHolds(condition, { action });

  expect(outcome).toBe(expected);
});
