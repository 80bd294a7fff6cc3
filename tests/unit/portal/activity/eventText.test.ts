import { expect, test } from 'vitest';
import { scopeName } from '../../../../portal/activity/eventText.ts';

const group = '/subscriptions/s/resourceGroups/rg-hub';

test.each([
  [`${group}/providers/Microsoft.Compute/virtualMachines/vm-web-01`, 'vm-web-01'],
  [
    `${group}/providers/Microsoft.Compute/virtualMachines/vm-web-01/providers/Microsoft.SerialConsole/serialPorts/0`,
    'vm-web-01',
  ],
  [`${group}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/1`, 'vmss-app_1'],
  [`${group}/providers/Microsoft.Network/bastionHosts/bastion-hub`, 'bastion-hub'],
  [group, 'rg-hub'],
  ['/subscriptions/s', 's'],
])('%s is called %s', (scope, expected) => {
  expect(scopeName(scope)).toBe(expected);
});
