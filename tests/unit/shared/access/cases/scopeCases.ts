import type { AccessCause } from '../../../../../shared/contracts/access.ts';
import { resourceGroup } from '../../../../support/accessFacts.ts';
import { type AccessCase, group, managementGroup, stranger, subscription, vm } from './accessCase.ts';

const yes = 'RoleAssignment';
const no = 'NoRoleAssignment';
const port = `${vm}/providers/Microsoft.SerialConsole/serialPorts/0`;
const scaleSet = `${resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app`;

const rows: readonly (readonly [assignedAt: string, askedAt: string, expected: AccessCause])[] = [
  ['/', vm, yes],
  ['/', subscription, yes],
  ['/', '/', yes],
  [managementGroup('team'), vm, yes],
  [managementGroup('TEAM'), subscription, yes],
  [managementGroup('root'), resourceGroup, yes],
  [managementGroup('other'), vm, no],
  [managementGroup('tea'), vm, no],
  [`${managementGroup('team')}/x`, vm, no],
  [managementGroup('team').toUpperCase(), vm, yes],
  [managementGroup('team'), '/subscriptions/00000000-0000-4000-8000-0000000000ff', no],
  [managementGroup('team'), managementGroup('team'), yes],
  [managementGroup('root'), managementGroup('team'), no],
  [managementGroup('constructor'), vm, no],
  [managementGroup('team'), '/subscriptions/__proto__', no],
  [subscription, managementGroup('team'), no],
  [subscription, subscription, yes],
  [subscription, resourceGroup, yes],
  [subscription, port, yes],
  [subscription.toUpperCase(), vm, yes],
  [subscription, vm.toLowerCase(), yes],
  [subscription, `${subscription}0/resourceGroups/rg-hub`, no],
  [subscription, '/', no],
  [resourceGroup, vm, yes],
  [resourceGroup, `${resourceGroup}2`, no],
  [resourceGroup, subscription, no],
  [resourceGroup.replace('rg-hub', 'RG-HUB'), vm, yes],
  [vm, vm, yes],
  [vm, port, yes],
  [vm, `${vm}0`, no],
  [vm, resourceGroup, no],
  [port, vm, no],
  [scaleSet, `${scaleSet}/virtualMachines/0`, yes],
  [`${scaleSet}/virtualMachines/0`, `${scaleSet}/virtualMachines/1`, no],
  [`${scaleSet}/virtualMachines/1`, `${scaleSet}/virtualMachines/10`, no],
  ['', vm, no],
  ['nonsense', vm, no],
  [`${subscription}/`, vm, no],
  [`${subscription}/../..`, vm, no],
  [subscription, `${subscription}/../x`, 'NotAnAction'],
  [subscription, `${subscription}//resourceGroups/rg-hub`, 'NotAnAction'],
  [subscription, `${subscription}/.`, 'NotAnAction'],
  [subscription, subscription.slice(1), 'NotAnAction'],
  ['/', '', 'NotAnAction'],
];

export const scopeCases: readonly AccessCase[] = rows.map(([assignedAt, scope, expected]) => [
  `assigned at ${assignedAt === '' ? 'no scope' : assignedAt}`,
  { assigned: [{ scope: assignedAt }] },
  { scope },
  expected,
]);

export const principalCases: readonly AccessCase[] = [
  ['an assignment to oneself', {}, {}, yes],
  [
    'an assignment to a group that one is in',
    { assigned: [{ principalId: group, principalType: 'Group' }] },
    {},
    yes,
  ],
  [
    'an assignment to a group, whatever the case of its id',
    { assigned: [{ principalId: group.toUpperCase() }] },
    {},
    yes,
  ],
  ['an assignment to a group that one is not in', { assigned: [{ principalId: group }], groups: [] }, {}, no],
  ['an assignment to somebody else', { assigned: [{ principalId: stranger }] }, {}, no],
  ['an assignment to an app of the same id', { assigned: [{ principalType: 'ServicePrincipal' }] }, {}, yes],
  [
    'an assignment to everybody, which roles do not have',
    { assigned: [{ principalId: '00000000-0000-0000-0000-000000000000' }] },
    {},
    no,
  ],
  ['no assignment', { assigned: [] }, {}, no],
  [
    'many groups, of which the last counts',
    { assigned: [{ principalId: group }], groups: [stranger, group] },
    {},
    yes,
  ],
];

export const sumCases: readonly AccessCase[] = [
  [
    'a role that takes the action away',
    { permissions: [{ actions: ['*'], notActions: ['*/restart/action'] }] },
    {},
    'ActionExcluded',
  ],
  [
    'what one entry takes away another may give',
    { permissions: [{ actions: ['*'], notActions: ['*'] }, { actions: ['*/restart/action'] }] },
    {},
    yes,
  ],
  [
    'what one role takes away another may give',
    {
      permissions: [{ actions: ['*'], notActions: ['*/restart/action'] }],
      assigned: [{}, { roleDefinitionId: '9980e02c-c2be-4d73-94e8-173b1dc7cf3c' }],
    },
    {},
    yes,
  ],
  [
    'the order of assignments does not matter',
    {
      permissions: [{ actions: ['*'], notActions: ['*'] }],
      assigned: [{ roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' }, {}],
    },
    {},
    yes,
  ],
  [
    'what is listed beats what is missing for the reason given',
    { permissions: [{ actions: [] }, { actions: ['*'], notActions: ['*'] }] },
    {},
    'ActionExcluded',
  ],
  [
    'taking away what was not given',
    { permissions: [{ actions: ['*/read'], notActions: ['*'] }] },
    {},
    'ActionNotListed',
  ],
  ['a role without permissions', { permissions: [] }, {}, 'ActionNotListed'],
  [
    'a role that does not exist',
    { assigned: [{ roleDefinitionId: '50000000-0000-4000-8000-0000000000ff' }] },
    {},
    'ActionNotListed',
  ],
  [
    'a role named by its ARM id',
    {
      assigned: [
        {
          roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/50000000-0000-4000-8000-0000000000AA`,
        },
      ],
    },
    {},
    yes,
  ],
  [
    'a role named by the id at the tenant',
    {
      assigned: [
        {
          roleDefinitionId:
            '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
        },
      ],
    },
    {},
    yes,
  ],
  ['a role named by its name', { assigned: [{ roleDefinitionId: 'Owner' }] }, {}, 'ActionNotListed'],
  ['an action with a wildcard', {}, { action: 'Microsoft.Compute/*' }, 'NotAnAction'],
  ['the action *', {}, { action: '*' }, 'NotAnAction'],
  ['no action', {}, { action: '' }, 'NotAnAction'],
];
