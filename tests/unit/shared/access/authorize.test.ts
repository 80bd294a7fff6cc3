import { expect, test } from 'vitest';
import { authorize, authorizeAll, explainAccess } from '../../../../shared/access/authorize.ts';
import type { Caller } from '../../../../shared/access/caller.ts';
import {
  alice,
  assignment,
  denyAssignment,
  permission,
  role,
  subscription,
  vm,
} from '../../../support/accessFacts.ts';
import { fakeAccess } from '../../../support/fakeAccess.ts';

const caller: Caller = {
  principalId: alice,
  kind: 'User',
  tenantId: '70000000-0000-4000-8000-000000000001',
  name: 'Alice',
  userName: 'alice@contoso.example',
  groups: ['40000000-0000-4000-8000-000000000001'],
  appRoles: [],
};
const read = { action: 'Microsoft.Compute/virtualMachines/read', scope: vm };
const restart = { action: 'Microsoft.Compute/virtualMachines/restart/action', scope: vm };
const reading = {
  roleAssignments: [assignment({ principalId: '40000000-0000-4000-8000-000000000001' })],
  customRoles: [role([permission({ actions: ['*/read'], dataActions: ['*/login/action'] })])],
};

test('what a group grants is authorized', async () => {
  const access = fakeAccess(reading);

  await expect(authorize({ access }, caller, read)).resolves.toBeUndefined();
});

test('a refusal names principal, action and scope as ARM does', async () => {
  const access = fakeAccess(reading);

  await expect(authorize({ access }, caller, restart)).rejects.toMatchObject({
    code: 'AuthorizationFailed',
    status: 403,
    message: `The client 'alice@contoso.example' with object id '${alice}' does not have authorization to perform action '${restart.action}' over scope '${vm}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  });
});

test('a refusal by a deny assignment names it as ARM does', async () => {
  const deny = denyAssignment();
  const access = fakeAccess({ ...reading, denyAssignments: [deny] });

  await expect(authorize({ access }, caller, read)).rejects.toMatchObject({
    code: 'AuthorizationFailed',
    message: `The client 'alice@contoso.example' with object id '${alice}' has permission to perform action '${read.action}' on scope '${vm}'; however, the access is denied because of the deny assignment with name 'hands off' and Id '${deny.name}' at scope '${subscription}'.`,
  });
});

test('of several checks the first refused one is named, after one reading', async () => {
  const access = fakeAccess(reading);
  let readings = 0;
  const counting = {
    ...access,
    roleAssignmentsOf: (ids: readonly string[]) => {
      readings += 1;
      return access.roleAssignmentsOf(ids);
    },
  };

  const attempt = authorizeAll({ access: counting }, caller, [read, restart]);

  await expect(attempt).rejects.toMatchObject({
    code: 'AuthorizationFailed',
    message: expect.stringContaining(restart.action),
  });
  expect(readings).toBe(1);
});

test('an explanation has one row per action and data action, in order', async () => {
  const access = fakeAccess(reading);

  const rows = await explainAccess({ access }, caller, {
    actions: [restart.action, read.action],
    dataActions: ['Microsoft.Compute/virtualMachines/login/action'],
    scope: vm,
  });

  expect(rows.map(({ action, allowed }) => ({ action, allowed }))).toEqual([
    { action: restart.action, allowed: false },
    { action: read.action, allowed: true },
    { action: 'Microsoft.Compute/virtualMachines/login/action', allowed: true },
  ]);
});

test('data actions need not be asked about', async () => {
  const rows = await explainAccess({ access: fakeAccess() }, caller, { actions: [read.action], scope: vm });

  expect(rows).toHaveLength(1);
});

test('a refusal tells what is missing and where to ask why, and nothing of what exists', async () => {
  const access = fakeAccess();
  const missing = {
    action: restart.action,
    isDataAction: false,
    cause: 'NoRoleAssignment',
  };

  for (const scope of [vm, `${vm}-that-does-not-exist`]) {
    await expect(authorize({ access }, caller, { ...restart, scope })).rejects.toMatchObject({
      missing: { ...missing, scope, checkAccess: `${scope}/providers/Microsoft.Authorization/checkAccess` },
    });
  }
  await expect(authorize({ access }, caller, { ...restart, scope: '/' })).rejects.toMatchObject({
    missing: { checkAccess: '/providers/Microsoft.Authorization/checkAccess' },
  });
});

test('what is assigned at a management group above the subscription counts', async () => {
  const scope = '/providers/Microsoft.Management/managementGroups/team';
  const held = { ...reading, roleAssignments: [assignment({ scope })] };
  const subscriptionId = subscription.slice('/subscriptions/'.length);
  const managementGroups = [{ subscriptionId, managementGroups: ['team'] }];

  await expect(authorize({ access: fakeAccess(held) }, caller, read)).rejects.toMatchObject({
    code: 'AuthorizationFailed',
  });
  await expect(
    authorize({ access: fakeAccess({ ...held, managementGroups }) }, caller, read),
  ).resolves.toBeUndefined();
});

test('a condition on the time holds while the clock says so, and without a clock is not known to', async () => {
  const condition = "@Environment[UtcNow] DateTimeLessThan '2026-11-21T12:00:00Z'";
  const access = fakeAccess({ ...reading, roleAssignments: [assignment({ condition })] });
  const at = (time: string) => ({ access, now: () => Date.parse(time) });

  await expect(authorize(at('2026-11-21T11:59:59.999Z'), caller, read)).resolves.toBeUndefined();
  await expect(authorize(at('2026-11-21T12:00:00Z'), caller, read)).rejects.toMatchObject({
    missing: { cause: 'ConditionNotMet' },
  });
  await expect(authorize({ access }, caller, read)).rejects.toMatchObject({
    missing: { cause: 'ConditionUnknown' },
  });
});

test('what is asked about is passed on to conditions', async () => {
  const condition = "@Request[x] StringEquals 'yes'";
  const access = fakeAccess({ ...reading, roleAssignments: [assignment({ condition })] });
  const asked = (x: string) => ({ ...read, attributes: { request: { x } } });

  await expect(authorize({ access, now: () => 0 }, caller, asked('yes'))).resolves.toBeUndefined();
  await expect(authorize({ access, now: () => 0 }, caller, asked('no'))).rejects.toMatchObject({
    code: 'AuthorizationFailed',
  });
});
