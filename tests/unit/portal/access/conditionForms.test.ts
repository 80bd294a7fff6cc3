import { expect, test } from 'vitest';
import { type ConditionForm, fromCondition, toCondition } from '../../../../portal/access/conditionForms.ts';
import { conditionHolds } from '../../../../shared/access/condition.ts';

const [reader, owner] = ['acdd72a7-3385-48ef-bd42-f606fba81ae7', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'];
const roleId = 'Microsoft.Authorization/roleAssignments:RoleDefinitionId';
const from = '2026-11-21T08:00:00.000Z';
const until = '2026-11-21T17:00:00.000Z';

test.each<ConditionForm>([
  { kind: 'time', from, until },
  { kind: 'time', from: '', until },
  { kind: 'time', from, until: '' },
  { kind: 'roles', roles: [reader] },
  { kind: 'roles', roles: [reader, owner] },
])('%j is known again', (form) => {
  expect(fromCondition(toCondition(form))).toEqual(form);
});

test.each([
  '',
  "@Resource[x] StringEquals 'y'",
  `${toCondition({ kind: 'time', from, until })} AND @Resource[x] StringEquals 'y'`,
  `!(${toCondition({ kind: 'time', from, until })})`,
])('what somebody wrote, %j, is no form', (condition) => {
  expect(fromCondition(condition)).toBeUndefined();
});

test.each([
  ['2026-11-21T07:59:59.999Z', false],
  [from, true],
  ['2026-11-21T16:59:59.999Z', true],
  [until, false],
])('between two times: at %s it is %j', (utcNow, expected) => {
  const condition = toCondition({ kind: 'time', from, until });

  expect(conditionHolds(condition, { action: 'any', attributes: { environment: { UtcNow: utcNow } } })).toBe(
    expected,
  );
});

test.each([
  ['write', 'request', reader, true],
  ['write', 'request', owner, false],
  ['delete', 'resource', reader, true],
  ['delete', 'resource', owner, false],
] as const)('who may give only one role may %s with %s %s: %j', (verb, source, role, expected) => {
  const condition = toCondition({ kind: 'roles', roles: [reader] });
  const action = `Microsoft.Authorization/roleAssignments/${verb}`;

  expect(conditionHolds(condition, { action, attributes: { [source]: { [roleId]: role } } })).toBe(expected);
  expect(conditionHolds(condition, { action: 'Microsoft.Compute/virtualMachines/read' })).toBe(true);
});
