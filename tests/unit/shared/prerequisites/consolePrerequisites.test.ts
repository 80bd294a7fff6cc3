import { describe, expect, test } from 'vitest';
import type { ConsoleFacts } from '../../../../shared/prerequisites/consoleFacts.ts';
import { consolePrerequisites, shutGate } from '../../../../shared/prerequisites/consolePrerequisites.ts';
import { resourceGroup } from '../../../support/accessFacts.ts';
import { anAccount, consoleFacts } from '../../../support/consoleFacts.ts';
import { aTarget } from '../../../support/sessionFacts.ts';

type Over = Partial<ConsoleFacts>;

const machine = (over: Parameters<typeof aTarget>[0]): Over => ({
  target: aTarget({ passwordUser: 'present', ...over }),
});
const instance = (over: Parameters<typeof aTarget>[0] = {}): Over =>
  machine({
    resourceId: `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/7`,
    ...over,
  });
const diagnostics = (over: object): Over =>
  machine({ bootDiagnostics: { ...aTarget().bootDiagnostics, ...over } });
const account = (over: object): Over => ({ account: anAccount(over) });
const caller = (over: object): Over => ({ caller: { ...consoleFacts().caller, ...over } });
const locked =
  "The serial console connection to the VM encountered an error: 'ERR_BAD_REQUEST' (409) - Request failed with status code 409";
const disabled =
  'Azure Serial Console requires boot diagnostics to be enabled. Click here to configure boot diagnostics for your virtual machine.';
const forbidden = `A "Forbidden" response was encountered when accessing this VM's boot diagnostic storage account.`;

/** The error catalogue of docs/serial-console.md, row by row: what is wrong, the gate, its code, the exact text. */
const catalogue: readonly (readonly [row: string, over: Over, id: string, code: string, message: string])[] =
  [
    ['E1b', diagnostics({ enabled: false }), 'bootDiagnostics', 'BootDiagnosticsDisabled', disabled],
    [
      'E1b of a scale-set instance that is not on the latest model',
      instance({ scaleSet: { latestModelApplied: false, modelBootDiagnostics: true } }),
      'scaleSetModel',
      'BootDiagnosticsDisabled',
      disabled,
    ],
    [
      'E1b of a scale set without boot diagnostics in its model',
      instance({ scaleSet: { latestModelApplied: true, modelBootDiagnostics: false } }),
      'scaleSetModel',
      'BootDiagnosticsDisabled',
      disabled,
    ],
    [
      'E2a',
      { power: 'deallocated' },
      'running',
      'VirtualMachineNotRunning',
      'The VM is in a stopped deallocated state. Start the VM and retry the serial console connection.',
    ],
    [
      'E2b',
      { power: 'stopped' },
      'running',
      'VirtualMachineNotRunning',
      'Azure Serial Console requires a virtual machine to be running. Use the Start button above to start your virtual machine.',
    ],
    [
      'E3',
      { switchedOff: { subscription: true, port: false } },
      'consoleSwitch',
      'SerialConsoleDisabled',
      'Azure Serial Console is not enabled for this subscription, contact your subscription administrator to enable.',
    ],
    [
      'E4 for the firewall',
      account({ firewall: { defaultAction: 'Deny' } }),
      'storageFirewall',
      'StorageAccountForbidden',
      forbidden,
    ],
    [
      'E4 for the keys',
      account({ allowSharedKeyAccess: false }),
      'sharedKeyAccess',
      'StorageAccountForbidden',
      forbidden,
    ],
    [
      'E5',
      caller({ mayConnect: false }),
      'machineRole',
      'AuthorizationFailed',
      'You do not have the required permissions to use this VM with the serial console. Ensure you have at least Virtual Machine Contributor role permissions.',
    ],
    [
      'E6',
      { account: undefined },
      'storageAccount',
      'StorageAccountNotFound',
      "The storage account 'sthubdiag' used for boot diagnostics on this VM could not be found. Verify that boot diagnostics is enabled for this VM, this storage account has not been deleted, and you have access to this storage account.",
    ],
    [
      'E7',
      machine({ provisioningState: 'Creating' }),
      'provisioned',
      'ProvisioningNotSucceeded',
      'Provisioning for this VM has not yet succeeded. Please ensure the VM is fully deployed and retry the serial console connection.',
    ],
    [
      'E8',
      caller({ mayUseStorage: false }),
      'storageRole',
      'AuthorizationFailed',
      "You do not have the required permissions to write to the boot diagnostics storage account for this VM. Please ensure you have at least VM Contributor permissions on 'sthubdiag'.",
    ],
    [
      'E9',
      {
        account: undefined,
        ...diagnostics({
          storageAccountId:
            '/subscriptions/other/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stother',
        }),
      },
      'storageAccount',
      'StorageResourceGroupUnknown',
      'Unable to determine the resource group for the boot diagnostics storage account stother. Verify that boot diagnostics is enabled for this VM and you have access to this storage account.',
    ],
    [
      'E12',
      account({ hierarchicalNamespace: true }),
      'hierarchicalNamespace',
      'HierarchicalNamespaceNotSupported',
      'Serial console does not work with a storage account using Azure Data Lake Storage Gen2 with hierarchical namespaces.',
    ],
    [
      'E13',
      diagnostics({ storageUri: 'http://sthubdiag.blob.core.windows.net/' }),
      'storageUri',
      'StorageUriInvalid',
      "The serial console connection to the VM encountered an error: 'Bad Request' (400)",
    ],
    [
      'E14, with name and state where the original says undefined',
      { subscription: { ...consoleFacts().subscription, state: 'Disabled' } },
      'subscription',
      'SubscriptionNotEnabled',
      "The serial console connection to the VM encountered an error: 'Forbidden'(SubscriptionNotEnabled) - Subscription name Contoso Hub, id 00000000-0000-4000-8000-000000000001 is in non-Enabled state Disabled",
    ],
    [
      'E15',
      { isRelayAlive: false },
      'relay',
      'RelayUnavailable',
      'Sorry, the serial console was unable to connect to the VM because the service did not respond in a timely manner. Please retry your connection. If this issue persists please visit <https://aka.ms/serialconsolehelp>',
    ],
    ['E17 for the machine', machine({ lock: 'ReadOnly' }), 'machineLock', 'ScopeLocked', locked],
    ['E17 for the account', account({ lock: 'ReadOnly' }), 'storageLock', 'ScopeLocked', locked],
  ];

