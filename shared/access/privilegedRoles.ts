import { builtInRole } from './builtInRole.ts';
import type { RoleDefinition } from './ports.ts';

const owner = builtInRole(
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  'Owner',
  'Manages everything, access included.',
  { actions: ['*'] },
);

const contributor = builtInRole(
  'b24988ac-6180-42a0-ab88-20f7382dd24c',
  'Contributor',
  'Manages everything but access.',
  {
    actions: ['*'],
    notActions: [
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
  },
);

const reader = builtInRole(
  'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'Reader',
  'Sees every resource, changes none.',
  { actions: ['*/read'] },
);

const userAccessAdministrator = builtInRole(
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  'User Access Administrator',
  'Manages access to everything, and sees it.',
  { actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'] },
);

/** Which roles it may assign is said by a condition on its own assignment. */
const accessControlAdministrator = builtInRole(
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
  'Role Based Access Control Administrator',
  'Assigns roles, and sees everything.',
  {
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ],
  },
);

/** Roles that reach every kind of resource. */
export const privilegedRoles: readonly RoleDefinition[] = [
  owner,
  contributor,
  reader,
  userAccessAdministrator,
  accessControlAdministrator,
];
