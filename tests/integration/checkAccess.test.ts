import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AccessSeed, seedAccess } from '../../shared/azure/accessTable.ts';
import type { CheckAccessResponse } from '../../shared/contracts/access.ts';
import { assignment, denyAssignment, resourceGroup, subscription, vm } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { bastion } from '../support/sessionFacts.ts';

// Why somebody may or may not, asked of the app's own handlers over a real table.

let plane: ControlPlane;
const lookupsPerMinute = 40;
beforeAll(async () => {
  vi.stubEnv('SALLYPORT_LOOKUPS_PER_MINUTE', String(lookupsPerMinute));
  plane = await startControlPlane();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await plane[Symbol.asyncDispose]();
});

const connect = 'Microsoft.SerialConsole/serialPorts/connect/action';
const disconnect = 'Microsoft.Network/bastionHosts/disconnectActiveSessions/action';
const read = 'Microsoft.Compute/virtualMachines/read';
const group = '40000000-0000-4000-8000-000000000001';
const [ops, vmops] = ['20000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000003'];

const pathOf = (scope: string): string => `${scope}/providers/Microsoft.Authorization/checkAccess`;
const ask = (user: string, scope: string, body: object) => plane.as(user, 'POST', pathOf(scope), { body });
async function answer(user: string, scope: string, body: object): Promise<CheckAccessResponse> {
  const { status, body: found } = await ask(user, scope, body);
  expect(status).toBe(200);
  return found as CheckAccessResponse;
}

/** The fleet's own roles and something more, for one test. */
async function withMore<T>(more: Partial<AccessSeed>, run: () => Promise<T>): Promise<T> {
  const seed = { ...plane.file, managementGroups: plane.file.fleet.subscriptions };
  const roleAssignments = [...seed.roleAssignments, ...(more.roleAssignments ?? [])];
  await seedAccess(plane.tables.access, { ...seed, ...more, roleAssignments });
  try {
    return await run();
  } finally {
    await seedAccess(plane.tables.access, seed);
  }
}

describe('what a subscription is called', () => {
  const hub = {
    id: subscription,
    subscriptionId: subscription.split('/').at(-1),
    displayName: 'Contoso Hub',
    state: 'Enabled',
  };

  test.each(['reader', 'console-only'])('is told to %s, who has a role in it', async (user) => {
    expect(await plane.as(user, 'GET', '/subscriptions')).toMatchObject({
      status: 200,
      body: { value: [hub] },
    });
    expect(await plane.as(user, 'GET', subscription.toUpperCase())).toMatchObject({ status: 200, body: hub });
  });

  test('is told to nobody else, whether it exists or not', async () => {
    expect(await plane.as('outsider', 'GET', '/subscriptions')).toMatchObject({ body: { value: [] } });
    for (const path of [subscription, '/subscriptions/00000000-0000-4000-8000-0000000000ff']) {
      expect(await plane.as('outsider', 'GET', path), path).toMatchObject({
        status: 403,
        body: { error: { code: 'AuthorizationFailed' } },
      });
    }
    expect(
      await plane.as('owner', 'GET', '/subscriptions/00000000-0000-4000-8000-0000000000ff'),
    ).toMatchObject({
      status: 403,
    });
  });
});

