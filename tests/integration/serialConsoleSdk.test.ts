import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultPorts, storageConnection } from '../../infra/local/addresses.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { openTables } from '../../shared/azure/tables.ts';
import type { NoticeFrame } from '../../shared/contracts/frames.ts';
import { portIdOf } from '../../shared/fleet/keys.ts';
import { type AzureSdk, azureSdk, subscriptionId } from '../support/azureSdk.ts';
import { openConsole } from '../support/consoleClient.ts';
import {
  bastionPath,
  type LocalStack,
  serialPortPath,
  startLocalStack,
  vmPath,
} from '../support/localStack.ts';

// Switches of the serial console as users of @azure/arm-serialconsole 2.1 have them, on the whole stack.

const group = 'rg-hub';
const service = `/subscriptions/${subscriptionId}/providers/Microsoft.SerialConsole/consoleServices/default`;

let stack: LocalStack;
let ops: AzureSdk;
let reader: AzureSdk;

beforeAll(async () => {
  stack = await startLocalStack({ guests: 'simulated' });
  [ops, reader] = (await Promise.all(['ops', 'reader'].map((user) => azureSdk(stack.addresses, user)))) as [
    AzureSdk,
    AzureSdk,
  ];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

type Port = readonly [group: string, provider: string, type: string, parent: string, port: string];
const machine = [group, 'Microsoft.Compute', 'virtualMachines', 'vm-web-01', '0'] as const;
const instance = [
  group,
  'Microsoft.Compute',
  'virtualMachineScaleSets',
  'vmss-app/virtualMachines/1',
  '0',
] as const;

/** A console that is really connected. */
async function aConsole(vm: string) {
  const answer = await stack.call('owner', 'POST', `${serialPortPath(vm)}/connect`, { mode: 'observer' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { connectionString, sessionId } = answer.body as { connectionString: string; sessionId: string };
  const portId = portIdOf(sha256, vmPath(vm));
  const client = await openConsole({ sessionId, portId, getUrl: async () => connectionString });
  await expect.poll(() => stateOf(sessionId).then(({ state }) => state)).toBe('Active');
  return { ...client, sessionId };
}

/** The tables under the running stack. */
const tables = () => {
  const portOf = (url: string): number => Number(new URL(url).port);
  const { blobs, tables: tablesUrl } = stack.addresses;
  return openTables(storageConnection({ ...defaultPorts, blobs: portOf(blobs), tables: portOf(tablesUrl) }));
};

async function stateOf(sessionId: string): Promise<Record<string, unknown>> {
  return (await stack.call('owner', 'GET', `${bastionPath}/sessions/${sessionId}`)).body;
}

const disconnected = (notices: readonly NoticeFrame[]) => notices.find(({ kind }) => kind === 'disconnected');

describe('the console service of a subscription', () => {
  test('status, disable and enable: typed where the client looks and nested where Azure has it', async () => {
    const disabled = { disabled: true, properties: { disabled: true } };
    const enabled = { disabled: false, properties: { disabled: false } };
    const { serialConsole } = ops;

    expect(await serialConsole.getConsoleStatus('default')).toMatchObject({ disabled: false });
    expect(await serialConsole.disableConsole('default')).toMatchObject({ disabled: true });
    expect(await serialConsole.disableConsole('default')).toMatchObject({ disabled: true });
    expect((await stack.call('reader', 'GET', service)).body).toEqual(disabled);
    expect(await serialConsole.enableConsole('default')).toMatchObject({ disabled: false });
    expect(await reader.serialConsole.getConsoleStatus('default')).toMatchObject({ disabled: false });
    expect((await stack.call('reader', 'GET', service)).body).toEqual(enabled);
  });

  test('disabling it ends a console that is open and tells its viewer who did it', async () => {
    await using console_ = await aConsole('vm-db-01');

    await ops.serialConsole.disableConsole('default');
    const refused = ops.serialConsole.serialPorts.connect(...machine);

    await expect(refused).rejects.toMatchObject({ statusCode: 409, code: 'SerialConsoleDisabled' });
    await expect
      .poll(() => disconnected(console_.notices))
      .toMatchObject({
        reason: 'AccessRevoked',
        by: 'Oscar Ops',
        message: 'The serial console of this subscription was disabled.',
      });
    expect(await stateOf(console_.sessionId)).toMatchObject({ state: 'Ended', endReason: 'AccessRevoked' });
    await ops.serialConsole.enableConsole('default');
    expect((await ops.serialConsole.serialPorts.connect(...machine)).connectionString).toMatch(/^ws:/);
  });

  test('a subscription that is not in the fleet resolves to what went wrong: the client does not throw', async () => {
    const unknown = '00000000-0000-4000-8000-00000000dead';
    await tables().access.createEntity({
      partitionKey: '20000000-0000-4000-8000-000000000001',
      rowKey: '60000000-0000-4000-8000-0000000000ff',
      json: JSON.stringify({
        name: '60000000-0000-4000-8000-0000000000ff',
        principalId: '20000000-0000-4000-8000-000000000001',
        principalType: 'User',
        roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
        scope: `/subscriptions/${unknown}`,
      }),
    });
    const { serialConsole } = await azureSdk(stack.addresses, 'owner');
    serialConsole.subscriptionId = unknown;
    const notFound = { code: 'SubscriptionNotFound', message: expect.stringContaining(unknown) };

    expect(await serialConsole.getConsoleStatus('default')).toMatchObject(notFound);
    expect(await serialConsole.disableConsole('default')).toMatchObject(notFound);
    expect(await serialConsole.enableConsole('default')).toMatchObject(notFound);
  });

  test('a refusal is a RestError, tried once', async () => {
    reader.wire.attempts = [];

    await expect(reader.serialConsole.disableConsole('default')).rejects.toMatchObject({
      name: 'RestError',
      statusCode: 403,
      code: 'AuthorizationFailed',
    });
    expect(reader.wire.attempts).toEqual([`POST ${service}/disableConsole`]);
  });

  test('what can be done', async () => {
    const { value = [] } = await reader.serialConsole.listOperations();

    expect(value.map(({ name, isDataAction }) => [name, isDataAction])).toEqual([
      ['Microsoft.SerialConsole/consoleServices/read', 'false'],
      ['Microsoft.SerialConsole/consoleServices/disableConsole/action', 'false'],
      ['Microsoft.SerialConsole/consoleServices/enableConsole/action', 'false'],
    ]);
  });
});

describe('serial ports', () => {
  test.each<readonly [string, Port]>([
    ['a machine', machine],
    ['an instance, whose path the client encodes as one name', instance],
  ])('create and delete turn the port of %s on and off', async (_, port) => {
    const { serialPorts } = ops.serialConsole;
    const stateNow = async () => (await serialPorts.get(...port)).state;

    expect(await serialPorts.create(...port, { state: 'disabled' })).toMatchObject({
      name: '0',
      type: 'Microsoft.SerialConsole/serialPorts',
      state: 'disabled',
    });
    expect(await stateNow()).toBe('disabled');
    await expect(serialPorts.connect(...port)).rejects.toMatchObject({ code: 'SerialPortDisabled' });
    expect(await serialPorts.create(...port, { state: 'enabled' })).toMatchObject({ state: 'enabled' });
    await serialPorts.delete(...port);
    await serialPorts.delete(...port);
    expect(await stateNow()).toBe('disabled');
    await serialPorts.create(...port, {});
    expect(await stateNow()).toBe('enabled');
  });

  test('a port that is turned off ends the console that is open there, and no other', async () => {
    await using here = await aConsole('vm-db-01');
    await using elsewhere = await aConsole('vm-win-01');
    const port = [group, 'Microsoft.Compute', 'virtualMachines', 'vm-db-01', '0'] as const;

    await ops.serialConsole.serialPorts.delete(...port);

    await expect.poll(() => disconnected(here.notices)).toMatchObject({ reason: 'AccessRevoked' });
    expect(await stateOf(elsewhere.sessionId)).toMatchObject({ state: 'Active' });
    await ops.serialConsole.serialPorts.create(...port, { state: 'enabled' });
  });

  test('the prerequisites of a running machine all hold', async () => {
    const { body } = await stack.call('ops', 'GET', `${serialPortPath('vm-web-01')}/prerequisites`);

    expect(body.value.filter(({ state }: { state: string }) => state !== 'pass')).toEqual([]);
    expect(body.ready).toBe(true);
  });
});
