import { expect, test } from 'vitest';
import { aboveMachine } from '../../../../portal/machines/aboveMachine.ts';

const compute = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute';
const list = { href: '/virtual-machines', label: 'All' };

test('above a machine is the list', () => {
  expect(aboveMachine(`${compute}/virtualMachines/vm-web-01`, 'All')).toEqual([list]);
});

test('above an instance is its scale set too', () => {
  expect(aboveMachine(`${compute}/virtualMachineScaleSets/vmss-app/virtualMachines/1`, 'All')).toEqual([
    list,
    { href: `/scale-sets${compute}/virtualMachineScaleSets/vmss-app`, label: 'vmss-app' },
  ]);
});
