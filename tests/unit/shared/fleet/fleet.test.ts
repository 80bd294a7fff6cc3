import { expect, test } from 'vitest';
import { readFleetFile } from '../../../../infra/local/fleetFile.ts';
import { fleet, target } from '../../../../shared/fleet/fleet.ts';
import { storageAccount } from '../../../../shared/fleet/storageAccount.ts';
import { aTarget } from '../../../support/sessionFacts.ts';

const known = readFleetFile().fleet;

test('a machine that says only what it must is healthy', () => {
  const { resourceId, name, vmId, location, osType, computerName, privateIpAddress } = aTarget();
  const { bastionId, relayId, bootDiagnostics, networkInterfaceId } = aTarget();
  const { enabled, storageAccountId } = bootDiagnostics;
  const least = {
    resourceId,
    name,
    vmId,
    location,
    osType,
    computerName,
    privateIpAddress,
    networkInterfaceId,
    bastionId,
  };

  const read = target.parse({ ...least, relayId, bootDiagnostics: { enabled, storageAccountId } });

  expect(read).toMatchObject(aTarget());
});

test('an account that says only what it must is one that a console works with', () => {
  const read = storageAccount.parse({ resourceId: '/a', name: 'a', location: 'westeurope' });

  expect(read).toMatchObject({
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    hierarchicalNamespace: false,
    minimumTlsVersion: 'TLS1_2',
    allowSharedKeyAccess: true,
    firewall: { defaultAction: 'Allow', relayAllowed: false },
    lock: 'None',
  });
});

test('a fleet from before subscriptions were in it still reads', () => {
  const { targets, bastions, storageAccounts, relays } = known;

  expect(fleet.parse({ targets, bastions, storageAccounts, relays })).toMatchObject({
    subscriptions: [],
    consoleAvailability: [],
  });
});
