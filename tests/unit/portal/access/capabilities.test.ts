import { expect, test } from 'vitest';
import { capabilitiesAt, capabilityOf } from '../../../../portal/access/capabilities.ts';
import { checkAccessRequest } from '../../../../shared/contracts/access.ts';

const group = '/subscriptions/s-1/resourceGroups/rg-hub';
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm-web-01`;
const instance = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/1`;
const bastion = `${group}/providers/Microsoft.Network/bastionHosts/bastion-hub`;
const actionOf = (scope: string, wanted: string): string | undefined =>
  capabilitiesAt(scope).find(([capability]) => capability === wanted)?.[1];

test('an instance is started by a right of its own', () => {
  expect(actionOf(vm, 'start')).toBe('Microsoft.Compute/virtualMachines/start/action');
  expect(actionOf(instance, 'start')).toBe(
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/start/action',
  );
});

test('a machine has no sessions page and a bastion no power, but a group has both', () => {
  expect(actionOf(vm, 'disconnect')).toBeUndefined();
  expect(actionOf(bastion, 'start')).toBeUndefined();
  expect(actionOf(group, 'disconnect')).toBeDefined();
  expect(actionOf(group, 'start')).toBeDefined();
});

test.each([vm, instance, bastion, group])('all of %s are asked in one call', (scope) => {
  const actions = capabilitiesAt(scope).map(([, action]) => action);

  expect(checkAccessRequest.safeParse({ actions })).toMatchObject({ success: true });
  expect(new Set(actions).size).toBe(actions.length);
});

test('an action is called as the list of rights calls it, in any letter case', () => {
  expect(capabilityOf('microsoft.compute/virtualmachinescalesets/virtualmachines/START/action')).toBe(
    'start',
  );
  expect(capabilityOf('Microsoft.Network/bastionHosts/disconnectActiveSessions/action')).toBe('disconnect');
  expect(capabilityOf('Microsoft.Compute/virtualMachines')).toBeUndefined();
});