describe('one’s own access', () => {
  test('says by which role, assigned where, and through which group', async () => {
    const { value } = await answer('ops', vm, { actions: [connect] });

    expect(value).toMatchObject([
      {
        action: connect,
        allowed: true,
        cause: 'RoleAssignment',
        grantedBy: { roleName: 'Contributor', scope: subscription, isInherited: true, groupId: group },
      },
    ]);
  });

  test('says what is missing, what is there instead, and the narrowest role that would help', async () => {
    const { value, smallestRole } = await answer('reader', bastion, { actions: [disconnect] });

    expect(value).toMatchObject([
      {
        allowed: false,
        cause: 'ActionNotListed',
        reason: `None of the roles that reach this scope has '${disconnect}': 'Reader'.`,
        missed: [{ roleName: 'Reader', scope: subscription, cause: 'ActionNotListed' }],
        smallestRole: { roleName: 'Session Administrator', type: 'CustomRole' },
      },
    ]);
    expect(smallestRole?.roleName).toBe('Session Administrator');
  });

  test('whoever may not read roles is told of Azure’s own only', async () => {
    const { value } = await answer('console-only', vm, {
      actions: ['Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action'],
    });

    expect(value[0]?.smallestRole).toMatchObject({
      roleName: 'Virtual Machine Contributor',
      type: 'BuiltInRole',
    });
  });

  test('data actions are asked beside actions, in order', async () => {
    const login = 'Microsoft.Compute/virtualMachines/login/action';

    const { value } = await answer('owner', vm, { actions: [read], dataActions: [login] });

    expect(value.map(({ action, isDataAction, allowed }) => ({ action, isDataAction, allowed }))).toEqual([
      { action: read, isDataAction: false, allowed: true },
      { action: login, isDataAction: true, allowed: false },
    ]);
    expect(value[1]?.smallestRole?.roleName).toBe('Virtual Machine User Login');
  });

  test('somebody without a role hears the same of what exists and of what does not', async () => {
    const there = await answer('outsider', vm, { actions: [read, connect] });
    const nowhere = await answer('outsider', `${vm}-x`, { actions: [read, connect] });

    expect(JSON.stringify(nowhere).replaceAll(`${vm}-x`, vm)).toBe(JSON.stringify(there));
    expect(there.value.map(({ cause }) => cause)).toEqual(['NoRoleAssignment', 'NoRoleAssignment']);
  });

  test.each([
    [{}, 'actions'],
    [{ actions: [] }, 'actions'],
    [{ actions: [''] }, 'actions[0]'],
    [{ actions: [read], principalId: 'nobody' }, 'principalId'],
    [{ actions: Array.from({ length: 101 }, () => read) }, 'actions'],
  ])('%j is not a question', async (body, target) => {
    expect(await ask('owner', vm, body)).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidRequest', target } },
    });
  });
});

describe('somebody else’s access', () => {
  test('is told to who may read role assignments, the groups of that person counted', async () => {
    const { principalId, value } = await answer('owner', vm, { actions: [connect], principalId: ops });

    expect(principalId).toBe(ops);
    expect(value).toMatchObject([{ allowed: true, grantedBy: { roleName: 'Contributor', groupId: group } }]);
  });

  test('is told with the fleet’s own roles as a way out', async () => {
    const { smallestRole } = await answer('reader', bastion, { actions: [disconnect], principalId: vmops });

    expect(smallestRole?.roleName).toBe('Session Administrator');
  });

  test('is nothing for somebody whom nobody knows', async () => {
    const principalId = '20000000-0000-4000-8000-0000000000ff';

    const { value } = await answer('owner', vm, { actions: [connect], principalId });

    expect(value).toMatchObject([{ allowed: false, cause: 'NoRoleAssignment' }]);
  });

  test('is refused to others, with what is missing and where to ask, and the refusal is audited', async () => {
    const action = 'Microsoft.Authorization/roleAssignments/read';

    const refused = await ask('console-only', vm, { actions: [connect], principalId: ops });

    expect(refused).toMatchObject({
      status: 403,
      body: {
        error: {
          code: 'AuthorizationFailed',
          additionalInfo: [
            {
              type: 'MissingAccess',
              info: { action, scope: vm, cause: 'ActionNotListed', checkAccess: pathOf(vm) },
            },
          ],
        },
      },
    });
    const reasons: unknown[] = [];
    for await (const { event, reason } of plane.tables.audit.listEntities()) {
      if (event === 'refused') reasons.push(reason);
    }
    expect(reasons).toContainEqual(expect.stringContaining(action));
  });
});

