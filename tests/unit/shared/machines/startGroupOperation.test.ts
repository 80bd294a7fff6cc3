import { expect, test } from 'vitest';
import type { MachineAction } from '../../../../shared/contracts/machineOperation.ts';
import { portIdOf } from '../../../../shared/fleet/keys.ts';
import { settleOperation } from '../../../../shared/machines/endOperation.ts';
import { startGroupOperation } from '../../../../shared/machines/startGroupOperation.ts';
import { toOperationStatus } from '../../../../shared/machines/toOperationStatus.ts';
import { machineWorld } from '../../../support/machineWorld.ts';
import { aCaller, aTarget, hash } from '../../../support/sessionFacts.ts';

const resourceId = aTarget().resourceId.replace('virtualMachines/vm-web-01', 'virtualMachineScaleSets/vmss');
const targets = ['0', '1'].map((id) =>
  aTarget({ resourceId: `${resourceId}/virtualMachines/${id}`, name: `vmss_${id}` }),
);

function world() {
  const base = machineWorld();
  const power = (first: 'running' | 'stopped', second: 'running' | 'stopped'): void => {
    const ports = targets.map((target, index) => ({
      portId: portIdOf(hash, target.resourceId),
      power: index === 0 ? first : second,
      endOffset: 0,
    }));
    base.beat('running', { ports });
  };
  power('running', 'running');
  return {
    ...base,
    power,
    startGroup: (action: MachineAction = 'restart', clientRequestId?: string) =>
      startGroupOperation(base.deps, {
        caller: aCaller(),
        resourceId,
        targets,
        action,
        sourceIpAddress: '203.0.113.7',
        clientRequestId,
      }),
    settle: async (operationId: string) => {
      const found = base.deps.machineOperations.rows.get(operationId);
      if (found === undefined) throw new Error('It is gone.');
      return toOperationStatus(await settleOperation(base.deps, found));
    },
  };
}

const idsOf = (commands: readonly unknown[]): string[] =>
  commands.map((command) => (command as { operationId: string }).operationId);

test('each machine has an operation, and the whole is over when they are', async () => {
  const { startGroup, settle, commands, answer, audited } = world();
  const { operationId } = await startGroup();
  const [first = '', second = ''] = idsOf(commands());

  expect(await settle(operationId)).toMatchObject({ status: 'InProgress' });
  await answer(first, { status: 'Succeeded' });
  expect(await settle(operationId)).toMatchObject({ status: 'InProgress' });
  await answer(second, { status: 'Succeeded' });
  expect(await settle(operationId)).toMatchObject({ status: 'Succeeded', endTime: expect.any(String) });
  expect(await settle(operationId)).toMatchObject({ status: 'Succeeded' });
  expect(audited()).toHaveLength(4);
});

test('one machine that fails is the failure of the whole', async () => {
  const { startGroup, settle, commands, answer } = world();
  const { operationId } = await startGroup();
  const [first = '', second = ''] = idsOf(commands());
  const error = { code: 'GuestDidNotShutDown', message: 'It runs on.' };
  await answer(first, { status: 'Failed', error });

  expect(await settle(operationId)).toMatchObject({ status: 'InProgress' });
  await answer(second, { status: 'Succeeded' });
  expect(await settle(operationId)).toMatchObject({ status: 'Failed', error });
});

test('a machine that refuses does not keep the other from it, and is told in the end', async () => {
  const { startGroup, settle, commands, answer, power } = world();
  power('stopped', 'running');
  const { operationId } = await startGroup();
  const ids = idsOf(commands());

  expect(ids).toHaveLength(1);
  expect(await settle(operationId)).not.toHaveProperty('error');
  await answer(ids[0] ?? '', { status: 'Succeeded' });
  expect(await settle(operationId)).toMatchObject({
    status: 'Failed',
    error: { code: 'VirtualMachineNotRunning' },
  });
});

test('when all refuse, so does the whole, and nothing is kept', async () => {
  const { startGroup, power, deps } = world();
  power('stopped', 'stopped');

  await expect(startGroup()).rejects.toMatchObject({ code: 'VirtualMachineNotRunning' });
  expect(deps.machineOperations.rows.size).toBe(0);
});

test('a request sent again is the same operation', async () => {
  const { startGroup, deps } = world();

  const first = await startGroup('powerOff', 'c1');
  const again = await startGroup('powerOff', 'c1');

  expect(again).toEqual(first);
  expect(deps.machineOperations.rows.size).toBe(3);
});

test('parts that were forgotten hold nothing up', async () => {
  const { startGroup, settle, commands, deps } = world();
  const { operationId } = await startGroup();
  for (const id of idsOf(commands())) deps.machineOperations.rows.delete(id);

  expect(await settle(operationId)).toMatchObject({ status: 'Succeeded' });
});
