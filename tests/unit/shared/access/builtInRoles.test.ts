import { expect, test } from 'vitest';
import { builtInRoles } from '../../../../shared/access/builtInRoles.ts';
import { parseCondition } from '../../../../shared/access/parseCondition.ts';

// What each of them may do is in cases/roleCases.ts.

test('no two roles have one GUID or one name', () => {
  for (const key of ['name', 'roleName'] as const) {
    expect(new Set(builtInRoles.map((role) => role[key])).size).toBe(builtInRoles.length);
  }
});

test('every role may be assigned everywhere, and only those for logging in give data', () => {
  const withData = builtInRoles.filter((role) =>
    role.permissions.some((entry) => entry.dataActions.length > 0),
  );

  expect(new Set(builtInRoles.flatMap((role) => role.assignableScopes))).toEqual(new Set(['/']));
  expect(withData.map(({ roleName }) => roleName)).toEqual([
    'Virtual Machine Administrator Login',
    'Virtual Machine User Login',
  ]);
});

test('the conditions of roles can be read', () => {
  const conditions = builtInRoles.flatMap((role) =>
    role.permissions.flatMap((entry) => entry.condition ?? []),
  );

  expect(conditions).toHaveLength(1);
  expect(conditions.map(parseCondition)).not.toContain(undefined);
});
