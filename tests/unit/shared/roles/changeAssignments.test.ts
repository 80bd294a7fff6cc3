import { expect, test } from 'vitest';
import type { RoleAssignment } from '../../../../shared/access/ports.ts';
import { putAssignment, removeAssignment } from '../../../../shared/roles/changeAssignments.ts';
import {
  alice,
  assignment,
  resourceGroup,
  role,
  roleName,
  subscription,
  vm,
} from '../../../support/accessFacts.ts';
import { type AccessSeed, fakeAccess } from '../../../support/fakeAccess.ts';
import { fakeAudit } from '../../../support/fakeAudit.ts';
import { aCaller, start } from '../../../support/sessionFacts.ts';

const admin = aCaller({
  principalId: '20000000-0000-4000-8000-000000000001',
  userName: 'owner@contoso.example',
});
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const other = '60000000-0000-4000-8000-0000000000bb';
const bob = '20000000-0000-4000-8000-0000000000bb';

function world(seed: Partial<AccessSeed> = {}) {
  const access = fakeAccess(seed);
  const audit = fakeAudit();
  const deps = { access, accessWriter: access, audit, now: () => start };
  const by = { caller: admin, sourceIpAddress: '203.0.113.9' };
  return {
    access,
    audit,
    put: (over: Partial<RoleAssignment> = {}) => {
      const wanted = assignment({ roleDefinitionId: reader, scope: vm, ...over });
      return putAssignment(deps, { ...by, wanted });
    },
    remove: (place: Pick<RoleAssignment, 'scope' | 'name'>) => removeAssignment(deps, { ...by, ...place }),
  };
}

test('an assignment is stored with who made it and when, and audited', async () => {
  const { access, audit, put } = world();

  const made = await put();

  const stored = assignment({
    roleDefinitionId: reader,
    scope: vm,
    createdAt: start,
    createdBy: admin.principalId,
  });
  expect(made).toEqual({ assignment: stored, isNew: true });
  expect(access.seed.roleAssignments).toEqual([stored]);
  expect(audit.rows).toEqual([
    {
      time: start,
      event: 'roleAssigned',
      outcome: 'Success',
      principalId: admin.principalId,
      userName: 'owner@contoso.example',
      sourceIpAddress: '203.0.113.9',
      scope: vm,
      affectedPrincipalId: alice,
      roleName: 'Reader',
      reason: `${stored.name}: Reader of User ${alice}`,
    },
  ]);
});

test('the same call again changes nothing and is no second row', async () => {
  const { access, audit, put } = world();
  const { assignment: first } = await put();

  const again = await put({ principalId: alice.toUpperCase(), scope: vm.toUpperCase() });

  expect(again).toEqual({ assignment: first, isNew: false });
  expect(access.seed.roleAssignments).toEqual([first]);
  expect(audit.rows).toHaveLength(1);
});

