import { expect, test } from 'vitest';
import { isAtOrAbove, scopeKind, scopeName, scopesAbove } from '../../../../portal/access/scopeName.ts';

const subscription = '/subscriptions/s-1';
const group = `${subscription}/resourceGroups/rg-hub`;
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm-web-01`;
const instance = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-app/virtualMachines/1`;

test.each([
  ['/providers/Microsoft.Management/managementGroups/mg', 'managementGroup', 'mg'],
  [subscription, 'subscription', 's-1'],
  [group, 'resourceGroup', 'rg-hub'],
  [`${group}/providers/Microsoft.Network/bastionHosts/bastion-hub`, 'bastion', 'bastion-hub'],
  [vm, 'machine', 'vm-web-01'],
  [instance, 'instance', 'vmss-app_1'],
  [`${group}/providers/Microsoft.Storage/storageAccounts/st`, 'resource', 'st'],
  ['/', 'resource', '/'],
])('%s is a %s named %s', (scope, kind, name) => {
  expect([scopeKind(scope), scopeName(scope)]).toEqual([kind, name]);
});

test('what is above a scope is its subscription and its group', () => {
  expect(scopesAbove(vm)).toEqual([subscription, group]);
  expect(scopesAbove(group)).toEqual([subscription]);
  expect(scopesAbove(subscription)).toEqual([]);
});

test.each([
  ['/', vm, true],
  [group.toUpperCase(), vm, true],
  [vm, vm, true],
  [vm, `${vm}-2`, false],
  [vm, group, false],
])('%s is at or above %s: %s', (upper, scope, expected) => {
  expect(isAtOrAbove(upper, scope)).toBe(expected);
});
