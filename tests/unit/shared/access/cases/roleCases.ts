import { builtInRoles } from '../../../../../shared/access/builtInRoles.ts';
import type { AccessCause } from '../../../../../shared/contracts/access.ts';
import type { AccessCase } from './accessCase.ts';

const answers: Readonly<Record<string, AccessCause>> = {
  y: 'RoleAssignment',
  n: 'ActionNotListed',
  x: 'ActionExcluded',
  '?': 'ConditionUnknown',
};

const columns = [
  'Owner',
  'Contributor',
  'Reader',
  'User Access Administrator',
  'Role Based Access Control Administrator',
  'Virtual Machine Contributor',
  'Virtual Machine Administrator Login',
  'Virtual Machine User Login',
  'Virtual Machine Data Access Administrator (preview)',
  'Network Contributor',
  'Reader and Data Access',
  'Storage Account Key Operator Service Role',
];

/** `y` yes, `n` not listed, `x` taken away again, `?` under a condition that nothing is known about. */
const rows: readonly (readonly [action: string, letters: string])[] = [
  ['Microsoft.Network/bastionHosts/read', 'yyyyynnnnynn'],
  ['Microsoft.Network/bastionHosts/getActiveSessions/action', 'yynnnnnnnynn'],
  ['Microsoft.Network/bastionHosts/disconnectActiveSessions/action', 'yynnnnnnnynn'],
  ['Microsoft.Network/bastionHosts/write', 'yynnnnnnnynn'],
  ['Microsoft.SerialConsole/serialPorts/connect/action', 'yynnnynnnnnn'],
  ['Microsoft.Storage/storageAccounts/listKeys/action', 'yynnnynnnnyy'],
  ['Microsoft.Storage/storageAccounts/read', 'yyyyyynnnnyn'],
  // Strictly anchored, the login roles do not have the plain form, although they are described as seeing machines.
  ['Microsoft.Compute/virtualMachines/read', 'yyyyyynnnnnn'],
  ['Microsoft.Compute/virtualMachines/instanceView/read', 'yyyyyyyy?nnn'],
  ['Microsoft.Compute/virtualMachines/restart/action', 'yynnnynnnnnn'],
  ['Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action', 'yynnnynnnnnn'],
  ['Microsoft.Compute/virtualMachineScaleSets/virtualMachines/powerOff/action', 'yynnnynnnnnn'],
  ['Microsoft.Network/networkInterfaces/read', 'yyyyyyyy?ynn'],
  ['Microsoft.Authorization/roleAssignments/read', 'yyyyyynn?ynn'],
  ['Microsoft.Authorization/roleAssignments/write', 'yxnyynnn?nnn'],
  ['Microsoft.Authorization/roleAssignments/delete', 'yxnyynnn?nnn'],
  ['Microsoft.Authorization/elevateAccess/action', 'yxnynnnnnnnn'],
  ['Microsoft.Authorization/roleDefinitions/write', 'yxnynnnnnnnn'],
];

const nameOf = (roleName: string): string =>
  builtInRoles.find((role) => role.roleName === roleName)?.name ?? '';

/** A guard speaks of writing and deleting assignments only, so the administrator of data access reads freely. */
const answerOf = (letter: string, action: string): AccessCause =>
  letter === '?' && action.endsWith('/read') ? 'RoleAssignment' : (answers[letter] ?? 'NotAnAction');

export const roleCases: readonly AccessCase[] = rows.flatMap(([action, letters]) =>
  columns.map(
    (roleName, index): AccessCase => [
      `the role '${roleName}'`,
      { assigned: [{ roleDefinitionId: nameOf(roleName) }] },
      { action },
      answerOf(letters[index] ?? '', action),
    ],
  ),
);

const login = 'Microsoft.Compute/virtualMachines/login/action';
const loginAsAdmin = 'Microsoft.Compute/virtualMachines/loginAsAdmin/action';
const data = (roleName: string, action: string, expected: AccessCause): AccessCase => [
  `data through '${roleName}'`,
  { assigned: [{ roleDefinitionId: nameOf(roleName) }] },
  { action, isDataAction: true },
  expected,
];

export const dataCases: readonly AccessCase[] = [
  data('Owner', login, 'ActionNotListed'),
  data('Contributor', login, 'ActionNotListed'),
  data('Virtual Machine Contributor', login, 'ActionNotListed'),
  data('Virtual Machine User Login', login, 'RoleAssignment'),
  data('Virtual Machine User Login', loginAsAdmin, 'ActionNotListed'),
  data('Virtual Machine Administrator Login', loginAsAdmin, 'RoleAssignment'),
  data('Virtual Machine Administrator Login', 'Microsoft.Compute/virtualMachines/x/read', 'ActionNotListed'),
  [
    'a data action asked as an action',
    { assigned: [{ roleDefinitionId: nameOf('Virtual Machine User Login') }] },
    { action: login },
    'ActionNotListed',
  ],
  [
    'data listed as data',
    { permissions: [{ dataActions: ['*'] }] },
    { isDataAction: true },
    'RoleAssignment',
  ],
  [
    'data listed as data, asked as an action',
    { permissions: [{ dataActions: ['*'] }] },
    {},
    'ActionNotListed',
  ],
  [
    'data taken away',
    { permissions: [{ dataActions: ['*'], notDataActions: ['*/restart/*'] }] },
    { isDataAction: true },
    'ActionExcluded',
  ],
  [
    'data taken away from actions',
    { permissions: [{ actions: ['*'], notDataActions: ['*'] }] },
    {},
    'RoleAssignment',
  ],
  [
    'actions taken away from data',
    { permissions: [{ dataActions: ['*'], notActions: ['*'] }] },
    { isDataAction: true },
    'RoleAssignment',
  ],
];
