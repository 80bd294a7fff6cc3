import { expect, test } from 'vitest';
import { builtInRoles } from '../../../../shared/access/builtInRoles.ts';
import { putDefinition, removeDefinition } from '../../../../shared/roles/changeDefinitions.ts';
import { assignment, permission, role, roleName, subscription } from '../../../support/accessFacts.ts';
import { type AccessSeed, fakeAccess } from '../../../support/fakeAccess.ts';
import { fakeAudit } from '../../../support/fakeAudit.ts';
import { aCaller, start } from '../../../support/sessionFacts.ts';

const custom = role([permission({ actions: ['*/read'], dataActions: ['a/b'] })], { roleName: 'Night Shift' });
const by = { caller: aCaller(), sourceIpAddress: '203.0.113.9', scope: subscription };

function world(seed: Partial<AccessSeed> = {}) {
  const access = fakeAccess(seed);
  const audit = fakeAudit();
  return { access, audit, deps: { access, accessWriter: access, audit, now: () => start } };
}

test('a custom role is stored, stored again, and each time audited with what it gives', async () => {
  const { access, audit, deps } = world();

  expect(await putDefinition(deps, { ...by, definition: custom })).toBe(true);
  expect(await putDefinition(deps, { ...by, definition: { ...custom, description: 'x' } })).toBe(false);

  expect(access.seed.customRoles).toEqual([{ ...custom, description: 'x' }]);
  expect(audit.rows).toMatchObject([
    { event: 'roleDefined', scope: subscription, reason: `${roleName}: Night Shift: */read, a/b at /` },
    { event: 'roleDefined' },
  ]);
});

test('the audit row begins with the widest that a role gives, and has what it takes away and where', async () => {
  const { audit, deps } = world();
  const narrow = Array.from({ length: 100 }, (_, index) => `a/${'b'.repeat(40)}/${100 + index}`);
  const definition = role([permission({ actions: [...narrow, 'a/*', '*'], notActions: ['c/delete'] })], {
    assignableScopes: [subscription],
  });

  await putDefinition(deps, { ...by, definition });

  expect(audit.rows[0]?.reason).toBe(
    `${roleName}: Test role: *, a/*, ${narrow.join(', ')} without c/delete at ${subscription}`,
  );
});

test('there are a thousand custom roles and no more; those that are there may still be changed', async () => {
  const customRoles = Array.from({ length: 1_000 }, (_, index) =>
    role([permission()], {
      name: `71000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      roleName: `${index}`,
    }),
  );
  const { deps } = world({ customRoles });

  await expect(putDefinition(deps, { ...by, definition: custom })).rejects.toMatchObject({
    code: 'RoleDefinitionLimitExceeded',
  });

  const [first = custom] = customRoles;
  expect(await putDefinition(deps, { ...by, definition: { ...first, description: 'x' } })).toBe(false);
});

test('a name that another role has is refused, also a built-in one and in another case', async () => {
  const { deps } = world();
  const definition = { ...custom, roleName: 'oWNER' };

  await expect(putDefinition(deps, { ...by, definition })).rejects.toMatchObject({
    code: 'RoleDefinitionWithSameNameExists',
  });
});

test('a built-in role is neither changed nor deleted', async () => {
  const { deps } = world();
  const name = builtInRoles[0]?.name ?? '';

  for (const attempt of [
    putDefinition(deps, { ...by, definition: { ...custom, name } }),
    removeDefinition(deps, { ...by, name }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: 'InvalidRequest', target: 'roleDefinitionName' });
  }
});

test('a role that somebody has stays', async () => {
  const held = assignment({ roleDefinitionId: `/providers/x/roleDefinitions/${roleName.toUpperCase()}` });
  const { access, deps } = world({ customRoles: [custom], roleAssignments: [held] });

  await expect(removeDefinition(deps, { ...by, name: roleName })).rejects.toMatchObject({
    code: 'RoleDefinitionHasAssignments',
  });
  expect(access.seed.customRoles).toEqual([custom]);
});

test('a role that nobody has goes, once', async () => {
  const { audit, deps } = world({ customRoles: [custom] });

  expect(await removeDefinition(deps, { ...by, name: roleName })).toEqual(custom);
  expect(await removeDefinition(deps, { ...by, name: roleName })).toBeUndefined();

  expect(audit.rows).toMatchObject([{ event: 'roleDeleted' }]);
});
