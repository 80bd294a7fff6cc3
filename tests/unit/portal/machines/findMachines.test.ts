import { expect, test } from 'vitest';
import { findMachines } from '../../../../portal/machines/findMachines.ts';
import { targetName, type VirtualMachine } from '../../../../shared/client/armResources.ts';

const compute = '/subscriptions/s/resourceGroups/rg-web/providers/Microsoft.Compute';
const machine = (id: string): VirtualMachine => ({ id: `${compute}/${id}`, name: id, properties: {} });
const vm = (name: string): VirtualMachine => machine(`virtualMachines/${name}`);
const names = (machines: readonly VirtualMachine[]): string[] => machines.map(({ id }) => targetName(id));

test('machines that are called like that come before those that only contain it, and these before all others', () => {
  const all = [vm('db-1'), vm('old-web-1'), vm('web-10'), vm('WEB-2')];

  expect(names(findMachines(all, ' web'))).toEqual(['WEB-2', 'web-10', 'old-web-1', 'db-1']);
});

test('an instance is found by the name of its scale set', () => {
  const instance = machine('virtualMachineScaleSets/vmss-app/virtualMachines/1');

  expect(names(findMachines([vm('web-1'), instance], 'app'))).toEqual(['vmss-app_1']);
});

test('of very many the first eight are shown', () => {
  const all = Array.from({ length: 5_000 }, (_, index) => vm(`web-${index}`));

  expect(names(findMachines(all, ''))).toEqual(Array.from({ length: 8 }, (_, index) => `web-${index}`));
});
