import { expect, test } from 'vitest';
import { powerState, targetName } from '../../../../shared/client/armResources.ts';

const compute = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute';

test('an instance of a scale set is named after its set', () => {
  expect(targetName(`${compute}/virtualMachines/vm-web-01`)).toBe('vm-web-01');
  expect(targetName(`${compute}/virtualMachineScaleSets/vmss-app/virtualMachines/1`)).toBe('vmss-app_1');
});

test('power is read from among the other statuses', () => {
  const statuses = [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/deallocated' }];

  expect(powerState({ id: '', name: '', properties: { instanceView: { statuses } } })).toBe('deallocated');
  expect(powerState({ id: '', name: '', properties: {} })).toBeUndefined();
});
