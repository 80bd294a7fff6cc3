import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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

const known = {
  resource: {
    name: 'blue-7',
    size: 20,
    isLocked: true,
    tags: ['red', 'blue'],
    none: [],
    id: '1C0163C0-47E6-4577-8991-EA5C82E286E4',
    path: 'a*b',
  },
  environment: { UtcNow: '2026-11-21T12:00:00.500Z' },
};

describe('operators', () => {
  test.each([
    ["@Resource[name] StringEquals 'blue-7'", true],
    ["@Resource[NAME] StringEquals 'blue-7'", true],
    ["@Resource[name] StringEquals 'Blue-7'", false],
    ["@Resource[name] StringEqualsIgnoreCase 'Blue-7'", true],
    ["@Resource[name] StringNotEquals 'red'", true],
    ["@Resource[name] StringNotEqualsIgnoreCase 'BLUE-7'", false],
    ["@Resource[name] StringStartsWith 'blue'", true],
    ["@Resource[name] StringStartsWithIgnoreCase 'BLUE'", true],
    ["@Resource[name] StringNotStartsWith 'blue'", false],
    ["@Resource[name] StringNotStartsWithIgnoreCase 'RED'", true],
    ["@Resource[name] StringLike 'bl?e-*'", true],
    ["@Resource[name] StringLike 'BL?E-*'", false],
    ["@Resource[name] StringLikeIgnoreCase 'BL?E-*'", true],
    ["@Resource[name] StringNotLike '*7'", false],
    ["@Resource[name] StringNotLikeIgnoreCase '*8'", true],
    ["@Resource[path] StringLike 'a\\*b'", true],
    ["@Resource[name] StringLike 'blue\\*7'", false],
    ["@Resource[path] StringEquals 'a\\*b'", true],
    ["'it\\'s' StringEquals 'it\\'s'", true],
    ["'a' StringEquals 'a\\b'", undefined],
    ['@Resource[size] NumericEquals 20', true],
    ["@Resource[size] NumericEquals '20'", true],
    ['@Resource[size] NumericNotEquals 20', false],
    ['@Resource[size] NumericGreaterThan 19', true],
    ['@Resource[size] NumericGreaterThan 20', false],
    ['@Resource[size] NumericGreaterThanEquals 20', true],
    ['@Resource[size] NumericLessThan 20', false],
    ['@Resource[size] NumericLessThanEquals 20', true],
    ['@Resource[size] NumericGreaterThan -5', true],
    ['@Resource[size] NumericEquals 20.0', undefined],
    ['@Resource[name] NumericEquals 20', undefined],
    ['@Resource[size] NumericEquals 12345678901234567890', undefined],
    ['@Resource[isLocked] BoolEquals true', true],
    ['@Resource[isLocked] BoolEquals false', false],
    ['@Resource[isLocked] BoolNotEquals false', true],
    ['@Resource[isLocked] BoolEquals yes', undefined],
    ['@Resource[id] GuidEquals 1c0163c0-47e6-4577-8991-ea5c82e286e4', true],
    ["@Resource[id] GuidEquals '1c0163c0-47e6-4577-8991-ea5c82e286e4'", true],
    ['@Resource[id] GuidNotEquals 1c0163c0-47e6-4577-8991-ea5c82e286e4', false],
    ['@Resource[name] GuidNotEquals 1c0163c0-47e6-4577-8991-ea5c82e286e4', undefined],
    ["@Environment[UtcNow] DateTimeGreaterThan '2026-11-21T12:00:00.4999999Z'", true],
    ["@Environment[UtcNow] DateTimeLessThan '2026-11-21T12:00:00.5000001Z'", true],
    ["@Environment[UtcNow] DateTimeEquals '2026-11-21T12:00:00.5Z'", true],
    ["@Environment[UtcNow] DateTimeNotEquals '2026-11-21T12:00:00.5Z'", false],
    ["@Environment[UtcNow] DateTimeGreaterThanEquals '2026-11-21T12:00:00Z'", true],
    ["@Environment[UtcNow] DateTimeLessThanEquals '2026-11-21T12:00:00Z'", false],
    ["@Environment[UtcNow] DateTimeLessThan '2026-13-21T12:00:00Z'", undefined],
    ["@Environment[UtcNow] DateTimeLessThan 'tomorrow'", undefined],
    ["@Environment[UtcNow] TimeOfDayGreaterThan '09:00:00'", undefined],
    ["@Resource[name] StringMatches 'b.*'", undefined],
    ["@Resource[name] stringequals 'blue-7'", undefined],
    ['@Resource[name] StringEquals @Resource[name]', true],
    ["'blue-7' StringEquals @Resource[name]", true],
    ["@Resource[missing] StringEquals 'x'", undefined],
    ["NOT @Resource[missing] StringEquals 'x'", undefined],
    ["@Principal[a] StringEquals 'x'", undefined],
    ["@Elsewhere[a] StringEquals 'x'", undefined],
    ['Exists @Resource[name]', true],
    ['Exists @Resource[missing]', false],
    ['NOT Exists @Resource[missing]', true],
    ['Exists @Principal[a]', undefined],
    ["Exists 'name'", undefined],
    ['Exists', undefined],
    ['@Resource[__proto__] StringEquals @Resource[constructor]', undefined],
    ['Exists @Resource[constructor]', false],
  ])('%s is %s', (condition, expected) => {
    expect(conditionHolds(condition, { action: read, attributes: known })).toBe(expected);
  });
});

