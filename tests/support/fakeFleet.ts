import type { Fleet, FleetReader } from '../../shared/fleet/fleet.ts';
import { resourceKey, sameResource } from '../../shared/fleet/resourceId.ts';

/** A fleet in memory. */
export function fakeFleet(
  over: Partial<{ [K in keyof Fleet]: readonly Fleet[K][number][] }> = {},
): FleetReader {
  const { targets = [], bastions = [], relays = [], storageAccounts = [] } = over;
  const { subscriptions = [], consoleAvailability = [], networkSecurityGroups = [] } = over;
  return {
    target: async (id) => targets.find(({ resourceId }) => sameResource(resourceId, id)),
    targets: async () =>
      targets.toSorted((a, b) => (resourceKey(a.resourceId) < resourceKey(b.resourceId) ? -1 : 1)),
    bastion: async (id) => bastions.find(({ resourceId }) => sameResource(resourceId, id)),
    bastions: async () => bastions,
    networkSecurityGroup: async (id) =>
      networkSecurityGroups.find(({ resourceId }) => sameResource(resourceId, id)),
    networkSecurityGroups: async () => networkSecurityGroups,
    relay: async (id) => relays.find(({ relayId }) => sameResource(relayId, id)),
    storageAccount: async (id) => storageAccounts.find(({ resourceId }) => sameResource(resourceId, id)),
    subscription: async (id) => subscriptions.find(({ subscriptionId }) => sameResource(subscriptionId, id)),
    consoleAvailability: async () => consoleAvailability,
  };
}