describe('the documented texts', () => {
  test.each(catalogue)('%s', (_, over, id, code, message) => {
    const gate = shutGate(consoleFacts(over));

    expect([gate?.id, gate?.code, gate?.message]).toEqual([id, code, message]);
  });
});

describe('gates without a documented text', () => {
  test.each<readonly [string, Over, string, string]>([
    [
      'a classic machine',
      machine({ deploymentModel: 'Classic' }),
      'deploymentModel',
      'ClassicDeploymentNotSupported',
    ],
    [
      'managed storage by the rules of 2020',
      { ruleSet: '2020', ...diagnostics({ storage: 'managed' }) },
      'managedStorage',
      'ManagedStorageNotSupported',
    ],
    [
      'a firewall that lets the relay in, by the rules of 2020',
      { ruleSet: '2020', ...account({ firewall: { defaultAction: 'Deny', relayAllowed: true } }) },
      'storageFirewall',
      'StorageAccountForbidden',
    ],
    ['a premium account', account({ sku: 'Premium_LRS' }), 'storageType', 'StorageAccountTypeNotSupported'],
    [
      'a zone-redundant account',
      account({ sku: 'Standard_RAGZRS' }),
      'storageType',
      'StorageAccountTypeNotSupported',
    ],
    [
      'an account for blobs only',
      account({ kind: 'BlockBlobStorage' }),
      'storageType',
      'StorageAccountTypeNotSupported',
    ],
    [
      'an account in another region',
      account({ location: 'eastus' }),
      'storageAccount',
      'StorageAccountTypeNotSupported',
    ],
    ['a malformed address', diagnostics({ storageUri: 'https:///x y' }), 'storageUri', 'StorageUriInvalid'],
    ['a region without it', { availability: 'Unavailable' }, 'region', 'SerialConsoleNotAvailable'],
    [
      'a port that is off',
      { switchedOff: { subscription: false, port: true } },
      'serialPort',
      'SerialPortDisabled',
    ],
  ])('%s', (_, over, id, code) => {
    const gate = shutGate(consoleFacts(over));

    expect([gate?.id, gate?.code]).toEqual([id, code]);
  });
});

test.each<readonly [string, Over]>([
  ['as it should be', {}],
  ['of a scale set, on the latest model', instance()],
  [
    'a machine that is not of a scale set, whatever its model',
    machine({ scaleSet: { latestModelApplied: false, modelBootDiagnostics: false } }),
  ],
  [
    'managed storage by the current rules',
    {
      account: undefined,
      ...diagnostics({ storage: 'managed' }),
      ...caller({ mayUseStorage: false, mayReadStorage: false }),
    },
  ],
  ['a firewall that lets the relay in', account({ firewall: { defaultAction: 'Deny', relayAllowed: true } })],
  [
    'a lock against deletion only',
    { ...machine({ lock: 'CanNotDelete' }), ...account({ lock: 'CanNotDelete' }) },
  ],
  ['in preview', { availability: 'Preview' }],
  [
    'a subscription whose bill is overdue',
    { subscription: { ...consoleFacts().subscription, state: 'PastDue' } },
  ],
  ['power unknown', { power: undefined }],
  ['starting', { power: 'starting' }],
  ['nobody with a password: the service does not ask', machine({ passwordUser: 'absent' })],
  ['an account that takes old TLS too', account({ minimumTlsVersion: 'TLS1_0' })],
])('a console opens: %s', (_, over) => {
  expect(shutGate(consoleFacts(over))).toBeUndefined();
});