describe('what stops it', () => {
  test('a denial is named, and the call itself is refused by it', async () => {
    const deny = denyAssignment({
      denyAssignmentName: 'frozen',
      scope: resourceGroup,
      permissions: [{ actions: ['*'], notActions: ['*/read'], dataActions: [], notDataActions: [] }],
      principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
      excludePrincipals: [{ id: vmops, type: 'User' }],
    });

    await withMore({ denyAssignments: [deny] }, async () => {
      const { value } = await answer('owner', vm, { actions: [connect, read] });
      const other = await answer('vmops', vm, { actions: [connect] });
      const call = await plane.as('owner', 'POST', `${vm}/restart`);

      expect(value).toMatchObject([
        {
          cause: 'DenyAssignment',
          deniedBy: { denyAssignmentName: 'frozen', scope: resourceGroup, isForEverybody: true },
        },
        { action: read, allowed: true },
      ]);
      expect(value[0]).not.toHaveProperty('smallestRole');
      expect(other.value).toMatchObject([{ allowed: true }]);
      expect(call).toMatchObject({
        status: 403,
        body: { error: { message: expect.stringContaining("deny assignment with name 'frozen'") } },
      });
    });
  });

  test('a condition is named, and the call itself is refused by it', async () => {
    const condition = "(!(ActionMatches{'*/restart/action'})) OR (@Principal[x] StringEquals 'y')";
    const held = assignment({
      principalId: '20000000-0000-4000-8000-000000000006',
      roleDefinitionId: '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
      scope: vm,
      condition,
    });
    const restart = 'Microsoft.Compute/virtualMachines/restart/action';

    await withMore({ roleAssignments: [held] }, async () => {
      const { value } = await answer('outsider', vm, { actions: [connect, restart] });

      expect(value).toMatchObject([
        { action: connect, allowed: true },
        { action: restart, cause: 'ConditionUnknown', missed: [{ condition, isInherited: false }] },
      ]);
      expect(await plane.as('outsider', 'POST', `${vm}/restart`)).toMatchObject({ status: 403 });
    });
  });
});

test('what is made at a management group above is listed below it', async () => {
  const scope = '/providers/Microsoft.Management/managementGroups/contoso';
  const held = assignment({ scope });
  const [custom] = plane.file.customRoles;
  const made = { ...custom, name: '50000000-0000-4000-8000-0000000000cc', assignableScopes: [scope] };
  const list = async (what: string): Promise<readonly { readonly name: string }[]> => {
    const path = `${vm}/providers/Microsoft.Authorization/${what}`;
    const { body } = await plane.as('owner', 'GET', path);
    return (body as { value: { name: string }[] }).value;
  };

  await withMore(
    { roleAssignments: [held], customRoles: [made as AccessSeed['customRoles'][number]] },
    async () => {
      expect((await list('roleAssignments')).map(({ name }) => name)).toContain(held.name);
      expect((await list('roleDefinitions')).map(({ name }) => name)).toContain(made.name);
      expect(
        await plane.as(
          'owner',
          'GET',
          `${vm}/providers/Microsoft.Authorization/roleDefinitions/${made.name}`,
        ),
      ).toMatchObject({ status: 200 });
    },
  );
});

test('a role at a management group above the subscription opens what is below it', async () => {
  const scope = '/providers/Microsoft.Management/managementGroups/contoso';
  const held = assignment({
    principalId: '20000000-0000-4000-8000-000000000006',
    roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    scope,
  });

  expect(await plane.as('outsider', 'GET', vm)).toMatchObject({ status: 403 });
  await withMore({ roleAssignments: [held] }, async () => {
    const { value } = await answer('outsider', vm, { actions: [read] });

    expect(value).toMatchObject([{ allowed: true, grantedBy: { scope, isInherited: true } }]);
    expect(await plane.as('outsider', 'GET', vm)).toMatchObject({ status: 200 });
    expect(
      await plane.as('outsider', 'GET', `${vm}/providers/Microsoft.Authorization/permissions`),
    ).toMatchObject({
      body: { value: [{ actions: ['*/read'] }] },
    });
  });
});

test('who asks about one person after the other is told to wait; the way to the directory is for everybody', async () => {
  const list = `${vm}/providers/Microsoft.Authorization/roleAssignments`;
  // All at once, and twice what a minute has: however slow the machine, no minute's worth comes back meanwhile.
  const asked = Array.from({ length: 2 * lookupsPerMinute }, (_, index) =>
    ask('reader', vm, {
      actions: [read],
      principalId: `2f000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    }),
  );
  const listed = plane.as('reader', 'GET', `${list}?$filter=assignedTo('${vmops}')`);

  expect((await Promise.all(asked)).map(({ code }) => code)).toContain('TooManyRequests');
  expect((await listed).code).toBe('TooManyRequests');
  expect((await ask('reader', vm, { actions: [read] })).status).toBe(200);
  expect((await plane.as('reader', 'GET', list)).status).toBe(200);
});
