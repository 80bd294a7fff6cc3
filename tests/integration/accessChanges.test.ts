import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../shared/azure/sha256.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { resourceGroup, subscription, vm } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { bastion } from '../support/sessionFacts.ts';

// The function app's handlers over real tables: who is kept out, and who gives what to whom.

const port = `${vm}/providers/Microsoft.SerialConsole/serialPorts/0`;
const lockAt = (scope: string, name = 'incident-7') => `${scope}/providers/Sallyport.Access/locks/${name}`;
const roleAt = (scope: string, name: string) =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
const definitionAt = (scope: string, name: string) =>
  `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`;

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane?.[Symbol.asyncDispose]());

/** The relay has both ports of vm-web-01. */
beforeEach(async () => {
  await plane.asRelay('30000000-0000-4000-8000-000000000001', 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: null,
    ports: [{ portId: portIdOf(sha256, vm), power: 'running', endOffset: 0, hasSsh: true }],
    sessions: [],
  });
});

const idOf = (user: string): string =>
  plane.file.users.find(({ upn }) => upn.startsWith(`${user}@`))?.oid ?? '';
const call = async (user: string, method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object) =>
  plane.as(user, method, path, body === undefined ? {} : { body });
const lock = (user: string, scope: string, properties: object = {}, name?: string) =>
  call(user, 'PUT', lockAt(scope, name), { properties: { reason: 'Under investigation', ...properties } });
const unlock = (scope: string, name?: string) => call('owner', 'DELETE', lockAt(scope, name));

type Opened = { sessionId: string; connectionString: string };

