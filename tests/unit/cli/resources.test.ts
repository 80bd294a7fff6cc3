import { expect, test } from 'vitest';
import { NotFoundError, UsageError } from '../../../cli/failure.ts';
import { findBastion, findVirtualMachine, type ResourceDeps } from '../../../cli/resources.ts';

const id = (group: string, rest: string): string =>
  `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Compute/${rest}`;
const resource = (resourceId: string) => ({
  id: resourceId,
  name: resourceId.split('/').at(-1) ?? '',
  properties: {},
});
const web = resource(id('rg-hub', 'virtualMachines/vm-web-01'));
const twin = resource(id('rg-other', 'virtualMachines/vm-web-01'));
const instance = resource(id('rg-hub', 'virtualMachineScaleSets/vmss-app/virtualMachines/0'));
const bastion = resource(
  '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/bastionHosts/bastion-hub',
);
const second = resource(
  '/subscriptions/s/resourceGroups/rg-b/providers/Microsoft.Network/bastionHosts/bastion-b',
);

function depsWith(machines = [web], bastions = [bastion], resourceGroup?: string): ResourceDeps {
  return {
    resourceGroup,
    api: {
      listVirtualMachines: async () => machines,
      listScaleSetInstances: async () => [instance],
      listBastions: async () => bastions,
    },
  };
}

test('a machine is found by its name in any case, an instance with its set', async () => {
  await expect(findVirtualMachine(depsWith(), 'VM-web-01')).resolves.toBe(web.id);
  await expect(findVirtualMachine(depsWith(), 'vmss-app/0')).resolves.toBe(instance.id);
  await expect(findVirtualMachine(depsWith(), 'vmss-app_0')).resolves.toBe(instance.id);
});

test('two machines of one name are told apart by their group', async () => {
  await expect(findVirtualMachine(depsWith([web, twin]), 'vm-web-01')).rejects.toThrow(UsageError);
  await expect(findVirtualMachine(depsWith([web, twin], [], 'RG-other'), 'vm-web-01')).resolves.toBe(twin.id);
});

test('what is not there is not found', async () => {
  await expect(findVirtualMachine(depsWith(), 'vm-db-01')).rejects.toThrow(NotFoundError);
  await expect(findBastion(depsWith(), 'bastion-x')).rejects.toThrow(NotFoundError);
  await expect(findBastion(depsWith([], []), undefined)).rejects.toThrow(NotFoundError);
});

test('a resource id is taken as it is, and nothing else that begins with a slash', async () => {
  await expect(findVirtualMachine(depsWith([]), web.id)).resolves.toBe(web.id);
  for (const path of ['/health', `${web.id}/../x`, `${web.id}?x=1`, `${web.id}/%2e%2e`]) {
    await expect(findVirtualMachine(depsWith([]), path), path).rejects.toThrow(UsageError);
  }
});

test('the only bastion need not be named; of several one has to be', async () => {
  await expect(findBastion(depsWith(), undefined)).resolves.toBe(bastion.id);
  await expect(findBastion(depsWith([], [bastion, second]), undefined)).rejects.toThrow(UsageError);
  await expect(findBastion(depsWith([], [bastion, second]), 'Bastion-B')).resolves.toBe(second.id);
});
