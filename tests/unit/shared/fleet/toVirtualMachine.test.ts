import { expect, test } from 'vitest';
import { toVirtualMachine } from '../../../../shared/fleet/toVirtualMachine.ts';
import { resourceGroup, vm } from '../../../support/accessFacts.ts';
import { aTarget } from '../../../support/sessionFacts.ts';

const id = '10000000-0000-4000-8000-000000000001';
const logs = `https://sthubdiag.blob.core.windows.net/bootdiagnostics-vmweb01-${id}/vm-web-01.${id}`;

test('a virtual machine in the shape of Microsoft.Compute', () => {
  expect(toVirtualMachine(aTarget(), 'running')).toEqual({
    id: vm,
    name: 'vm-web-01',
    type: 'Microsoft.Compute/virtualMachines',
    location: 'westeurope',
    properties: {
      vmId: '10000000-0000-4000-8000-000000000001',
      provisioningState: 'Succeeded',
      osProfile: { computerName: 'web01' },
      storageProfile: { osDisk: { osType: 'Linux' } },
      diagnosticsProfile: {
        bootDiagnostics: { enabled: true, storageUri: 'https://sthubdiag.blob.core.windows.net/' },
      },
      instanceView: {
        bootDiagnostics: {
          consoleScreenshotBlobUri: `${logs}.screenshot.bmp`,
          serialConsoleLogBlobUri: `${logs}.serialconsole.log`,
        },
        computerName: 'web01',
        statuses: [
          { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
          { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' },
        ],
      },
    },
  });
});

test('power that no relay reported is not claimed', () => {
  const { statuses } = toVirtualMachine(aTarget(), undefined).properties.instanceView;

  expect(statuses.map(({ code }) => code)).toEqual(['ProvisioningState/succeeded']);
});

test('an instance of a scale set has its instance id', () => {
  const resourceId = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/7`;

  expect(toVirtualMachine(aTarget({ resourceId, name: 'vmss-app_7' }), 'stopped')).toMatchObject({
    name: 'vmss-app_7',
    instanceId: '7',
    type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
  });
});

test('as in ARM, no address of an account means one of the platform', () => {
  const { bootDiagnostics } = aTarget();
  const managed = aTarget({ bootDiagnostics: { ...bootDiagnostics, storage: 'managed' } });
  const odd = aTarget({ bootDiagnostics: { ...bootDiagnostics, storageUri: 'http://sthubdiag.example/' } });

  expect(toVirtualMachine(managed, 'running').properties.diagnosticsProfile).toEqual({
    bootDiagnostics: { enabled: true },
  });
  expect(toVirtualMachine(odd, 'running').properties.diagnosticsProfile).toEqual({
    bootDiagnostics: { enabled: true, storageUri: 'http://sthubdiag.example/' },
  });
});

test('a machine that could not be deployed says so, in its view too', () => {
  const { properties } = toVirtualMachine(aTarget({ provisioningState: 'Failed' }), undefined);

  expect(properties.provisioningState).toBe('Failed');
  expect(properties.instanceView.statuses).toEqual([
    { code: 'ProvisioningState/failed', level: 'Error', displayStatus: 'Provisioning failed' },
  ]);
});

test('an instance says whether it runs the latest model of its set', () => {
  const resourceId = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/7`;
  const scaleSet = { latestModelApplied: false, modelBootDiagnostics: true };

  expect(toVirtualMachine(aTarget({ resourceId, scaleSet }), 'running').properties).toMatchObject({
    latestModelApplied: false,
  });
  expect(toVirtualMachine(aTarget({ scaleSet }), 'running').properties).not.toHaveProperty(
    'latestModelApplied',
  );
});

test('where the platform owns the account, or there is no boot log, nobody learns of blobs', () => {
  const { bootDiagnostics } = aTarget();
  const managed = aTarget({ bootDiagnostics: { ...bootDiagnostics, storage: 'managed' } });
  const disabled = aTarget({ bootDiagnostics: { ...bootDiagnostics, enabled: false } });

  const views = [managed, disabled].map((one) => toVirtualMachine(one, 'running').properties.instanceView);

  expect(views.map((view) => view.bootDiagnostics)).toEqual([undefined, undefined]);
});
