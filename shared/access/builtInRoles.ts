import type { RoleDefinition } from './ports.ts';

/**
 * Azure's own roles that a fleet file may assign, with the actions that Microsoft's documentation lists
 * (learn.microsoft.com/azure/role-based-access-control/built-in-roles).
 */
const builtIn = (
  name: string,
  roleName: string,
  description: string,
  actions: readonly string[],
  notActions: readonly string[] = [],
): RoleDefinition => ({
  name,
  roleName,
  type: 'BuiltInRole',
  description,
  assignableScopes: ['/'],
  permissions: [{ actions, notActions, dataActions: [], notDataActions: [] }],
});

const owner = builtIn(
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  'Owner',
  'Manages everything, access included.',
  ['*'],
);

const contributor = builtIn(
  'b24988ac-6180-42a0-ab88-20f7382dd24c',
  'Contributor',
  'Manages everything but access.',
  ['*'],
  [
    'Microsoft.Authorization/*/Delete',
    'Microsoft.Authorization/*/Write',
    'Microsoft.Authorization/elevateAccess/Action',
    'Microsoft.Blueprint/blueprintAssignments/write',
    'Microsoft.Blueprint/blueprintAssignments/delete',
    'Microsoft.Compute/galleries/share/action',
    'Microsoft.Purview/consents/write',
    'Microsoft.Purview/consents/delete',
    'Microsoft.Resources/deploymentStacks/manageDenySetting/action',
    'Microsoft.Subscription/cancel/action',
    'Microsoft.Subscription/enable/action',
  ],
);

const reader = builtIn(
  'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Reader',
  'Sees every resource, changes none.',
  ['*/read'],
);

const virtualMachineContributor = builtIn(
  '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
  'Virtual Machine Contributor',
  'Manages virtual machines, but not access to them nor the network and storage that they use.',
  [
    'Microsoft.Authorization/*/read',
    'Microsoft.Compute/availabilitySets/*',
    'Microsoft.Compute/locations/*',
    'Microsoft.Compute/virtualMachines/*',
    'Microsoft.Compute/virtualMachineScaleSets/*',
    'Microsoft.Compute/cloudServices/*',
    'Microsoft.Compute/disks/write',
    'Microsoft.Compute/disks/read',
    'Microsoft.Compute/disks/delete',
    'Microsoft.DevTestLab/schedules/*',
    'Microsoft.Insights/alertRules/*',
    'Microsoft.Network/applicationGateways/backendAddressPools/join/action',
    'Microsoft.Network/loadBalancers/backendAddressPools/join/action',
    'Microsoft.Network/loadBalancers/inboundNatPools/join/action',
    'Microsoft.Network/loadBalancers/inboundNatRules/join/action',
    'Microsoft.Network/loadBalancers/probes/join/action',
    'Microsoft.Network/loadBalancers/read',
    'Microsoft.Network/locations/*',
    'Microsoft.Network/networkInterfaces/*',
    'Microsoft.Network/networkSecurityGroups/join/action',
    'Microsoft.Network/networkSecurityGroups/read',
    'Microsoft.Network/publicIPAddresses/join/action',
    'Microsoft.Network/publicIPAddresses/read',
    'Microsoft.Network/virtualNetworks/read',
    'Microsoft.Network/virtualNetworks/subnets/join/action',
    'Microsoft.RecoveryServices/locations/*',
    'Microsoft.RecoveryServices/Vaults/backupFabrics/backupProtectionIntent/write',
    'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/*/read',
    'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/read',
    'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/write',
    'Microsoft.RecoveryServices/Vaults/backupPolicies/read',
    'Microsoft.RecoveryServices/Vaults/backupPolicies/write',
    'Microsoft.RecoveryServices/Vaults/read',
    'Microsoft.RecoveryServices/Vaults/usages/read',
    'Microsoft.RecoveryServices/Vaults/write',
    'Microsoft.ResourceHealth/availabilityStatuses/read',
    'Microsoft.Resources/deployments/*',
    'Microsoft.Resources/subscriptions/resourceGroups/read',
    'Microsoft.SerialConsole/serialPorts/connect/action',
    'Microsoft.SqlVirtualMachine/*',
    'Microsoft.Storage/storageAccounts/listKeys/action',
    'Microsoft.Storage/storageAccounts/read',
    'Microsoft.Support/*',
  ],
);

export const builtInRoles: readonly RoleDefinition[] = [
  owner,
  contributor,
  reader,
  virtualMachineContributor,
];
