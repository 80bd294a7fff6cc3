import { expect, test } from 'vitest';
import {
  bastionId,
  parseResourceId,
  resourceKey,
  sameResource,
  scaleSetInstanceId,
  virtualMachineId,
} from '../../../../shared/fleet/resourceId.ts';

const group = { subscriptionId: 'sub', resourceGroup: 'rg' };

test.each([
  [virtualMachineId({ ...group, vmName: 'vm' }), 'Microsoft.Compute/virtualMachines', 'vm'],
  [
    scaleSetInstanceId({ ...group, scaleSetName: 'set', instanceId: '3' }),
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    '3',
  ],
  [bastionId({ ...group, bastionName: 'b' }), 'Microsoft.Network/bastionHosts', 'b'],
])('%s is taken apart', (text, type, name) => {
  expect(parseResourceId(text)).toEqual({ ...group, type, name, text });
});

test('the words of an id may be written in any case', () => {
  expect(parseResourceId('/SUBSCRIPTIONS/s/resourcegroups/g/PROVIDERS/n/t/x').name).toBe('x');
});

test.each([
  '',
  '/',
  'subscriptions/s',
  '/subscriptions/s/resourceGroups/g',
  '/subscriptions/s/resourceGroups/g/providers/n/t',
  '/subscriptions//resourceGroups/g/providers/n/t/x',
  '/subscriptions/s/resourceGroups/g/providers/n/t/x/u',
])('%j is no resource id', (text) => {
  expect(() => parseResourceId(text)).toThrow(expect.objectContaining({ code: 'InvalidRequest' }));
});

test('ids that differ in case alone are the same resource', () => {
  expect(sameResource('/A/b', '/a/B')).toBe(true);
  expect(sameResource('/a/b', '/a/c')).toBe(false);
  expect(resourceKey('/A/b')).toBe('/a/b');
});
