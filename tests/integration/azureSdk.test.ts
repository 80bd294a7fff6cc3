import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../shared/azure/sha256.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { type AzureSdk, all, azureSdk, clientsFor, subscriptionId } from '../support/azureSdk.ts';
import { type ConsoleClient, openConsole } from '../support/consoleClient.ts';
import {
  bastionPath,
  type LocalStack,
  serialPortPath,
  startLocalStack,
  vmPath,
} from '../support/localStack.ts';

// The Azure SDK's own clients, unmodified, against the https endpoint: what their users get.

const group = 'rg-hub';
const bastion = 'bastion-hub';
const instancePath = vmPath('x').replace(
  'virtualMachines/x',
  'virtualMachineScaleSets/vmss-app/virtualMachines/1',
);

let stack: LocalStack;
let ops: AzureSdk;
let reader: AzureSdk;
let outsider: AzureSdk;
let owner: AzureSdk;

beforeAll(async () => {
  stack = await startLocalStack({ guests: 'simulated' });
  [ops, reader, outsider, owner] = (await Promise.all(
    ['ops', 'reader', 'outsider', 'owner'].map((user) => azureSdk(stack.addresses, user)),
  )) as [AzureSdk, AzureSdk, AzureSdk, AzureSdk];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

/** A console that is really connected, opened as a user over plain HTTP. */
async function aConsole(
  user: string,
  vm: string,
  body: object = {},
): Promise<ConsoleClient & { sessionId: string }> {
  const answer = await stack.call(user, 'POST', `${serialPortPath(vm)}/connect`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { connectionString, sessionId } = answer.body as { connectionString: string; sessionId: string };
  const portId = portIdOf(sha256, vmPath(vm));
  const client = await openConsole({ sessionId, portId, getUrl: async () => connectionString });
  await expect
    .poll(async () => (await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`)).body.state)
    .toBe('Active');
  return {
    ...client,
    sessionId,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      // Its port must be free for the next test; the sweep would take a while.
      await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);
    },
  };
}

describe('@azure/arm-network', () => {
  test('lists and gets bastions', async () => {
    const expected = expect.objectContaining({ name: bastion, location: 'westeurope', id: bastionPath });

    expect(await all(ops.network.bastionHosts.list())).toEqual([expected]);
    expect(await all(ops.network.bastionHosts.listByResourceGroup(group))).toEqual([expected]);
    expect(await ops.network.bastionHosts.get(group, bastion)).toMatchObject({
      name: bastion,
      provisioningState: 'Succeeded',
      dnsName: 'bastion-hub.localhost',
    });
  });

  test('lists active sessions with the members that Azure has', async () => {
    await using console_ = await aConsole('ops', 'vm-web-01');

    const [session, ...others] = (
      await all(ops.network.beginListActiveSessionsAndWait(group, bastion))
    ).filter(({ sessionId }) => sessionId === console_.sessionId);

    expect(others).toEqual([]);
    expect(session).toEqual({
      sessionId: console_.sessionId,
      startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      targetSubscriptionId: subscriptionId,
      resourceType: 'VM',
      targetHostName: 'vm-web-01',
      targetResourceGroup: group,
      userName: 'Oscar Ops',
      targetIpAddress: '10.0.0.11',
      protocol: 'Serial',
      targetResourceId: vmPath('vm-web-01'),
      sessionDurationInMins: expect.any(Number),
    });
    expect(
      (await all(ops.network.getActiveSessions(group, bastion))).map(({ sessionId }) => sessionId),
    ).toContain(console_.sessionId);
  });

  test("Sallyport's own members are in the answer, where the client lets its user see it", async () => {
    await using console_ = await aConsole('ops', 'vm-web-01');
    let body: unknown;

    await all(
      ops.network.getActiveSessions(group, bastion, {
        onResponse: (response: { parsedBody?: unknown; bodyAsText?: string | null }) => {
          body = JSON.parse(response.bodyAsText ?? 'null');
        },
      }),
    );

    expect(body).toMatchObject({
      value: [
        {
          sessionId: console_.sessionId,
          sourceIpAddress: '127.0.0.1',
          userEmail: 'ops@contoso.example',
          mode: 'operator',
          state: 'Active',
        },
      ],
      unansweredRelays: [],
    });
  });

  test('a refresh is one request: the answer needs no polling', async () => {
    ops.wire.attempts = [];
    await all(ops.network.getActiveSessions(group, bastion));

    expect(ops.wire.attempts).toEqual([`POST ${bastionPath}/getActiveSessions`]);
  });

  test('disconnects a set, tells each outcome, and says the same when asked again', async () => {
    await using console_ = await aConsole('ops', 'vm-db-01');
    const unknown = 'never-existed';
    const disconnect = () =>
      all(
        ops.network.disconnectActiveSessions(group, bastion, { sessionIds: [console_.sessionId, unknown] }),
      );

    const first = await disconnect();
    const again = await disconnect();

    expect(first.map(({ sessionId, state }) => [sessionId, state])).toEqual([
      [console_.sessionId, 'Disconnected'],
      [unknown, 'NotFound'],
    ]);
    expect(again.map(({ state }) => state)).toEqual(['Disconnected', 'NotFound']);
    await expect.poll(() => console_.notices.map(({ kind }) => kind)).toContain('disconnected');
    const left = await all(ops.network.getActiveSessions(group, bastion));
    expect(left.map(({ sessionId }) => sessionId)).not.toContain(console_.sessionId);
  });
});

test('a disconnect whose answer was lost is repeated by the client and tells the same', async () => {
  await using console_ = await aConsole('ops', 'vm-db-01');
  Object.assign(ops.wire, { attempts: [], loseAnswer: true });

  const rows = await all(
    ops.network.disconnectActiveSessions(group, bastion, { sessionIds: [console_.sessionId] }),
  );

  expect(rows.map(({ state }) => state)).toEqual(['Disconnected']);
  expect(ops.wire.attempts).toHaveLength(2);
});

describe('@azure/arm-compute', () => {
  test('lists and gets virtual machines, with their power', async () => {
    const names = ['vm-db-01', 'vm-web-01', 'vm-win-01'];
    const namesOf = async (list: AsyncIterable<{ name?: string }>) =>
      (await all(list)).map(({ name }) => name);

    expect(await namesOf(ops.compute.virtualMachines.listAll())).toEqual(names);
    expect(await namesOf(ops.compute.virtualMachines.list(group))).toEqual(names);
    expect(await ops.compute.virtualMachines.get(group, 'vm-web-01')).toMatchObject({
      id: vmPath('vm-web-01'),
      location: 'westeurope',
      osProfile: { computerName: 'vm-web-01' },
      storageProfile: { osDisk: { osType: 'Linux' } },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    });
  });

  test('reads instance views of a machine and of an instance', async () => {
    const view = await ops.compute.virtualMachines.instanceView(group, 'vm-win-01');
    const ofInstance = await ops.compute.virtualMachineScaleSetVMs.getInstanceView(group, 'vmss-app', '0');

    expect([view.computerName, view.statuses?.map(({ code }) => code)]).toEqual([
      'vm-win-01',
      ['ProvisioningState/succeeded', 'PowerState/running'],
    ]);
    expect(ofInstance.statuses?.map(({ code }) => code)).toContain('PowerState/running');
  });

  test('lists and gets scale sets and their instances', async () => {
    const sets = await all(ops.compute.virtualMachineScaleSets.list(group));
    const instances = await all(ops.compute.virtualMachineScaleSetVMs.list(group, 'vmss-app'));

    expect(sets.map(({ name }) => name)).toEqual(['vmss-app']);
    expect((await all(ops.compute.virtualMachineScaleSets.listAll())).map(({ name }) => name)).toEqual([
      'vmss-app',
    ]);
    expect(instances.map(({ instanceId }) => instanceId)).toEqual(['0', '1']);
    expect(await ops.compute.virtualMachineScaleSetVMs.get(group, 'vmss-app', '1')).toMatchObject({
      id: instancePath,
      instanceId: '1',
      name: 'vmss-app_1',
    });
  });

  test('gets a URL of the boot log that opens it without a token', async () => {
    const text = async (): Promise<string> => {
      const { serialConsoleLogBlobUri = '' } = await ops.compute.virtualMachines.retrieveBootDiagnosticsData(
        group,
        'vm-web-01',
        {
          sasUriExpirationTimeInMinutes: 5,
        },
      );
      return await (await fetch(serialConsoleLogBlobUri)).text();
    };

    await expect.poll(() => text().catch(String), { timeout: 30_000 }).toMatch(/login:/);
  });
});

describe('@azure/arm-serialconsole', () => {
  const connect = (client: AzureSdk, type: string, parent: string) =>
    client.serialConsole.serialPorts.connect(group, 'Microsoft.Compute', type, parent, '0');

  test('connects to a virtual machine', async () => {
    const { connectionString } = await connect(ops, 'virtualMachines', 'vm-win-01');

    expect(connectionString).toMatch(/^ws:\/\/localhost:\d+\/client\/hubs\/console\?access_token=/);
  });

  test('connects to an instance, whose path the client encodes as one name', async () => {
    ops.wire.attempts = [];
    const opened = await connect(ops, 'virtualMachineScaleSets', 'vmss-app/virtualMachines/1');
    const { sessionId } = opened as unknown as { sessionId: string };

    expect(ops.wire.attempts).toEqual([
      expect.stringContaining(
        '/resourcegroups/rg-hub/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app%2FvirtualMachines%2F1/',
      ),
    ]);
    const session = await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`);
    expect(session.body.targetResourceId).toBe(instancePath);
  });

  test('an instance that does not exist is not found under its encoded name either', async () => {
    await expect(connect(ops, 'virtualMachineScaleSets', 'vmss-app/virtualMachines/7')).rejects.toMatchObject(
      {
        statusCode: 404,
        code: 'ResourceNotFound',
      },
    );
    await expect(connect(ops, 'virtualMachineScaleSets', 'vmss-app')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  test('reads the state of a port, by all its paths', async () => {
    await using _console = await aConsole('ops', 'vm-db-01');
    const { serialPorts } = reader.serialConsole;
    const expected = { name: '0', state: 'enabled', id: serialPortPath('vm-db-01') };

    expect(
      await serialPorts.get(group, 'Microsoft.Compute', 'virtualMachines', 'vm-db-01', '0'),
    ).toMatchObject(expected);
    expect(await serialPorts.list(group, 'Microsoft.Compute', 'virtualMachines', 'vm-db-01')).toMatchObject({
      value: [expected],
    });
    expect(
      await serialPorts.get(
        group,
        'Microsoft.Compute',
        'virtualMachineScaleSets',
        'vmss-app/virtualMachines/0',
        '0',
      ),
    ).toMatchObject({ name: '0', state: 'enabled' });
  });

  test('lists the ports of a subscription, although the client sends no api-version', async () => {
    const { value = [] } = await reader.serialConsole.serialPorts.listBySubscriptions();

    expect(value.map(({ id = '' }) => id.split('/').at(-5))).toEqual([
      'vm-db-01',
      'vm-web-01',
      'vm-win-01',
      '0',
      '1',
    ]);
  });

  test('who may read the bastion in front of a machine is told which it is, and nobody else', async () => {
    const { body: known } = await stack.call('reader', 'GET', serialPortPath('vm-web-01'));
    const { body: unknown } = await stack.call('vmops', 'GET', serialPortPath('vm-web-01'));

    expect([known.properties.bastionId, unknown.properties.bastionId]).toEqual([bastionPath, undefined]);
  });

  test('A14 a reader of the machine sees who is operator, and not from where', async () => {
    await using _console = await aConsole('ops', 'vm-db-01');
    await using _observer = await aConsole('owner', 'vm-db-01', { mode: 'observer' });

    const { status, body } = await stack.call('reader', 'GET', serialPortPath('vm-db-01'));

    expect([status, body.properties]).toEqual([
      200,
      {
        state: 'enabled',
        connectionState: 'active',
        power: 'running',
        operator: 'Oscar Ops',
        observers: 1,
        bastionId: bastionPath,
      },
    ]);
  });
});

describe('@azure/arm-authorization', () => {
  const opsGroup = '40000000-0000-4000-8000-000000000001';
  const opsId = '20000000-0000-4000-8000-000000000002';
  const vmopsId = '20000000-0000-4000-8000-000000000003';
  const outsiderId = '20000000-0000-4000-8000-000000000006';
  const readerRole = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
  const principals = async (list: AsyncIterable<{ principalId?: string }>): Promise<unknown[]> =>
    (await all(list)).map(({ principalId }) => principalId);

  test('lists role assignments at, above and below a scope', async () => {
    const { roleAssignments } = ops.authorization;
    const ofVm = roleAssignments.listForResource(group, 'Microsoft.Compute', 'virtualMachines', 'vm-web-01');

    expect(await principals(roleAssignments.listForSubscription())).toHaveLength(8);
    expect(await principals(roleAssignments.listForSubscription({ filter: 'atScope()' }))).toHaveLength(3);
    expect(await principals(ofVm)).toHaveLength(7);
    expect(await principals(roleAssignments.listForScope(vmPath('vm-db-01').slice(1)))).toHaveLength(5);
  });

  test('filters by principal, through groups where it asks for that', async () => {
    const { roleAssignments } = ops.authorization;
    const scope = `subscriptions/${subscriptionId}`;

    expect(
      await principals(roleAssignments.listForScope(scope, { filter: `assignedTo('${opsId}')` })),
    ).toEqual([opsGroup]);
    expect(
      await principals(roleAssignments.listForScope(scope, { filter: `principalId eq '${vmopsId}'` })),
    ).toEqual([vmopsId, vmopsId]);
    expect(
      await principals(
        roleAssignments.listForScope(scope, { filter: `atScope() and assignedTo('${vmopsId}')` }),
      ),
    ).toEqual([]);
  });

  test('gets an assignment and the role that it refers to', async () => {
    const [found] = await all(
      ops.authorization.roleAssignments.listForScope(`subscriptions/${subscriptionId}`, {
        filter: `assignedTo('${opsId}')`,
      }),
    );
    const role = await ops.authorization.roleDefinitions.getById(found?.roleDefinitionId?.slice(1) ?? '');

    expect(await ops.authorization.roleAssignments.getById(found?.id?.slice(1) ?? '')).toEqual(found);
    expect([role.roleName, role.roleType, role.permissions?.[0]?.actions]).toEqual([
      'Contributor',
      'BuiltInRole',
      ['*'],
    ]);
  });

  test('assigns a role, changes nothing by doing so again, and takes it away', async () => {
    const { roleAssignments } = owner.authorization;
    const name = crypto.randomUUID();
    const scope = vmPath('vm-db-01').slice(1);
    const wanted = {
      roleDefinitionId: `/${scope}/providers/Microsoft.Authorization/roleDefinitions/${readerRole}`,
      principalId: outsiderId,
      principalType: 'User',
      description: 'For the night shift',
    };

    const made = await roleAssignments.create(scope, name, wanted);
    const again = await roleAssignments.createById(made.id?.slice(1) ?? '', wanted);
    const seen = await outsider.compute.virtualMachines.get(group, 'vm-db-01');
    const gone = await roleAssignments.delete(scope, name);

    expect(made).toMatchObject({ name, principalId: outsiderId, description: 'For the night shift' });
    expect(made.createdOn).toBeInstanceOf(Date);
    expect([again, gone]).toEqual([made, made]);
    expect(seen.name).toBe('vm-db-01');
    expect((await roleAssignments.delete(scope, name)).id).toBeUndefined();
    await expect(outsider.compute.virtualMachines.get(group, 'vm-db-01')).rejects.toMatchObject({
      code: 'AuthorizationFailed',
    });
  });

  test('the same grant under another name, and another grant under the same name, are refused', async () => {
    const { roleAssignments } = owner.authorization;
    const scope = vmPath('vm-db-01').slice(1);
    const wanted = { roleDefinitionId: `/x/roleDefinitions/${readerRole}`, principalId: outsiderId };
    const { name = '' } = await roleAssignments.create(scope, crypto.randomUUID(), wanted);

    await expect(roleAssignments.create(scope, crypto.randomUUID(), wanted)).rejects.toMatchObject({
      statusCode: 409,
      code: 'RoleAssignmentExists',
    });
    await expect(
      roleAssignments.create(scope, name, { ...wanted, principalId: vmopsId }),
    ).rejects.toMatchObject({ statusCode: 400, code: 'RoleAssignmentUpdateNotPermitted' });
    await roleAssignments.delete(scope, name);
  });

  test('defines a custom role, assigns it, and deletes it only when nobody has it', async () => {
    const { roleAssignments, roleDefinitions } = owner.authorization;
    const scope = `subscriptions/${subscriptionId}`;
    const [role, name] = [crypto.randomUUID(), crypto.randomUUID()];
    const definition = {
      roleName: 'Power Button',
      roleType: 'CustomRole',
      permissions: [{ actions: ['Microsoft.Compute/virtualMachines/restart/action'] }],
      assignableScopes: [`/${scope}`],
    };

    const made = await roleDefinitions.createOrUpdate(scope, role, definition);
    await roleAssignments.create(scope, name, { roleDefinitionId: made.id ?? '', principalId: outsiderId });
    await expect(roleDefinitions.delete(scope, role)).rejects.toMatchObject({
      statusCode: 400,
      code: 'RoleDefinitionHasAssignments',
    });
    await roleAssignments.delete(scope, name);
    const deleted = await roleDefinitions.delete(scope, role);

    expect(made).toMatchObject(definition);
    expect(deleted.roleName).toBe('Power Button');
    await expect(roleDefinitions.get(scope, role)).rejects.toMatchObject({ statusCode: 404 });
  });

  test('lists roles, built-in and custom', async () => {
    const scope = `subscriptions/${subscriptionId}`;
    const names = async (filter?: string) =>
      (
        await all(reader.authorization.roleDefinitions.list(scope, filter === undefined ? {} : { filter }))
      ).map(({ roleName }) => roleName);

    const custom = ['Serial Console Connect Only', 'Serial Console Operator', 'Session Administrator'];
    expect(await names()).toEqual(
      expect.arrayContaining(['Owner', 'Contributor', 'Virtual Machine Contributor', ...custom]),
    );
    expect(await names("type eq 'CustomRole'")).toEqual(custom);
  });

  test("tells the caller's own permissions, on a resource without a parent too", async () => {
    const { permissions } = reader.authorization;

    expect(await all(permissions.listForResourceGroup(group))).toMatchObject([{ actions: ['*/read'] }]);
    reader.wire.attempts = [];
    expect(
      await all(permissions.listForResource(group, 'Microsoft.Compute', '', 'virtualMachines', 'vm-web-01')),
    ).toMatchObject([{ actions: ['*/read'] }]);
    expect(reader.wire.attempts).toEqual([expect.stringContaining('Microsoft.Compute//virtualMachines')]);
  });
});

describe('errors', () => {
  const forbidden = { name: 'RestError', statusCode: 403, code: 'AuthorizationFailed' };

  test.each<readonly [string, (sdk: AzureSdk) => Promise<unknown>]>([
    ['bastions', (sdk) => all(sdk.network.bastionHosts.list())],
    ['sessions', (sdk) => all(sdk.network.getActiveSessions(group, bastion))],
    ['disconnect', (sdk) => all(sdk.network.disconnectActiveSessions(group, bastion, { sessionIds: ['a'] }))],
    ['a machine', (sdk) => sdk.compute.virtualMachines.get(group, 'vm-web-01')],
    ['its view', (sdk) => sdk.compute.virtualMachines.instanceView(group, 'vm-web-01')],
    ['its boot log', (sdk) => sdk.compute.virtualMachines.retrieveBootDiagnosticsData(group, 'vm-web-01')],
    [
      'its console',
      (sdk) =>
        sdk.serialConsole.serialPorts.connect(
          group,
          'Microsoft.Compute',
          'virtualMachines',
          'vm-web-01',
          '0',
        ),
    ],
    [
      'its port',
      (sdk) =>
        sdk.serialConsole.serialPorts.get(group, 'Microsoft.Compute', 'virtualMachines', 'vm-web-01', '0'),
    ],
    ['assignments', (sdk) => all(sdk.authorization.roleAssignments.listForSubscription())],
    ['permissions', (sdk) => all(sdk.authorization.permissions.listForResourceGroup(group))],
  ])('an outsider gets a RestError for %s: 403, AuthorizationFailed, tried once', async (_, call) => {
    outsider.wire.attempts = [];

    await expect(call(outsider)).rejects.toMatchObject(forbidden);
    expect(outsider.wire.attempts).toHaveLength(1);
  });

  test('what the refusal says reaches the user of the client', async () => {
    const call = all(outsider.network.getActiveSessions(group, bastion));

    await expect(call).rejects.toThrow(
      /The client 'outsider@contoso.example' with object id '[\da-f-]+' does not have authorization to perform action 'Microsoft.Network\/bastionHosts\/getActiveSessions\/action' over scope/,
    );
  });

  test('a port that is in use is a RestError with its code, tried once', async () => {
    await using _console = await aConsole('owner', 'vm-web-01', { takeOver: true });
    ops.wire.attempts = [];

    await expect(
      ops.serialConsole.serialPorts.connect(group, 'Microsoft.Compute', 'virtualMachines', 'vm-web-01', '0'),
    ).rejects.toMatchObject({ name: 'RestError', statusCode: 409, code: 'SerialPortBusy' });
    expect(ops.wire.attempts).toHaveLength(1);
  });

  test('a machine that does not exist is a RestError with its code, for who may know', async () => {
    await expect(ops.compute.virtualMachines.get(group, 'vm-nowhere')).rejects.toMatchObject({
      name: 'RestError',
      statusCode: 404,
      code: 'ResourceNotFound',
    });
  });

  test('a token that is not valid is a RestError, tried once', async () => {
    const stranger = clientsFor(stack.addresses, 'not.a.token');

    await expect(all(stranger.network.bastionHosts.list())).rejects.toMatchObject({
      name: 'RestError',
      statusCode: 401,
      code: 'AuthenticationFailed',
    });
    expect(stranger.wire.attempts).toHaveLength(1);
  });
});
