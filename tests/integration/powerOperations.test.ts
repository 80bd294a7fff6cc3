import { afterAll, beforeAll, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { type AzureSdk, azureSdk } from '../support/azureSdk.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, serialPortPath, startLocalStack, vmPath } from '../support/localStack.ts';
import { openStackConsole } from '../support/stackConsole.ts';

// Power through the unmodified Azure SDK, on the real stack: a Linux guest under QEMU, a simulated Windows and a
// simulated scale set. The viewer that is attached sees all of it on one connection.

const group = 'rg-hub';
const vm = 'vm-db-01';
const { qemu, why } = guestsAvailable();

let stack: LocalStack;
let ops: AzureSdk;
let outsider: AzureSdk;

beforeAll(async () => {
  stack = await startLocalStack({ guests: 'qemu' });
  [ops, outsider] = (await Promise.all(
    ['ops', 'outsider'].map((user) => azureSdk(stack.addresses, user)),
  )) as [AzureSdk, AzureSdk];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

async function powerOf(name: string): Promise<string | undefined> {
  const view = await ops.compute.virtualMachines.instanceView(group, name);
  return view.statuses?.map(({ code = '' }) => code).find((code) => code.startsWith('PowerState/'));
}

/** The SDK's poll interval is 2 s unless it is told otherwise. */
const quickly = { updateIntervalInMs: 100 };

test.skipIf(!qemu)(
  `one viewer sees a machine through all of its power${why ? ` (${why})` : ''}`,
  async () => {
    await using console_ = await openStackConsole(stack, 'owner', vm);
    const { virtualMachines } = ops.compute;
    await console_.until('login: ');

    await virtualMachines.restart(group, vm, quickly);
    await console_.until('The system is going down.');
    await console_.until('Linux version');
    await console_.until('login: ');
    expect(await powerOf(vm)).toBe('PowerState/running');

    await virtualMachines.powerOff(group, vm, quickly);
    await console_.until('The system is going down.');
    expect(await powerOf(vm)).toBe('PowerState/stopped');
    const refused = await stack.call('owner', 'POST', `${serialPortPath(vm)}/connect`, { mode: 'observer' });
    expect(refused.body.error.code).toBe('VirtualMachineNotRunning');
    await expect(virtualMachines.restart(group, vm)).rejects.toMatchObject({
      statusCode: 409,
      code: 'VirtualMachineNotRunning',
    });

    await virtualMachines.start(group, vm, quickly);
    expect(await powerOf(vm)).toBe('PowerState/running');
    await console_.until('login: ');

    expect(console_.connections()).toBe(1);
    const powers = console_.client.notices.filter((notice) => notice.kind === 'power');
    expect(powers.map(({ power }) => power)).toEqual(['stopped', 'running', 'stopped', 'running']);
    const told = console_.client.notices.filter((notice) => notice.kind === 'operation');
    expect(told.map(({ action, status, by }) => `${by}: ${action} ${status}`)).toEqual(
      ['restart', 'powerOff', 'start'].flatMap((action) => [
        `Oscar Ops: ${action} InProgress`,
        `Oscar Ops: ${action} Succeeded`,
      ]),
    );
  },
  180_000, // It boots three times, beside whatever else the machine does.
);

test.skipIf(!qemu)('a machine without a process is started by its host, on the same line', async () => {
  await using console_ = await openStackConsole(stack, 'owner', vm);
  await console_.fromNow();
  const { virtualMachines } = ops.compute;

  await virtualMachines.deallocate(group, vm, quickly);
  expect(await powerOf(vm)).toBe('PowerState/deallocated');
  await virtualMachines.start(group, vm, quickly);
  await console_.until('Linux version');
  await virtualMachines.powerOff(group, vm, { ...quickly, skipShutdown: true });
  expect(await powerOf(vm)).toBe('PowerState/stopped');
  await virtualMachines.start(group, vm, quickly);

  await console_.until('Linux version');
  await console_.until('login: ');
  expect([await powerOf(vm), console_.connections()]).toEqual(['PowerState/running', 1]);
});

test.skipIf(!qemu)('a guest that is still booting hears the button as soon as it can', async () => {
  await using console_ = await openStackConsole(stack, 'owner', vm);
  await console_.fromNow();
  await stack.call('ops', 'POST', `${serialPortPath(vm)}/adminCommand/reset`);
  await console_.until('Linux version');

  await ops.compute.virtualMachines.powerOff(group, vm, quickly);

  expect(await powerOf(vm)).toBe('PowerState/stopped');
  await ops.compute.virtualMachines.start(group, vm, quickly);
});

test('a Windows machine and a scale-set instance obey too', async () => {
  const { virtualMachines, virtualMachineScaleSetVMs: instances } = ops.compute;
  await using windows = await openStackConsole(stack, 'owner', 'vm-win-01');
  await windows.fromNow();

  await virtualMachines.restart(group, 'vm-win-01', quickly);
  await windows.until('The computer is shutting down.');
  await windows.until('SAC>');
  await instances.deallocate(group, 'vmss-app', '1', quickly);
  const view = await instances.getInstanceView(group, 'vmss-app', '1');
  expect(view.statuses?.map(({ code }) => code)).toContain('PowerState/deallocated');
  await instances.start(group, 'vmss-app', '1', quickly);
});

test('a scale set obeys as a whole, or the instances that are named', async () => {
  const { virtualMachineScaleSets: sets, virtualMachineScaleSetVMs: instances } = ops.compute;
  const powers = (): Promise<unknown[]> =>
    Promise.all(
      ['0', '1'].map(async (id) => {
        const view = await instances.getInstanceView(group, 'vmss-app', id);
        return view.statuses?.map(({ code = '' }) => code).find((code) => code.startsWith('PowerState/'));
      }),
    );

  await sets.powerOff(group, 'vmss-app', quickly);
  expect(await powers()).toEqual(['PowerState/stopped', 'PowerState/stopped']);
  await sets.start(group, 'vmss-app', { ...quickly, vmInstanceIDs: { instanceIds: ['1'] } });
  expect(await powers()).toEqual(['PowerState/stopped', 'PowerState/running']);
  await expect(sets.restart(group, 'vmss-app', quickly)).rejects.toThrow('VirtualMachineNotRunning');
  await expect(
    sets.start(group, 'vmss-app', { ...quickly, vmInstanceIDs: { instanceIds: ['7'] } }),
  ).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' });
  await sets.start(group, 'vmss-app', quickly);
  expect(await powers()).toEqual(['PowerState/running', 'PowerState/running']);
});

test('a request whose answer was lost is the same operation when it is sent again', async () => {
  await using windows = await openStackConsole(stack, 'owner', 'vm-win-01');
  ops.wire.attempts = [];
  ops.wire.loseAnswer = true;

  await ops.compute.virtualMachines.restart(group, 'vm-win-01', quickly);

  expect(ops.wire.attempts.filter((one) => one.startsWith('POST'))).toHaveLength(2);
  const begun = windows.client.notices.filter(
    (notice) => notice.kind === 'operation' && notice.status === 'InProgress',
  );
  expect(begun).toHaveLength(1);
});

test('who lacks the right is refused, and nothing happens', async () => {
  for (const action of ['start', 'restart', 'powerOff', 'deallocate'] as const) {
    await expect(outsider.compute.virtualMachines[action](group, 'vm-win-01')).rejects.toMatchObject({
      statusCode: 403,
      code: 'AuthorizationFailed',
    });
    const reader = await stack.call('reader', 'POST', `${vmPath('vm-win-01')}/${action}`);
    expect([reader.status, reader.body.error.message]).toEqual([
      403,
      expect.stringContaining(`Microsoft.Compute/virtualMachines/${action}/action`),
    ]);
  }
  expect(await powerOf('vm-win-01')).toBe('PowerState/running');
});

test('an operation is told of to who began it or may read its machine, and to nobody else', async () => {
  const accepted = await stack.call('ops', 'POST', `${vmPath('vm-win-01')}/start`);
  const address = (name: string): string => accepted.headers.get(name)?.split('?')[0] ?? '';
  const status = address('azure-asyncoperation');
  await eventually(async () => (await stack.call('ops', 'GET', status)).body.status === 'Succeeded');

  expect([accepted.status, accepted.headers.get('retry-after'), address('location')]).toEqual([
    202,
    '1',
    status,
  ]);
  expect((await stack.call('reader', 'GET', status)).body).toMatchObject({ status: 'Succeeded' });
  expect((await stack.call('ops', 'GET', `${status}?monitor=true`)).status).toBe(200);
  for (const [user, path] of [
    ['outsider', status],
    ['ops', status.replace(/[^/]+$/, crypto.randomUUID())],
  ] as const) {
    const answer = await stack.call(user, 'GET', path);
    expect([answer.status, answer.body.error.code]).toEqual([404, 'OperationNotFound']);
  }
});

test.skipIf(!qemu)('an operation that its relay dies in fails once the next relay is there', async () => {
  await using console_ = await openStackConsole(stack, 'owner', vm);
  const relay = stack.relayPid();
  const outcome = ops.compute.virtualMachines.restart(group, vm, quickly).then(
    () => 'done',
    (fault: { message: string }) => fault.message,
  );
  await eventually(() => console_.client.notices.some(({ kind }) => kind === 'operation'));
  process.kill(relay, 'SIGKILL');

  expect(await outcome).toContain('RelayUnavailable. The relay was restarted in the middle of this.');
  // The next one fails what it finds before it says that it serves.
  await eventually(() => stack.relayPid() !== relay);
});
