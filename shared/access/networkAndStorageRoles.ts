import { builtInRole } from './builtInRole.ts';
import type { RoleDefinition } from './ports.ts';

/** What many of Azure's roles have besides their own. */
const commonActions = [
  'Microsoft.Authorization/*/read',
  'Microsoft.Insights/alertRules/*',
  'Microsoft.ResourceHealth/availabilityStatuses/read',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.Support/*',
];

/** Of Azure's narrow roles the only one with every action on bastions. */
const networkContributor = builtInRole(
  '4d97b98b-1d4f-4787-a291-c67834d212e7',
  'Network Contributor',
  'Manages networks and bastions, but not access to them.',
  { actions: [...commonActions, 'Microsoft.Network/*'] },
);

const storageAccountContributor = builtInRole(
  '17d1049b-9a84-46fb-8f53-869881c3d3ab',
  'Storage Account Contributor',
  'Manages storage accounts, their keys included.',
  {
    actions: [
      ...commonActions,
      'Microsoft.Insights/diagnosticSettings/*',
      'Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action',
      'Microsoft.Storage/storageAccounts/*',
    ],
  },
);

const readerAndDataAccess = builtInRole(
  'c12c1c16-33a1-487b-954d-41c89c60f349',
  'Reader and Data Access',
  'Sees storage accounts and their keys.',
  {
    actions: [
      'Microsoft.Storage/storageAccounts/listKeys/action',
      'Microsoft.Storage/storageAccounts/ListAccountSas/action',
      'Microsoft.Storage/storageAccounts/read',
    ],
  },
);

const storageAccountKeyOperator = builtInRole(
  '81a9662b-bebf-436f-a333-f67b29880f12',
  'Storage Account Key Operator Service Role',
  'Lists and renews the keys of storage accounts.',
  {
    actions: [
      'Microsoft.Storage/storageAccounts/listkeys/action',
      'Microsoft.Storage/storageAccounts/regeneratekey/action',
    ],
  },
);

/** Roles about bastions and boot diagnostics' accounts. */
export const networkAndStorageRoles: readonly RoleDefinition[] = [
  networkContributor,
  storageAccountContributor,
  readerAndDataAccess,
  storageAccountKeyOperator,
];
