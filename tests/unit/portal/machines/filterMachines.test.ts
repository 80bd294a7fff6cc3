import { expect, test } from 'vitest';
import { filterMachines } from '../../../../portal/machines/filterMachines.ts';
import type { VirtualMachine } from '../../../../shared/client/armResources.ts';

const compute = '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Compute';
const machine = (id: string, osType: string, power: string): VirtualMachine => ({
  id: `${compute}/${id}`,
  name: id,
  location: 'westeurope',
  properties: {
    storageProfile: { osDisk: { osType } },
    instanceView: { statuses: [{ code: `PowerState/${power}` }] },
  },
});
const all = [
  machine('virtualMachines/vm-web-01', 'Linux', 'running'),
  machine('virtualMachines/vm-win-01', 'Windows', 'running'),
  machine('virtualMachineScaleSets/vmss-app/virtualMachines/1', 'Linux', 'deallocated'),
];

test.each([
  ['', [0, 1, 2]],
  ['WEB', [0]],
  ['vmss-app_', [2]],
  ['linux running', [0]],
  [' rg-hub  westeurope ', [0, 1, 2]],
  ['linux windows', []],
])('“%s” leaves machines %j', (text, places) => {
  expect(filterMachines(all, text)).toEqual(places.map((place) => all[place]));
});