describe('sets', () => {
  test.each([
    ["{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'blue', 'green'}", true],
    ["{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'orange', 'green'}", false],
    ["{'red', 'blue'} ForAllOfAnyValues:StringEquals {'orange', 'red', 'blue'}", true],
    ["{'red', 'blue'} ForAllOfAnyValues:StringEquals {'red', 'green'}", false],
    ['{10, 20} ForAnyOfAllValues:NumericLessThan {15, 18}', true],
    ['{10, 20} ForAnyOfAllValues:NumericLessThan {5, 15}', false],
    ['{10, 20} ForAllOfAllValues:NumericLessThan {5, 15, 18}', false],
    ['{10, 20} ForAllOfAllValues:NumericLessThan {25, 30}', true],
    ["@Resource[tags] ForAnyOfAnyValues:StringEquals {'red'}", true],
    ["@Resource[tags] ForAllOfAllValues:StringNotEquals {'green', 'grey'}", true],
    ["@Resource[tags] ForAnyOfAllValues:StringNotEquals {'red', 'blue'}", false],
    ["@Resource[name] ForAnyOfAnyValues:StringLike {'x*', 'blue*'}", true],
    ["@Resource[name] StringEquals {'blue-7'}", true],
    ["@Resource[name] StringEquals {'blue-7', 'x'}", undefined],
    ["@Resource[tags] StringEquals 'red'", undefined],
    ["@Resource[none] ForAllOfAnyValues:StringEquals {'red'}", undefined],
    ["@Resource[missing] ForAllOfAnyValues:StringEquals {'red'}", undefined],
    ["{'red', 5} ForAnyOfAnyValues:NumericEquals {5}", undefined],
    ["{} ForAllOfAnyValues:StringEquals {'red'}", undefined],
    ["{'red',} ForAllOfAnyValues:StringEquals {'red'}", undefined],
    ["{'red' 'blue'} ForAllOfAnyValues:StringEquals {'red'}", undefined],
    ["{'red'} ForSomeOfAnyValues:StringEquals {'red'}", undefined],
  ])('%s is %s', (condition, expected) => {
    expect(conditionHolds(condition, { action: read, attributes: known })).toBe(expected);
  });
});

test('no text makes an evaluation throw, and what is not a condition is not known to hold', () => {
  const words = `( ) ! && AND OR NOT Exists { } , 'a' 5 ActionMatches {'*'} @Resource[name] @Request[x] StringEquals ForAnyOfAnyValues:GuidEquals @ [ '`;
  const word = fc.constantFrom(...words.split(' '));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
      ),
      (condition) => {
        const truth = conditionHolds(condition, { action: read, attributes: known });
        expect([true, false, undefined]).toContain(truth);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('a condition and its negation never both hold', () => {
  const leaf = fc.constantFrom(
    "ActionMatches{'*'}",
    "ActionMatches{'x'}",
    "@Resource[name] StringEquals 'blue-7'",
    'Exists @Resource[missing]',
    '@Principal[x] BoolEquals true',
  );
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a}) AND (${b})`),
      fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `(${a}) || (${b})`),
      tie('tree').map((a) => `NOT (${a})`),
    ),
  }));
  fc.assert(
    fc.property(tree, (condition) => {
      const check = { action: read, attributes: known };
      const truth = conditionHolds(condition, check);
      const negated = conditionHolds(`!(${condition})`, check);
      expect(negated).toBe(truth === undefined ? undefined : !truth);
    }),
    { numRuns: 2_000 },
  );
});