/** A console or a shell, connected as `connectionId` unless it stays `Pending`. */
async function open(user: string, kind: 'console' | 'shell', connectionId?: string): Promise<Opened> {
  const answer =
    kind === 'console'
      ? await call(user, 'POST', `${port}/connect`, { mode: 'observer' })
      : await call(user, 'POST', `${bastion}/connect`, { targetResourceId: vm, protocol: 'SSH' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const opened = answer.body as Opened;
  if (connectionId !== undefined) expect(await arrive(opened, connectionId)).toBe(200);
  return opened;
}

async function arrive({ connectionString, sessionId }: Opened, connectionId: string): Promise<number> {
  const token = new URL(connectionString).searchParams.get('access_token') ?? '';
  const userId = JSON.parse(atob(token.split('.')[1] ?? '')).sub as string;
  const { status } = await plane.event('azure.webpubsub.sys.connect', { connectionId, userId });
  if (status === 200) {
    await plane.event('azure.webpubsub.sys.connected', { connectionId, userId: sessionId });
    plane.hub.users.add(sessionId);
  }
  return status;
}

const sessionOf = async ({ sessionId }: Opened) =>
  (await call('owner', 'GET', `${bastion}/sessions/${sessionId}`)).body;

async function auditOf(event: string): Promise<readonly unknown[]> {
  const { body } = await plane.as('owner', 'GET', `${bastion}/auditLogs?event=${event}`);
  return (body as { value: { userName: string; scope: string; reason: string }[] }).value.map(
    ({ userName, scope, reason }) => [userName, scope, reason],
  );
}

describe('locks', () => {
  test('A17a A17b a lock ends every kind of session at once, and nobody opens another one', async () => {
    const sessions = [
      await open('vmops', 'console', 'c1'),
      await open('reader', 'shell', 'c2'),
      await open('ops', 'console'),
    ];
    const late = await open('console', 'console');

    const locked = await lock('sessions', resourceGroup, { durationInMinutes: 60 });

    expect(locked).toMatchObject({
      status: 201,
      body: {
        id: lockAt(resourceGroup),
        type: 'Sallyport.Access/locks',
        properties: { endedSessions: 4, createdBy: 'Selma Sessions', reason: 'Under investigation' },
      },
    });
    for (const session of sessions) {
      expect(await sessionOf(session)).toMatchObject({
        state: 'Ended',
        endReason: 'Locked',
        endedBy: 'Selma Sessions',
        endMessage: 'Under investigation',
      });
    }
    expect(await arrive(late, 'c4')).toBe(401);
    const { properties } = locked.body as { properties: { expiresOn: string } };
    const info = { reason: 'Under investigation', by: 'Selma Sessions', expiresOn: properties.expiresOn };
    const refused = {
      status: 423,
      code: 'AccessLocked',
      body: { error: { additionalInfo: [{ type: 'AccessLock', info }] } },
    };
    const ssh = { targetResourceId: vm, protocol: 'SSH' };
    for (const attempt of [
      call('ops', 'POST', `${port}/connect`),
      call('vmops', 'POST', `${port}/connect`, { sessionId: sessions[0]?.sessionId }),
      call('vmops', 'POST', `${port}/adminCommand/nmi`),
      call('reader', 'POST', `${bastion}/connect`, ssh),
      call('reader', 'POST', `${bastion}/connect`, { ...ssh, sessionId: sessions[1]?.sessionId }),
    ]) {
      expect(await attempt).toMatchObject(refused);
    }
    expect((await auditOf('refused')).length).toBeGreaterThanOrEqual(5);
    expect(await auditOf('lock')).toEqual([
      [
        'sessions@contoso.example',
        resourceGroup,
        `incident-7: everybody until ${properties.expiresOn}: Under investigation`,
      ],
    ]);

    expect(await unlock(resourceGroup)).toMatchObject({ status: 200, body: { name: 'incident-7' } });
    expect((await unlock(resourceGroup)).status).toBe(204);
    await open('ops', 'console');
  });

  test('who may not even connect is told nothing of the lock', async () => {
    await lock('owner', vm);

    const outsider = await call('outsider', 'POST', `${port}/connect`);
    const reader = await call('reader', 'POST', `${port}/connect`);

    expect([outsider.code, reader.code]).toEqual(['AuthorizationFailed', 'AuthorizationFailed']);
    await unlock(vm);
  });

  test('a lock on a person keeps out that person alone, here and by a group there', async () => {
    await lock('owner', subscription, { principalId: idOf('vmops'), principalName: 'Vera Vmops' });
    await lock('owner', vm, { principalId: '40000000-0000-4000-8000-000000000001' }, 'operators');

    const answers = [];
    for (const user of ['vmops', 'ops', 'console'])
      answers.push((await call(user, 'POST', `${port}/connect`, { mode: 'observer' })).code ?? 'opened');

    expect(answers).toEqual(['AccessLocked', 'AccessLocked', 'opened']);
    await unlock(subscription);
    await unlock(vm, 'operators');
  });

  test('locks are listed at, above and below a scope, and read by name', async () => {
    await lock('owner', subscription, {}, 'wide');
    await lock('owner', vm, {}, 'narrow');
    const names = async (path: string) =>
      ((await call('reader', 'GET', path)).body as { value: { name: string }[] }).value
        .map(({ name }) => name)
        .toSorted((a, b) => (a < b ? -1 : 1));

    expect(await names(`${lockAt(resourceGroup, '')}`.slice(0, -1))).toEqual(['narrow', 'wide']);
    const atBastion = `${lockAt(bastion, '').slice(0, -1)}`;
    expect(await names(`${atBastion}?$filter=atScope()`)).toEqual(['wide']);
    const byPerson = `${atBastion}?$filter=principalId eq '${idOf('ops')}'`;
    expect((await call('owner', 'GET', byPerson)).code).toBe('InvalidRequest');
    expect(await call('reader', 'GET', lockAt(vm, 'NARROW'))).toMatchObject({
      status: 200,
      body: { name: 'narrow', properties: { scope: vm } },
    });
    expect((await call('reader', 'GET', lockAt(vm, 'wide'))).code).toBe('ResourceNotFound');
    await unlock(subscription, 'wide');
    await unlock(vm, 'narrow');
  });

  test('A17b who was locked cannot lift it, and nobody locks who may not', async () => {
    await lock('owner', resourceGroup, { principalId: idOf('sessions') });

    expect((await call('sessions', 'DELETE', lockAt(resourceGroup))).code).toBe('AccessLocked');
    expect((await lock('sessions', vm)).code).toBe('AccessLocked');
    expect((await lock('sessions', subscription)).code).toBe('AuthorizationFailed');
    expect((await lock('reader', vm)).code).toBe('AuthorizationFailed');
    expect((await call('vmops', 'GET', lockAt(vm))).code).toBe('AuthorizationFailed');
    await unlock(resourceGroup);
    expect((await lock('sessions', vm)).status).toBe(201);
    expect((await lock('sessions', vm)).status).toBe(200);
    await unlock(vm);
  });

  test.each<[string, string, object, string]>([
    ['no reason', 'a', { reason: ' ' }, 'properties.reason'],
    ['a reason of two lines', 'a', { reason: 'a\nb' }, 'properties.reason'],
    ['a time that is none', 'a', { durationInMinutes: 0 }, 'properties.durationInMinutes'],
    ['a misspelt member', 'a', { durationInHours: 1 }, 'properties'],
    ['a person that is none', 'a', { principalId: 'ops' }, 'properties.principalId'],
    ['a name with a dot', 'a.b', {}, 'lockName'],
  ])('%s is refused', async (_, name, properties, target) => {
    const answer = await lock('owner', vm, properties, name);

    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'InvalidRequest', target } } });
    expect((await call('owner', 'GET', lockAt(vm, 'a'))).code).toBe('ResourceNotFound');
  });

  test('a machine that is not in the fleet cannot be locked', async () => {
    expect((await lock('owner', `${vm}2`)).code).toBe('ResourceNotFound');
  });
});

