import { builtInRole } from './builtInRole.ts';
import type { RoleDefinition } from './ports.ts';

const virtualMachineContributor = builtInRole(
  '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
  'Virtual Machine Contributor',
  'Manages virtual machines, but not access to them nor the network and storage that they use.',
  {
    actions: [
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
  },
);

/** What both login roles see on the way to a machine. */
const seenAtLogin = [
  'Microsoft.Network/publicIPAddresses/read',
  'Microsoft.Network/virtualNetworks/read',
  'Microsoft.Network/loadBalancers/read',
  'Microsoft.Network/networkInterfaces/read',
  'Microsoft.Compute/virtualMachines/*/read',
  'Microsoft.HybridCompute/machines/*/read',
];
const listsCredentials = 'Microsoft.HybridConnectivity/endpoints/listCredentials/action';

const administratorLogin = '1c0163c0-47e6-4577-8991-ea5c82e286e4';
const userLogin = 'fb879df8-f326-4884-b1cf-06f3ad86be52';

const virtualMachineAdministratorLogin = builtInRole(
  administratorLogin,
  'Virtual Machine Administrator Login',
  'Logs in to machines as an administrator.',
  {
    actions: [...seenAtLogin, listsCredentials],
    dataActions: [
      'Microsoft.Compute/virtualMachines/login/action',
      'Microsoft.Compute/virtualMachines/loginAsAdmin/action',
      'Microsoft.HybridCompute/machines/login/action',
      'Microsoft.HybridCompute/machines/loginAsAdmin/action',
    ],
  },
);

const virtualMachineUserLogin = builtInRole(
  userLogin,
  'Virtual Machine User Login',
  'Logs in to machines as a user.',
  {
    actions: [...seenAtLogin, listsCredentials],
    dataActions: [
      'Microsoft.Compute/virtualMachines/login/action',
      'Microsoft.HybridCompute/machines/login/action',
    ],
  },
);

const virtualMachineLocalUserLogin = builtInRole(
  '602da2ba-a5c2-41da-b01d-5360126ab525',
  'Virtual Machine Local User Login',
  'Sees machines outside of Azure and logs in there as a local user.',
  { actions: ['Microsoft.HybridCompute/machines/*/read', listsCredentials] },
);

const isALoginRole = `[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals{${administratorLogin}, ${userLogin}}`;

const virtualMachineDataAccessAdministrator = builtInRole(
  '66f75aeb-eabe-4b70-9f1e-c350c4c9ad04',
  'Virtual Machine Data Access Administrator (preview)',
  'Assigns the two roles for logging in to machines, and no other.',
  {
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      'Microsoft.Authorization/*/read',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Resources/subscriptions/read',
      'Microsoft.Management/managementGroups/read',
      ...seenAtLogin,
      'Microsoft.Resources/deployments/*',
      'Microsoft.Support/*',
    ],
    condition: `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request${isALoginRole})) AND ((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR (@Resource${isALoginRole}))`,
  },
);

/** Roles about virtual machines. */
export const computeRoles: readonly RoleDefinition[] = [
  virtualMachineContributor,
  virtualMachineAdministratorLogin,
  virtualMachineUserLogin,
  virtualMachineLocalUserLogin,
  virtualMachineDataAccessAdministrator,
];
