import { expect, test } from 'vitest';
import {
  coversScope,
  isSameScope,
  isScope,
  managementGroupOf,
  subscriptionOf,
} from '../../../../shared/access/scope.ts';

test.each([
  ['/', '/subscriptions/s', true],
  ['/', '/', true],
  ['/subscriptions/s', '/subscriptions/s', true],
  ['/subscriptions/s', '/SUBSCRIPTIONS/S/resourceGroups/rg', true],
  ['/subscriptions/s/resourceGroups/rg', '/subscriptions/s/resourceGroups/rg-2', false],
  ['/subscriptions/s/resourceGroups/rg', '/subscriptions/s', false],
  ['/subscriptions/s', '/', false],
  ['', '/subscriptions/s', false],
  ['/subscriptions/s/', '/subscriptions/s', false],
  ['/subscriptions/s', '/subscriptions/s/../t', false],
])('what is assigned at "%s" reaches "%s": %s', (upper, lower, expected) => {
  const outcome = coversScope(upper, lower);

  expect(outcome).toBe(expected);
});

test.each(['', 'subscriptions/s', '/subscriptions//s', '/subscriptions/s/', '/./s', '/s/..', '//'])(
  '"%s" is not a scope',
  (text) => {
    expect(isScope(text)).toBe(false);
  },
);

test('a management group reaches its subscriptions and what is in them, whatever the case', () => {
  const above = new Map([['s', ['Team', 'root']]]);
  const group = '/providers/Microsoft.Management/managementGroups/TEAM';

  expect(coversScope(group, '/subscriptions/S/resourceGroups/rg', above)).toBe(true);
  expect(coversScope(group, '/subscriptions/t', above)).toBe(false);
  expect(coversScope(group, '/providers/Microsoft.Management', above)).toBe(false);
  expect(coversScope(group, '/subscriptions/s')).toBe(false);
});

test('scopes say which group or subscription they are of', () => {
  const group = '/PROVIDERS/microsoft.management/managementgroups/Team';

  expect([group, `${group}/x`, '/subscriptions/S'].map(managementGroupOf)).toEqual([
    'team',
    undefined,
    undefined,
  ]);
  expect(['/subscriptions/S/x', '/SUBSCRIPTIONS/s', group, '/'].map(subscriptionOf)).toEqual([
    's',
    's',
    undefined,
    undefined,
  ]);
  expect(isSameScope('/A', '/a')).toBe(true);
  expect(isSameScope('/A', '/a/b')).toBe(false);
});
