import { expect, test } from 'vitest';
import {
  consoleActions,
  losesData,
  machinePageActions,
  type OfferedAction,
  powerActions,
  powerOrder,
  rightOf,
} from '../../../../portal/machines/machineActions.ts';

const vm = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm';
const instance =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/set/virtualMachines/0';

test.each<[string | undefined, readonly OfferedAction[]]>([
  ['running', ['restart', 'forceRestart', 'stop', 'forceStop', 'deallocate']],
  ['starting', ['restart', 'forceRestart', 'stop', 'forceStop', 'deallocate']],
  ['stopped', ['start', 'deallocate']],
  ['deallocated', ['start']],
  ['deallocating', ['start']],
  [undefined, ['start', 'restart', 'forceRestart', 'stop', 'forceStop', 'deallocate']],
])('of a machine that is %s what can be done is offered', (power, offered) => {
  expect(powerActions(power)).toEqual(offered);
});

test('over a console there are the keys of last resort, and power once it is gone', () => {
  expect(consoleActions('running')).toEqual(['restart', 'forceRestart', 'reset', 'nmi', 'sysrq', 'break']);
  expect(consoleActions('stopped')).toEqual(['start']);
});

test.each<[OfferedAction, string | undefined, string | undefined]>([
  ['start', 'Microsoft.Compute/virtualMachines/start/action', 'start'],
  ['forceRestart', 'Microsoft.Compute/virtualMachines/restart/action', 'restart'],
  ['forceStop', 'Microsoft.Compute/virtualMachines/powerOff/action', 'powerOff'],
  ['reset', 'Microsoft.Compute/virtualMachines/restart/action', undefined],
  ['sysrq', undefined, undefined],
])('%s asks for the right %s and is the operation %s', (action, right, operation) => {
  expect(rightOf(action, vm)).toBe(right);
  expect(powerOrder(action)?.action).toBe(operation);
});

test('the right at an instance is that of its own kind, and so is that at a whole set', () => {
  const set = instance.slice(0, instance.lastIndexOf('/virtualMachines/'));
  expect(rightOf('stop', set)).toBe('Microsoft.Compute/virtualMachineScaleSets/powerOff/action');
  expect(rightOf('stop', instance)).toBe(
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/powerOff/action',
  );
});

test('what does not ask the guest has to be confirmed by the name of the machine', () => {
  const all: OfferedAction[] = [...powerActions(undefined), ...consoleActions('running')];

  expect([...new Set(all)].filter(losesData)).toEqual(['forceRestart', 'forceStop', 'reset', 'nmi']);
});

test('the page of a machine has the reset button too, while there is power', () => {
  expect(machinePageActions('running')).toEqual([...powerActions('running'), 'reset']);
  expect(machinePageActions('stopped')).toEqual(['start', 'deallocate']);
});