describe('the rows', () => {
  const rowOf = (over: Over, id: string) =>
    consolePrerequisites(consoleFacts(over)).find((row) => row.id === id);

  test('there is one per prerequisite, each with a title, and all hold for a healthy machine', () => {
    const rows = consolePrerequisites(consoleFacts());

    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ title, state }) => title === '' || state !== 'pass')).toEqual([]);
    expect(rows.filter(({ required }) => !required).map(({ id }) => id)).toEqual([
      'storageTls',
      'passwordUser',
    ]);
  });

  test('everything that is wrong is told at once, not only the first', () => {
    const rows = consolePrerequisites(
      consoleFacts({ isRelayAlive: false, ...account({ hierarchicalNamespace: true, sku: 'Premium_LRS' }) }),
    );

    expect(rows.filter(({ state }) => state === 'fail').map(({ id }) => id)).toEqual([
      'storageType',
      'hierarchicalNamespace',
      'relay',
    ]);
  });

  test('a fix has its line for the Azure CLI, written out for a machine and for an instance', () => {
    const off = { bootDiagnostics: { ...aTarget().bootDiagnostics, enabled: false } };

    expect(rowOf(machine(off), 'bootDiagnostics')?.fix?.command).toBe(
      'az vm boot-diagnostics enable --resource-group rg-hub --name vm-web-01',
    );
    expect(rowOf(instance(off), 'bootDiagnostics')?.fix?.command).toBe(
      'az vmss update --resource-group rg-hub --name vmss-app --set virtualMachineProfile.diagnosticsProfile.bootDiagnostics.enabled=true',
    );
    expect(
      rowOf(
        instance({ scaleSet: { latestModelApplied: false, modelBootDiagnostics: true } }),
        'scaleSetModel',
      )?.fix?.command,
    ).toBe('az vmss update-instances --resource-group rg-hub --name vmss-app --instance-ids 7');
    expect(rowOf({ power: 'stopped' }, 'running')?.fix?.command).toBe(
      'az vm start --resource-group rg-hub --name vm-web-01',
    );
  });

  test('a hint that fails says so without a code: nothing is refused for it', () => {
    expect(rowOf(machine({ passwordUser: 'absent' }), 'passwordUser')).toMatchObject({
      required: false,
      state: 'fail',
    });
    expect(rowOf(machine({ passwordUser: 'absent' }), 'passwordUser')).not.toHaveProperty('code');
    expect(rowOf(machine({ passwordUser: 'unknown' }), 'passwordUser')?.state).toBe('unknown');
    expect(rowOf(account({ minimumTlsVersion: 'TLS1_1' }), 'storageTls')?.state).toBe('fail');
  });

  test('whoever has no right on the account learns nothing of it, not even that it is gone', () => {
    const stranger = caller({ mayUseStorage: false, mayReadStorage: false });
    const odd = account({
      hierarchicalNamespace: true,
      lock: 'ReadOnly',
      sku: 'Premium_LRS',
      location: 'eastus',
    });
    const ofStorage = (over: Over) =>
      consolePrerequisites(consoleFacts({ ...over, ...stranger })).filter(({ id }) =>
        /^(?:storage[A-Z]|hierarchical|sharedKey)/.test(id),
      );

    expect(ofStorage(odd)).toEqual(ofStorage({}));
    expect(ofStorage({ account: undefined })).toEqual(ofStorage({}));
    expect(ofStorage({}).map(({ state }) => state)).toEqual(['fail', ...Array(8).fill('unknown')]);
  });
});

test.each<readonly [string, Over, string | undefined]>([
  ['a lock', machine({ lock: 'ReadOnly' }), undefined],
  ['a machine that stopped', { power: 'stopped' }, undefined],
  ['a firewall', account({ firewall: { defaultAction: 'Deny' } }), undefined],
  ['the right on the machine gone', caller({ mayConnect: false }), 'machineRole'],
  ['the right on the account gone', caller({ mayUseStorage: false }), 'storageRole'],
  ['boot diagnostics off', diagnostics({ enabled: false }), 'bootDiagnostics'],
  ['the subscription off', { switchedOff: { subscription: true, port: false } }, 'consoleSwitch'],
  ['the port off', { switchedOff: { subscription: false, port: true } }, 'serialPort'],
  ['no relay', { isRelayAlive: false }, 'relay'],
])('a session that comes back meets %s', (_, over, gate) => {
  expect(shutGate(consoleFacts(over), { isReturning: true })?.id).toBe(gate);
});
