import { expect, test } from 'vitest';
import { availabilityAt } from '../../../../shared/fleet/consoleAvailability.ts';

test.each([
  ['AzureCloud', 'GenerallyAvailable'],
  ['AzureUSGovernment', 'Preview'],
  ['AzureChinaCloud', 'Unavailable'],
] as const)('without an entry of its own, %s is what Azure says: %s', (cloud, expected) => {
  expect(availabilityAt([], { cloud, location: 'anywhere' })).toBe(expected);
});

test('an entry of the fleet wins, and a region wins over its cloud', () => {
  const entries = [
    { cloud: 'AzureChinaCloud', availability: 'GenerallyAvailable' },
    { cloud: 'AzureChinaCloud', location: 'chinanorth', availability: 'Preview' },
    { cloud: 'AzureCloud', location: 'westeurope', availability: 'Unavailable' },
  ] as const;

  expect(availabilityAt(entries, { cloud: 'AzureChinaCloud', location: 'ChinaNorth' })).toBe('Preview');
  expect(availabilityAt(entries, { cloud: 'AzureChinaCloud', location: 'chinaeast' })).toBe(
    'GenerallyAvailable',
  );
  expect(availabilityAt(entries, { cloud: 'AzureCloud', location: 'WestEurope' })).toBe('Unavailable');
  expect(availabilityAt(entries, { cloud: 'AzureCloud', location: 'northeurope' })).toBe(
    'GenerallyAvailable',
  );
});
