import { expect, test } from 'vitest';
import { coversScope, isScope } from '../../../../shared/access/scope.ts';

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
