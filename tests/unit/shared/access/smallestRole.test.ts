import { describe, expect, test } from 'vitest';
import { builtInRoles } from '../../../../shared/access/builtInRoles.ts';
import type { RoleDefinition } from '../../../../shared/access/ports.ts';
import { breadthOf, smallestRole } from '../../../../shared/access/smallestRole.ts';
import { permission, role, subscription, vm } from '../../../support/accessFacts.ts';

const proposed = (actions: readonly string[], candidates: readonly RoleDefinition[] = builtInRoles) =>
  smallestRole(
    candidates,
    actions.map((action) => ({ action, scope: vm })),
  )?.roleName;

const listSessions = 'Microsoft.Network/bastionHosts/getActiveSessions/action';
const connect = 'Microsoft.SerialConsole/serialPorts/connect/action';
const listKeys = 'Microsoft.Storage/storageAccounts/listKeys/action';

describe("of Azure's own roles", () => {
  test.each([
    [['Microsoft.Compute/virtualMachines/read'], 'Reader'],
    [['Microsoft.Compute/virtualMachines/instanceView/read'], 'Reader'],
    [['Microsoft.Network/bastionHosts/read'], 'Reader'],
    [[listSessions], 'Network Contributor'],
    [['Microsoft.Network/bastionHosts/disconnectActiveSessions/action', listSessions], 'Network Contributor'],
    [[connect], 'Virtual Machine Contributor'],
    [[connect, listKeys], 'Virtual Machine Contributor'],
    [[listKeys], 'Storage Account Key Operator Service Role'],
    [[listKeys, 'Microsoft.Storage/storageAccounts/read'], 'Reader and Data Access'],
    [['Microsoft.Compute/virtualMachines/restart/action'], 'Virtual Machine Contributor'],
    [['Microsoft.Authorization/roleAssignments/write'], 'Role Based Access Control Administrator'],
    [['Microsoft.Authorization/roleDefinitions/write'], 'User Access Administrator'],
    [[connect, listSessions], 'Contributor'],
    [['Sallyport.Access/locks/write'], 'Contributor'],
    [[listSessions, 'Microsoft.Authorization/roleAssignments/write'], 'Owner'],
    [[], undefined],
  ])('for %o it is %s', (actions, expected) => {
    expect(proposed(actions)).toBe(expected);
  });

  test('for data it is one that gives data, and no more of it than asked', () => {
    const login = { action: 'Microsoft.Compute/virtualMachines/login/action', scope: vm, isDataAction: true };

    expect(smallestRole(builtInRoles, [login])?.roleName).toBe('Virtual Machine User Login');
    expect(smallestRole(builtInRoles, [{ ...login, action: 'Microsoft.X/y/action' }])).toBeUndefined();
  });
});

describe('of roles that somebody made', () => {
  const narrow = role([permission({ actions: [connect] })], { roleName: 'Serial Console Operator' });

  test('a narrower one is proposed instead of Azure’s', () => {
    expect(proposed([connect], [...builtInRoles, narrow])).toBe('Serial Console Operator');
  });

  test('one that may not be assigned there is not proposed', () => {
    const elsewhere = {
      ...narrow,
      assignableScopes: ['/subscriptions/00000000-0000-4000-8000-0000000000ff'],
    };

    expect(proposed([connect], [elsewhere])).toBeUndefined();
    expect(proposed([connect], [{ ...narrow, assignableScopes: [subscription] }])).toBe(narrow.roleName);
  });

  test('one that may be assigned at a management group above is proposed', () => {
    const above = {
      ...narrow,
      assignableScopes: ['/providers/Microsoft.Management/managementGroups/team'],
    };
    const groups = new Map([[subscription.slice('/subscriptions/'.length), ['team']]]);
    const checks = [{ action: connect, scope: vm }];

    expect(smallestRole([above], checks, groups)).toBe(above);
    expect(smallestRole([above], checks)).toBeUndefined();
  });

  test('one that gives it under a condition only, or takes it away again, is not proposed', () => {
    const conditional = role([permission({ actions: [connect], condition: "ActionMatches{'*'}" })]);
    const empty = role([permission({ actions: ['*'], notActions: [connect] })]);

    expect(proposed([connect], [conditional, empty])).toBeUndefined();
  });
});

test('what is broader weighs more', () => {
  const weigh = (...actions: string[]): number => breadthOf(role([permission({ actions })]));
  const heaviestFirst = [
    weigh('*'),
    weigh('Microsoft.Compute/*'),
    weigh('Microsoft.Compute/virtualMachines/*/action', 'a/b/c'),
    weigh('*/read'),
    weigh('Microsoft.Compute/virtualMachines/*/action'),
    weigh('Microsoft.Compute/*/read'),
    weigh('a/b/action', 'a/c/action'),
    weigh('a/b/action'),
    weigh('a/b/read'),
    weigh(),
  ];

  expect(heaviestFirst).toEqual(heaviestFirst.toSorted((a, b) => b - a));
  expect(breadthOf(role([permission({ dataActions: ['a/b/action'] })]))).toBe(1_000);
});