const readerRole = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const ownerRole = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const accessAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
let serial = 0;
const aName = (): string => `6f000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`;

async function assign(by: string, to: string, scope: string, over: object = {}) {
  const name = aName();
  const properties = { roleDefinitionId: `/x/${readerRole}`, principalId: idOf(to), ...over };
  const answer = await call(by, 'PUT', roleAt(scope, name), { properties });
  return { ...answer, path: roleAt(scope, name) };
}

describe('role assignments', () => {
  test('a role is in force with the answer, and gone with the next one', async () => {
    const given = await assign('owner', 'outsider', vm);
    const seen = await call('outsider', 'GET', vm);
    const taken = await call('owner', 'DELETE', given.path);
    const unseen = await call('outsider', 'GET', vm);

    expect([given.status, seen.status, taken.status, unseen.code]).toEqual([
      201,
      200,
      200,
      'AuthorizationFailed',
    ]);
    expect(given.body).toMatchObject({
      id: given.path,
      properties: { scope: vm, createdBy: idOf('owner'), principalId: idOf('outsider') },
    });
    expect(await auditOf('roleUnassigned')).toHaveLength(1);
  });

  test('A15b who may not assign learns nothing, whatever is in the body', async () => {
    const answers = [
      await assign('ops', 'ops', subscription, { roleDefinitionId: ownerRole }),
      await call('ops', 'PUT', roleAt(vm, aName()), { properties: 7 }),
      await assign('reader', 'outsider', vm, { roleDefinitionId: aName() }),
      await call('ops', 'DELETE', roleAt(subscription, '60000000-0000-4000-8000-000000000001')),
      await call('ops', 'DELETE', roleAt(subscription, aName())),
    ];

    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['AuthorizationFailed']));
  });

  test('A15b a delegate gives and takes what the condition names, and nothing else', async () => {
    const type = 'Microsoft.Authorization/roleAssignments';
    const clause = (verb: string, source: string): string =>
      `(!(ActionMatches{'${type}/${verb}'}) OR (@${source}[${type}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${readerRole}} AND @${source}[${type}:PrincipalType] StringEqualsIgnoreCase 'User'))`;
    const delegated = await assign('owner', 'vmops', resourceGroup, {
      roleDefinitionId: accessAdministrator,
      condition: `${clause('write', 'Request')} AND ${clause('delete', 'Resource')}`,
      conditionVersion: '2.0',
    });
    expect(delegated.status, JSON.stringify(delegated.body)).toBe(201);

    const reader = await assign('vmops', 'outsider', vm);
    const asOwner = await assign('vmops', 'vmops', vm, { roleDefinitionId: ownerRole });
    const asGroup = await assign('vmops', 'outsider', vm, { principalType: 'Group' });
    const above = await assign('vmops', 'outsider', subscription);
    const unreadable = await call('vmops', 'PUT', roleAt(vm, aName()), { properties: 7 });
    const others = await call(
      'vmops',
      'DELETE',
      roleAt(resourceGroup, '60000000-0000-4000-8000-000000000007'),
    );
    const own = await call('vmops', 'DELETE', reader.path);

    expect(reader.status).toBe(201);
    expect([asOwner, asGroup, above, unreadable, others].map(({ code }) => code)).toEqual(
      Array.from({ length: 5 }, () => 'AuthorizationFailed'),
    );
    expect(own.status).toBe(200);
    await call('owner', 'DELETE', delegated.path);
  });

  test('A17a a right that is taken away ends at once what it opened', async () => {
    const { path } = await assign('owner', 'outsider', resourceGroup);
    const shell = await open('outsider', 'shell', 'c9');

    expect((await call('owner', 'DELETE', path)).status).toBe(200);

    expect(await sessionOf(shell)).toMatchObject({ state: 'Ended', endReason: 'AccessRevoked' });
  });

  test('the last owner of the subscription stays', async () => {
    const path = roleAt(subscription, '60000000-0000-4000-8000-000000000001');

    expect(await call('owner', 'DELETE', path)).toMatchObject({ status: 409, code: 'LastOwnerAssignment' });
    expect((await call('owner', 'GET', path)).status).toBe(200);
  });

  test.each<[string, object, string]>([
    [
      'a role that does not exist',
      { roleDefinitionId: '6f000000-0000-4000-8000-00000000ffff' },
      'RoleDefinitionDoesNotExist',
    ],
    ['a condition that cannot be read', { condition: 'ActionMatches{' }, 'InvalidRequest'],
    ['a principal that is no id', { principalId: 'ops' }, 'InvalidRequest'],
  ])('%s is refused', async (_, over, code) => {
    expect((await assign('owner', 'outsider', vm, over)).code).toBe(code);
  });
});

