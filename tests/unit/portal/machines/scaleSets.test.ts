import { expect, test } from 'vitest';
import { instancesOf, runningOf, scaleSetOf, upgradeOf } from '../../../../portal/machines/scaleSets.ts';
import type { VirtualMachine } from '../../../../shared/client/armResources.ts';

const compute = '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Compute';
const set = `${compute}/virtualMachineScaleSets/vmss-app`;
const instance = (id: string, power: string, latestModelApplied = true): VirtualMachine => ({
  id: `${set}/virtualMachines/${id}`,
  name: `vmss-app_${id}`,
  properties: { latestModelApplied, instanceView: { statuses: [{ code: `PowerState/${power}` }] } },
});
const alone: VirtualMachine = { id: `${compute}/virtualMachines/vm`, name: 'vm', properties: {} };
const other = { ...alone, id: `${set}-2/virtualMachines/0` };

test('instances are of the set that their id names, in whatever case', () => {
  const one = instance('0', 'running');

  expect(instancesOf([alone, one, other], set.toUpperCase())).toEqual([one]);
  expect([scaleSetOf(one.id), scaleSetOf(alone.id), scaleSetOf(set)]).toEqual([set, undefined, undefined]);
});

test('those that run are counted', () => {
  expect(runningOf([instance('0', 'running'), instance('1', 'stopped')])).toBe(1);
});

test('what runs an old model is named, with the line that upgrades it', () => {
  const instances = [
    instance('0', 'running', false),
    instance('1', 'running'),
    instance('7', 'stopped', false),
  ];

  expect(upgradeOf(set, instances)).toEqual({
    names: ['vmss-app_0', 'vmss-app_7'],
    command: "az vmss update-instances --resource-group 'rg-hub' --name 'vmss-app' --instance-ids 0 7",
  });
  expect(upgradeOf(set, instances.slice(1, 2))).toBe(undefined);
});