test('a subscription has four thousand assignments and no more; what is there may still be changed', async () => {
  const roleAssignments = Array.from({ length: 4_000 }, (_, index) =>
    assignment({
      name: `61000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      scope: `${vm}-${index}`,
    }),
  );
  const [first] = roleAssignments;
  const { access, put } = world({ roleAssignments, customRoles: [role([])] });

  await expect(put()).rejects.toMatchObject({ code: 'RoleAssignmentLimitExceeded' });

  expect((await put({ ...first, description: 'Night shift' })).isNew).toBe(false);
  expect(access.seed.roleAssignments).toHaveLength(4_000);
});

test('the same grant under another name exists already, also when it comes at the same moment', async () => {
  const { access, put } = world();
  const exists = { code: 'RoleAssignmentExists', status: 409 };

  const both = await Promise.allSettled([put(), put({ name: other })]);
  await expect(put({ name: other })).rejects.toMatchObject(exists);

  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(access.seed.roleAssignments).toHaveLength(1);
});

test.each<[string, Partial<RoleAssignment>]>([
  ['principal', { principalId: bob }],
  ['role', { roleDefinitionId: owner }],
  ['scope', { scope: resourceGroup }],
])('the %s of an assignment never changes', async (_, over) => {
  const { access, put } = world();
  await put();
  const before = access.seed.roleAssignments;

  await expect(put(over)).rejects.toMatchObject({ code: 'RoleAssignmentUpdateNotPermitted' });
  expect(access.seed.roleAssignments).toEqual(before);
});

test('condition and description change, and can be taken off again', async () => {
  const { access, audit, put } = world();
  await put({ description: 'old', condition: `ActionMatches{'*/read'}` });

  await put({ condition: `ActionMatches{'*/write'}` });
  expect(access.seed.roleAssignments).toMatchObject([{ condition: `ActionMatches{'*/write'}` }]);
  const { assignment: bare } = await put();

  expect(bare).toEqual(
    assignment({
      roleDefinitionId: reader,
      scope: vm,
      createdAt: start,
      createdBy: admin.principalId,
      updatedAt: start,
      updatedBy: admin.principalId,
    }),
  );
  expect(audit.rows.map(({ reason }) => reason?.endsWith('under a condition'))).toEqual([true, true, false]);
});

test('a change that somebody else was quicker with is refused', async () => {
  const { access, put } = world();
  await put();
  access.replaceAssignment = async () => false;

  await expect(put({ description: 'x' })).rejects.toMatchObject({ code: 'PreconditionFailed' });
});

test('a role that does not exist is not assigned', async () => {
  const { put } = world();

  await expect(put({ roleDefinitionId: roleName })).rejects.toMatchObject({
    code: 'RoleDefinitionDoesNotExist',
    status: 404,
  });
});

test('a custom role is assigned within its scopes only', async () => {
  const { put } = world({ customRoles: [role([], { assignableScopes: [resourceGroup] })] });

  await expect(put({ roleDefinitionId: roleName, scope: subscription })).rejects.toMatchObject({
    code: 'RoleNotAssignableHere',
  });
  expect(await put({ roleDefinitionId: roleName })).toMatchObject({ isNew: true });
});

test('a condition that cannot be read is refused rather than stored', async () => {
  const { access, put } = world();

  await expect(put({ condition: 'ActionMatches{' })).rejects.toMatchObject({
    code: 'InvalidRequest',
    target: 'properties.condition',
  });
  expect(access.seed.roleAssignments).toEqual([]);
});

test('a removed assignment is audited once; one that is elsewhere or gone is none', async () => {
  const { access, audit, put, remove } = world();
  const { assignment: made } = await put();
  audit.rows.length = 0;

  expect(await remove({ name: made.name, scope: resourceGroup })).toBeUndefined();
  expect(await remove({ name: made.name.toUpperCase(), scope: vm.toUpperCase() })).toEqual(made);
  expect(await remove(made)).toBeUndefined();

  expect(access.seed.roleAssignments).toEqual([]);
  expect(audit.rows).toMatchObject([{ event: 'roleUnassigned', scope: vm }]);
});

const first = assignment({ roleDefinitionId: owner });
const second = assignment({ roleDefinitionId: owner, name: other, principalId: bob });
const last = { code: 'LastOwnerAssignment' };

test('A15b the last owner of a subscription stays, and is not put under a condition', async () => {
  const { access, put, remove } = world({ roleAssignments: [first] });
  access.removeAssignment = async () => expect.unreachable('It is there all the time.');

  await expect(remove(first)).rejects.toMatchObject(last);
  await expect(put({ ...first, condition: `ActionMatches{'*'}` })).rejects.toMatchObject(last);

  expect(access.seed.roleAssignments).toEqual([first]);
});

test.each<[string, RoleAssignment]>([
  ['there', second],
  ['above', { ...second, scope: '/' }],
  [
    'in a management group above',
    { ...second, scope: '/providers/Microsoft.Management/managementGroups/mg' },
  ],
])('an owner goes when another one is %s', async (_, more) => {
  const id = subscription.split('/')[2] ?? '';
  const managementGroups = [{ subscriptionId: id, managementGroups: ['mg'] }];
  const { remove } = world({ roleAssignments: [first, more], managementGroups });

  expect(await remove(first)).toEqual(first);
});

test.each<[string, RoleAssignment]>([
  ['of a resource group', { ...second, scope: resourceGroup }],
  ['under a condition', { ...second, condition: `ActionMatches{'*/read'}` }],
])('another owner %s does not count', async (_, more) => {
  const { remove } = world({ roleAssignments: [first, more] });

  await expect(remove(first)).rejects.toMatchObject(last);
});

test('of two owners who remove each other at once one stays', async () => {
  const { access, remove } = world({ roleAssignments: [first, second] });
  const removeOne = access.removeAssignment.bind(access);
  const gate = Promise.withResolvers<void>();
  let arrived = 0;
  access.removeAssignment = async (one) => {
    const removed = await removeOne(one);
    arrived += 1;
    if (arrived === 2) gate.resolve();
    await gate.promise;
    return removed;
  };

  const outcomes = await Promise.allSettled([remove(first), remove(second)]);

  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
  expect(access.seed.roleAssignments.length).toBeGreaterThan(0);
});

test.each<[string, (put: () => Promise<unknown>, remove: () => Promise<unknown>) => Promise<unknown>]>([
  ['puts the other under a condition', (put) => put()],
  ['removes the other', (_, remove) => remove()],
])('of two owners of whom one puts the other under a condition, and one %s, one stays', async (_, act) => {
  const { access, put, remove } = world({ roleAssignments: [first, second] });
  const condition = `ActionMatches{'*/read'}`;
  const gate = Promise.withResolvers<void>();
  let arrived = 0;
  const bothAtOnce = async <T>(write: () => Promise<T>): Promise<T> => {
    arrived += 1;
    if (arrived === 2) gate.resolve();
    await gate.promise;
    return await write();
  };
  const replaceOne = access.replaceAssignment.bind(access);
  const removeOne = access.removeAssignment.bind(access);
  access.replaceAssignment = (before, after) => bothAtOnce(() => replaceOne(before, after));
  access.removeAssignment = (one) => bothAtOnce(() => removeOne(one));

  const outcomes = await Promise.allSettled([
    put({ ...first, condition }),
    act(
      () => put({ ...second, condition }),
      () => remove(second),
    ),
  ]);

  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
  expect(access.seed.roleAssignments.some((one) => one.condition === undefined)).toBe(true);
});
