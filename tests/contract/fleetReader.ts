import { expect, test } from 'vitest';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { type Fleet, type FleetReader, fleet as fleetSchema } from '../../shared/fleet/fleet.ts';

const { fleet } = readFleetFile();
const byId = <T extends { resourceId: string }>(values: readonly T[]): T[] =>
  values.toSorted((a, b) => (a.resourceId < b.resourceId ? -1 : 1));

/** The promises of `FleetReader`. `open` gives a reader over exactly the fleet. */
export function testFleetReader(open: (fleet: Fleet) => Promise<FleetReader>): void {
  test('everything is found by its id, in any case', async () => {
    const reader = await open(fleet);

    for (const one of fleet.targets) {
      expect(await reader.target(one.resourceId)).toEqual(one);
      expect(await reader.target(one.resourceId.toUpperCase())).toEqual(one);
    }
    for (const one of fleet.bastions) {
      expect(await reader.bastion(one.resourceId.toLowerCase())).toEqual(one);
    }
    for (const one of fleet.relays) expect(await reader.relay(one.relayId)).toEqual(one);
    for (const one of fleet.storageAccounts) {
      expect(await reader.storageAccount(one.resourceId.toUpperCase())).toEqual(one);
    }
    for (const one of fleet.networkSecurityGroups) {
      expect(await reader.networkSecurityGroup(one.resourceId.toUpperCase())).toEqual(one);
    }
    for (const one of fleet.subscriptions) {
      expect(await reader.subscription(one.subscriptionId.toUpperCase())).toEqual(one);
    }
  });

  test('A26 what is unknown, of another kind or no id at all is undefined', async () => {
    const reader = await open(fleet);
    const [target] = fleet.targets;

    expect(await reader.bastion(target?.resourceId ?? '')).toBeUndefined();
    for (const id of [
      '',
      '/',
      'a#b?c',
      "x' or true",
      '\u0000',
      'x'.repeat(5_000),
      `${target?.resourceId}/`,
    ]) {
      expect(await reader.target(id)).toBeUndefined();
      expect(await reader.bastion(id)).toBeUndefined();
      expect(await reader.relay(id)).toBeUndefined();
      expect(await reader.storageAccount(id)).toBeUndefined();
      expect(await reader.subscription(id)).toBeUndefined();
    }
  });

  test('lists are whole', async () => {
    const consoleAvailability: Fleet['consoleAvailability'] = [
      { cloud: 'AzureCloud', location: 'westeurope', availability: 'Preview' },
      { cloud: 'AzureCloud', availability: 'Unavailable' },
    ];
    const reader = await open({ ...fleet, consoleAvailability });

    expect(await reader.consoleAvailability()).toHaveLength(2);
    expect(await reader.consoleAvailability()).toEqual(expect.arrayContaining(consoleAvailability));
    expect(byId(await reader.targets())).toEqual(byId(fleet.targets));
    expect(byId(await reader.bastions())).toEqual(byId(fleet.bastions));
    expect(await reader.networkSecurityGroups()).toEqual(fleet.networkSecurityGroups);
  });

  test('an empty fleet is empty', async () => {
    const reader = await open(
      fleetSchema.parse({ targets: [], bastions: [], storageAccounts: [], relays: [] }),
    );

    expect(await reader.targets()).toEqual([]);
    expect(await reader.bastions()).toEqual([]);
    expect(await reader.target(fleet.targets[0]?.resourceId ?? '')).toBeUndefined();
  });
}