describe('role definitions', () => {
  const properties = {
    roleName: 'Restarter',
    permissions: [{ actions: ['Microsoft.Compute/virtualMachines/restart/action'] }],
    assignableScopes: [resourceGroup],
  };

  test('a custom role is defined, assigned within its scopes, and deleted once nobody has it', async () => {
    const name = aName();
    const put = await call('owner', 'PUT', definitionAt(subscription, name), { properties });
    const outside = await assign('owner', 'outsider', subscription, { roleDefinitionId: name });
    const inside = await assign('owner', 'outsider', vm, { roleDefinitionId: name });
    const kept = await call('owner', 'DELETE', definitionAt(subscription, name));
    await call('owner', 'DELETE', inside.path);
    const deleted = await call('owner', 'DELETE', definitionAt(subscription, name));
    const again = await call('owner', 'DELETE', definitionAt(subscription, name));

    expect([put.status, outside.code, inside.status, kept.code, deleted.status, again.status]).toEqual([
      201,
      'RoleNotAssignableHere',
      201,
      'RoleDefinitionHasAssignments',
      200,
      204,
    ]);
    expect(put.body).toMatchObject({ properties: { roleName: 'Restarter', type: 'CustomRole' } });
  });

  test('A15b a role is defined by whoever may do so at every scope that it names, old and new', async () => {
    const [author, name] = [aName(), aName()];
    const may = {
      roleName: 'Author of roles',
      permissions: [{ actions: ['Microsoft.Authorization/roleDefinitions/*'] }],
      assignableScopes: [subscription],
    };
    await call('owner', 'PUT', definitionAt(subscription, author), { properties: may });
    const { path } = await assign('owner', 'vmops', resourceGroup, { roleDefinitionId: author });
    const define = (scopes: readonly string[], role = name) =>
      call('vmops', 'PUT', definitionAt(resourceGroup, role), {
        properties: { ...properties, assignableScopes: scopes },
      });

    expect((await define([resourceGroup, subscription])).code).toBe('AuthorizationFailed');
    expect((await define([resourceGroup], author)).code).toBe('AuthorizationFailed');
    expect((await define([resourceGroup])).status).toBe(201);
    expect((await call('vmops', 'DELETE', definitionAt(resourceGroup, author))).code).toBe(
      'AuthorizationFailed',
    );
    expect((await call('vmops', 'DELETE', definitionAt(resourceGroup, name))).status).toBe(200);
    await call('owner', 'DELETE', path);
    expect((await call('owner', 'DELETE', definitionAt(subscription, author))).status).toBe(200);
  });

  test('A17a a role that loses an action ends at once what it opened', async () => {
    const name = aName();
    const reading = { ...properties, roleName: 'Looker', permissions: [{ actions: ['*/read'] }] };
    await call('owner', 'PUT', definitionAt(subscription, name), { properties: reading });
    const { path } = await assign('owner', 'outsider', resourceGroup, { roleDefinitionId: name });
    const shell = await open('outsider', 'shell', 'c10');

    await call('owner', 'PUT', definitionAt(subscription, name), {
      properties: { ...reading, permissions: properties.permissions },
    });

    expect(await sessionOf(shell)).toMatchObject({ state: 'Ended', endReason: 'AccessRevoked' });
    await call('owner', 'DELETE', path);
  });

  test.each<[string, object]>([
    ['an action without a provider', { permissions: [{ actions: ['restart'] }] }],
    ['no permission', { permissions: [] }],
    ['the root as a scope', { assignableScopes: ['/'] }],
    ['no scope', { assignableScopes: [] }],
    ['a name of two lines', { roleName: 'Night\nShift' }],
    [
      'more than a row of storage holds',
      {
        permissions: [{ actions: Array.from({ length: 300 }, (_, index) => `A/${'b'.repeat(120)}${index}`) }],
      },
    ],
  ])('a role with %s is refused', async (_, over) => {
    const answer = await call('owner', 'PUT', definitionAt(subscription, aName()), {
      properties: { ...properties, ...over },
    });

    expect(answer).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  test('a GUID that is written otherwise names no role and no assignment', async () => {
    const bare = aName().replaceAll('-', '');
    const assigned = { properties: { roleDefinitionId: readerRole, principalId: idOf('outsider') } };

    const role = await call('owner', 'PUT', definitionAt(subscription, bare), { properties });
    const assignment = await call('owner', 'PUT', roleAt(subscription, bare), assigned);

    expect([role.code, assignment.code]).toEqual(['InvalidRequest', 'InvalidRequest']);
    expect((await call('owner', 'DELETE', definitionAt(subscription, bare))).status).toBe(204);
    expect((await call('owner', 'DELETE', roleAt(subscription, bare))).status).toBe(204);
  });

  test('a built-in role does not change', async () => {
    const put = await call('owner', 'PUT', definitionAt(subscription, readerRole), { properties });
    const deleted = await call('owner', 'DELETE', definitionAt(subscription, readerRole));

    expect([put.code, deleted.code]).toEqual(['InvalidRequest', 'InvalidRequest']);
  });
});
