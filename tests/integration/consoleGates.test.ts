import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { seedFleet } from '../../shared/azure/fleetTable.ts';
import { createSessionTable } from '../../shared/azure/sessionTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import type { Prerequisite } from '../../shared/contracts/prerequisites.ts';
import { type Fleet, target as targetSchema } from '../../shared/fleet/fleet.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { resourceGroup, vm } from '../support/accessFacts.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { aSessionId, bastion, aSession as sessionOf } from '../support/sessionFacts.ts';

// The function app's handlers over real tables: what shuts a console's gate, over HTTP.

const { fleet } = readFleetFile();
const port = `${vm}/providers/Microsoft.SerialConsole/serialPorts/0`;
const instance = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/1`;
const subscription = vm.slice(0, vm.indexOf('/resourceGroups'));
const service = `${subscription}/providers/Microsoft.SerialConsole/consoleServices/default`;

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane[Symbol.asyncDispose]());

beforeEach(async () => {
  await seedFleet(plane.tables.fleet, fleet);
  await heartbeat();
});

const heartbeat = (power: 'running' | 'stopped' = 'running') =>
  plane.asRelay('30000000-0000-4000-8000-000000000001', 'PUT', '/relays/relay-01/heartbeat', {
    connectionId: null,
    ports: [{ portId: portIdOf(sha256, vm), power, endOffset: 0 }],
    sessions: [],
  });

/** The fleet file with something changed at vm-web-01 and at every instance, or at the account. */
async function given(change: { machine?: object; account?: object; over?: Partial<Fleet> }): Promise<void> {
  await seedFleet(plane.tables.fleet, {
    ...fleet,
    targets: fleet.targets.map((target) =>
      /web-01|vmss/.test(target.name) ? targetSchema.parse({ ...target, ...change.machine }) : target,
    ),
    storageAccounts: fleet.storageAccounts.map((account) => ({ ...account, ...change.account })),
    ...change.over,
  });
}

async function countRows(table: 'sessions' | 'due' | 'operators' | 'rights'): Promise<number> {
  let count = 0;
  for await (const _ of plane.tables[table].listEntities()) count += 1;
  return count;
}
const everything = () => Promise.all((['sessions', 'due', 'operators', 'rights'] as const).map(countRows));

async function auditOf(event: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of plane.tables.audit.listEntities()) if (row.event === event) rows.push(row);
  return rows;
}

const [aTarget] = fleet.targets;
const diagnostics = (over: object) => ({ bootDiagnostics: { ...aTarget?.bootDiagnostics, ...over } });

describe('a gate that is shut', () => {
  test.each<readonly [string, Parameters<typeof given>[0]]>([
    ['ClassicDeploymentNotSupported', { machine: { deploymentModel: 'Classic' } }],
    ['ProvisioningNotSucceeded', { machine: { provisioningState: 'Failed' } }],
    ['ScopeLocked', { machine: { lock: 'ReadOnly' } }],
    ['BootDiagnosticsDisabled', { machine: diagnostics({ enabled: false }) }],
    ['StorageUriInvalid', { machine: diagnostics({ storageUri: 'http://sthubdiag.blob.core.windows.net' }) }],
    ['StorageAccountNotFound', { over: { storageAccounts: [] } }],
    ['StorageAccountTypeNotSupported', { account: { sku: 'Premium_LRS' } }],
    ['HierarchicalNamespaceNotSupported', { account: { hierarchicalNamespace: true } }],
    ['StorageAccountForbidden', { account: { firewall: { defaultAction: 'Deny', relayAllowed: false } } }],
    ['StorageAccountForbidden', { account: { allowSharedKeyAccess: false } }],
    ['ScopeLocked', { account: { lock: 'ReadOnly' } }],
    [
      'SerialConsoleNotAvailable',
      { over: { consoleAvailability: [{ cloud: 'AzureCloud', availability: 'Unavailable' }] } },
    ],
    [
      'SubscriptionNotEnabled',
      { over: { subscriptions: fleet.subscriptions.map((one) => ({ ...one, state: 'Disabled' as const })) } },
    ],
  ])('%s is said before anything exists and before a relay hears of it', async (code, change) => {
    await given(change);
    const before = await everything();
    plane.hub.requests.length = 0;

    const answer = await plane.as('ops', 'POST', `${port}/connect`);

    expect([answer.status, answer.code, answer.headers['x-ms-error-code']]).toEqual([409, code, code]);
    expect(answer.body).toMatchObject({ error: { target: expect.any(String), details: [{ code }] } });
    expect(await everything()).toEqual(before);
    expect(plane.hub.requests).toEqual([]);
    const { message } = (answer.body as { error: { message: string } }).error;
    expect(await auditOf('refused')).toContainEqual(
      expect.objectContaining({ scope: vm, userName: 'ops@contoso.example', reason: message }),
    );
  });

  test('a machine that is stopped, and a relay that is not there', async () => {
    await heartbeat('stopped');
    const stopped = await plane.as('ops', 'POST', `${port}/connect`);
    await given({ machine: { relayId: 'relay-99' } });
    const gone = await plane.as('ops', 'POST', `${port}/connect`);

    expect([stopped.status, stopped.code]).toEqual([409, 'VirtualMachineNotRunning']);
    expect([gone.status, gone.code, gone.headers['retry-after']]).toEqual([503, 'RelayUnavailable', '2']);
  });

  test('what is shut first is said: the machine before its account, the account before the relay', async () => {
    const code = async () => (await plane.as('ops', 'POST', `${port}/connect`)).code;
    const broken = { ...diagnostics({ enabled: false }), relayId: 'relay-99' };

    await given({ machine: { ...broken, provisioningState: 'Failed' }, account: { sku: 'Premium_LRS' } });
    expect(await code()).toBe('ProvisioningNotSucceeded');
    await given({ machine: broken, account: { sku: 'Premium_LRS' } });
    expect(await code()).toBe('BootDiagnosticsDisabled');
    await given({ machine: { relayId: 'relay-99' }, account: { sku: 'Premium_LRS' } });
    expect(await code()).toBe('StorageAccountTypeNotSupported');
    await given({ machine: { relayId: 'relay-99' } });
    expect(await code()).toBe('RelayUnavailable');
  });

  test('a session comes back past a gate that shut meanwhile, but not past one that was shut on purpose', async () => {
    const connect = (body: object) => plane.as('ops', 'POST', `${port}/connect`, { body });
    const opened = await connect({ mode: 'observer' });
    const { sessionId } = opened.body as { sessionId: string };

    await given({ machine: { lock: 'ReadOnly' } });
    await heartbeat('stopped');
    const back = await connect({ sessionId });
    const another = await connect({ mode: 'observer' });
    await given({ machine: diagnostics({ enabled: false }) });
    const closed = await connect({ sessionId });

    expect([back.status, another.code, closed.code]).toEqual([200, 'ScopeLocked', 'BootDiagnosticsDisabled']);
    expect(back.body).toMatchObject({ sessionId });
  });

  test('a scale-set instance is refused until it runs the latest model of its set', async () => {
    const connect = () =>
      plane.as('ops', 'POST', `${instance}/providers/Microsoft.SerialConsole/serialPorts/0/connect`, {
        body: { mode: 'observer' },
      });
    await given({ machine: { scaleSet: { latestModelApplied: false, modelBootDiagnostics: true } } });

    const before = await connect();
    await given({ machine: { scaleSet: { latestModelApplied: true, modelBootDiagnostics: true } } });
    const after = await connect();

    expect([before.code, after.status]).toEqual(['BootDiagnosticsDisabled', 200]);
    expect(before.body).toMatchObject({
      error: {
        message: expect.stringMatching(/^Azure Serial Console requires boot diagnostics to be enabled\./),
        details: [{ message: expect.stringContaining('az vmss update-instances') }],
      },
    });
  });
});

describe('who may', () => {
  const messageOf = (answer: { body: unknown }) =>
    (answer.body as { error: { message: string } }).error.message;

  test("a refusal has Azure's text and names the right that is missing", async () => {
    const onMachine = await plane.as('reader', 'POST', `${port}/connect`);
    const onAccount = await plane.as('console-only', 'POST', `${port}/connect`);

    expect([onMachine.status, onMachine.code, onAccount.status, onAccount.code]).toEqual([
      403,
      'AuthorizationFailed',
      403,
      'AuthorizationFailed',
    ]);
    expect(messageOf(onMachine)).toMatch(
      /^You do not have the required permissions to use this VM with the serial console\. Ensure you have at least Virtual Machine Contributor role permissions\. The client 'reader@contoso\.example' .*'Microsoft\.SerialConsole\/serialPorts\/connect\/action'/,
    );
    expect(messageOf(onAccount)).toMatch(
      /^You do not have the required permissions to write to the boot diagnostics storage account for this VM\. .*'Microsoft\.Storage\/storageAccounts\/listKeys\/action'/,
    );
  });

  test('whoever lacks the right on the account is not told what is wrong with it', async () => {
    const refusal = messageOf(await plane.as('console-only', 'POST', `${port}/connect`));
    await given({ account: { hierarchicalNamespace: true, lock: 'ReadOnly' } });
    const ofOdd = messageOf(await plane.as('console-only', 'POST', `${port}/connect`));
    await given({ over: { storageAccounts: [] } });
    const ofGone = messageOf(await plane.as('console-only', 'POST', `${port}/connect`));

    expect([ofOdd, ofGone]).toEqual([refusal, refusal]);
  });

  test('managed storage needs no role on an account', async () => {
    await given({ machine: diagnostics({ storage: 'managed' }) });

    const answer = await plane.as('console-only', 'POST', `${port}/connect`, { body: { mode: 'observer' } });

    expect(answer.status).toBe(200);
  });
});

describe('GET …/prerequisites', () => {
  type List = { ready: boolean; value: Prerequisite[] };
  const read = async (user: string, path = port): Promise<List> =>
    (await plane.as(user, 'GET', `${path}/prerequisites`)).body as List;
  const failing = ({ value }: List) => value.filter(({ state }) => state === 'fail').map(({ id }) => id);

  test('a healthy machine is ready, for a machine and for an instance by both of its paths', async () => {
    const encoded = instance.replace('vmss-app/virtualMachines/1', 'vmss-app%2FvirtualMachines%2F1');
    const ports = [vm, instance, encoded].map(
      (path) => `${path}/providers/Microsoft.SerialConsole/serialPorts/0`,
    );

    const lists = await Promise.all(ports.map((path) => read('ops', path)));

    expect(lists.map((list) => [list.ready, failing(list)])).toEqual(Array(3).fill([true, []]));
  });

  test('ready says whether connect would open: hints do not shut it', async () => {
    await given({ machine: { passwordUser: 'absent' }, account: { minimumTlsVersion: 'TLS1_0' } });
    const hints = await read('ops');
    await given({ account: { hierarchicalNamespace: true } });
    const shut = await read('ops');

    expect([hints.ready, failing(hints)]).toEqual([true, ['storageTls', 'passwordUser']]);
    expect([shut.ready, failing(shut)]).toEqual([false, ['hierarchicalNamespace']]);
  });

  test('it is about the caller: what each may, and nothing of an account that one may not read', async () => {
    const reader = await read('reader');
    const consoleOnly = await read('console-only');

    expect([failing(reader), failing(consoleOnly)]).toEqual([
      ['machineRole', 'storageRole'],
      ['storageRole'],
    ]);
    expect(reader.value.find(({ id }) => id === 'storageType')?.state).toBe('pass');
    expect(consoleOnly.value.find(({ id }) => id === 'storageType')?.state).toBe('unknown');
    expect(consoleOnly.value.find(({ id }) => id === 'storageRole')?.fix?.command).toBe(
      `az role assignment create --assignee 20000000-0000-4000-8000-000000000004 --role "Virtual Machine Contributor" --scope ${fleet.storageAccounts[0]?.resourceId}`,
    );
  });

  test('an outsider is refused, the same whether the machine exists or not', async () => {
    const real = await plane.as('outsider', 'GET', `${port}/prerequisites`);
    const unreal = await plane.as('outsider', 'GET', `${port.replace('web-01', 'none')}/prerequisites`);

    expect([real.code, unreal.code]).toEqual(['AuthorizationFailed', 'AuthorizationFailed']);
    expect((await plane.as('ops', 'GET', `${port.replace('web-01', 'none')}/prerequisites`)).code).toBe(
      'ResourceNotFound',
    );
  });
});

describe('the console switch', () => {
  const turn = (user: string, to: 'enable' | 'disable') => plane.as(user, 'POST', `${service}/${to}Console`);
  const stateOf = async (sessionId: string) =>
    (await plane.as('owner', 'GET', `${bastion}/sessions/${sessionId}`)).body as Record<string, unknown>;
  async function aLiveSession(over: object = {}): Promise<string> {
    const session = sessionOf({ sessionId: aSessionId(bastion, sha256), mode: 'observer', ...over });
    await createSessionTable(plane.tables).insert(session);
    return session.sessionId;
  }

  test('off ends what is open, tells who did it, refuses what comes, and is told on both levels', async () => {
    const serial = await aLiveSession();
    const ssh = await aLiveSession({ protocol: 'SSH' });

    const disabled = await turn('ops', 'disable');
    const again = await turn('owner', 'disable');
    const connect = await plane.as('ops', 'POST', `${port}/connect`);
    const status = await plane.as('reader', 'GET', service);
    const enabled = await turn('ops', 'enable');

    for (const { status: code, body } of [disabled, again, status]) {
      expect([code, body]).toEqual([200, { disabled: true, properties: { disabled: true } }]);
    }
    expect(enabled.body).toEqual({ disabled: false, properties: { disabled: false } });
    expect([connect.status, connect.code]).toEqual([409, 'SerialConsoleDisabled']);
    expect(await stateOf(serial)).toMatchObject({
      state: 'Ended',
      endReason: 'AccessRevoked',
      endedBy: 'Oscar Ops',
      endMessage: 'The serial console of this subscription was disabled.',
    });
    expect(await stateOf(ssh)).toMatchObject({ state: 'Active' });
    expect((await plane.as('ops', 'POST', `${port}/connect`, { body: { mode: 'observer' } })).status).toBe(
      200,
    );
    expect((await auditOf('consoleSwitch')).map(({ userName, reason }) => [userName, reason])).toEqual(
      expect.arrayContaining([
        ['ops@contoso.example', expect.stringMatching(/^Turned off; [1-9]\d* consoles ended\.$/)],
        ['owner@contoso.example', 'Turned off again; 0 consoles ended.'],
        ['ops@contoso.example', 'Turned on; 0 consoles ended.'],
      ]),
    );
  });

  test('a URL from before the console was disabled opens nothing', async () => {
    const opened = await plane.as('ops', 'POST', `${port}/connect`, { body: { mode: 'observer' } });
    const { connectionString, sessionId } = opened.body as { connectionString: string; sessionId: string };
    const [, claims = ''] = (new URL(connectionString).searchParams.get('access_token') ?? '').split('.');
    const { sub: userId } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string };
    // As by a process that died between the switch and the sessions.
    await plane.tables.consoleSwitches.createEntity({
      partitionKey: subscription.split('/')[2] ?? '',
      rowKey: sha256(subscription),
      scope: subscription,
    });

    const event = await plane.event('azure.webpubsub.sys.connect', { connectionId: 'c-late', userId });
    await turn('ops', 'disable');
    const after = await stateOf(sessionId);
    await turn('ops', 'enable');

    expect(event.status).toBe(401);
    expect(after).toMatchObject({ state: 'Ended', endReason: 'AccessRevoked' });
  });

  test('it takes a right on the subscription, and reading it another one', async () => {
    expect((await turn('reader', 'disable')).code).toBe('AuthorizationFailed');
    expect((await turn('vmops', 'disable')).code).toBe('AuthorizationFailed');
    expect((await turn('vmops', 'enable')).code).toBe('AuthorizationFailed');
    expect((await plane.as('vmops', 'GET', service)).code).toBe('AuthorizationFailed');
    expect((await plane.as('reader', 'GET', service)).body).toMatchObject({ disabled: false });
  });

  test('a subscription that is not in the fleet is not found, in the shape that Azure has here', async () => {
    const other = '/subscriptions/00000000-0000-4000-8000-00000000dead';
    await plane.tables.access.createEntity({
      partitionKey: '20000000-0000-4000-8000-000000000001',
      rowKey: '60000000-0000-4000-8000-0000000000ff',
      json: JSON.stringify({
        name: '60000000-0000-4000-8000-0000000000ff',
        principalId: '20000000-0000-4000-8000-000000000001',
        principalType: 'User',
        roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
        scope: other,
      }),
    });
    const path = service.replace(subscription, other);

    for (const answer of [
      await plane.as('owner', 'GET', path),
      await plane.as('owner', 'POST', `${path}/disableConsole`),
      await plane.as('owner', 'POST', `${path}/enableConsole`),
    ]) {
      expect([answer.status, answer.headers['x-ms-error-code']]).toEqual([404, 'SubscriptionNotFound']);
      expect(answer.body).toEqual({ code: 'SubscriptionNotFound', message: expect.any(String) });
    }
    expect((await plane.as('ops', 'GET', path)).code).toBe('AuthorizationFailed');
  });

  test('the operations that there are, for everybody who is signed in', async () => {
    const { body } = await plane.as('outsider', 'GET', '/providers/Microsoft.SerialConsole/operations');

    expect((body as { value: { name: string }[] }).value.map(({ name }) => name)).toEqual([
      'Microsoft.SerialConsole/consoleServices/read',
      'Microsoft.SerialConsole/consoleServices/disableConsole/action',
      'Microsoft.SerialConsole/consoleServices/enableConsole/action',
    ]);
  });

  test('one machine is switched by its port: live consoles there end, others go on', async () => {
    const here = await aLiveSession();
    const elsewhere = await aLiveSession({ targetResourceId: vm.replace('web', 'db') });
    const put = (user: string, state: string) =>
      plane.as(user, 'PUT', port, { body: { properties: { state } } });

    const off = await put('ops', 'disabled');
    const connect = await plane.as('ops', 'POST', `${port}/connect`);
    const refused = await put('vmops', 'enabled');
    const on = await put('ops', 'enabled');
    const deleted = [await plane.as('ops', 'DELETE', port), await plane.as('ops', 'DELETE', port)];
    await put('ops', 'enabled');

    expect([off.status, off.body]).toMatchObject([201, { name: '0', properties: { state: 'disabled' } }]);
    expect([connect.status, connect.code, refused.code]).toEqual([
      409,
      'SerialPortDisabled',
      'AuthorizationFailed',
    ]);
    expect(on.body).toMatchObject({ properties: { state: 'enabled' } });
    expect(deleted.map(({ status }) => status)).toEqual([200, 204]);
    expect(await stateOf(here)).toMatchObject({ endReason: 'AccessRevoked', endedBy: 'Oscar Ops' });
    expect(await stateOf(elsewhere)).toMatchObject({ state: 'Active' });
  });
});
