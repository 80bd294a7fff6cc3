import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { consoleAvailability } from '../fleet/consoleAvailability.ts';
import { bastion, type Fleet, type FleetReader, relay, target } from '../fleet/fleet.ts';
import { networkSecurityGroup } from '../fleet/networkSecurityGroup.ts';
import { resourceKey } from '../fleet/resourceId.ts';
import { storageAccount } from '../fleet/storageAccount.ts';
import { subscription } from '../fleet/subscription.ts';
import { inParallel } from '../sessions/inParallel.ts';
import { sha256 } from './sha256.ts';
import { ignoreMissing, isNotFound, throughStorage } from './storageFault.ts';

/** One partition per kind of thing; RowKey = SHA-256 of the id in lower case, since ids hold slashes. */
const schemas = {
  target,
  bastion,
  storageAccount,
  relay,
  networkSecurityGroup,
  subscription,
  consoleAvailability,
};
type Kind = keyof typeof schemas;

const keyOf = (id: string): string => sha256(resourceKey(id));
const row = z.object({ json: z.string() });

export function createFleetTable(table: TableClient): FleetReader {
  const one = <K extends Kind>(kind: K, id: string) =>
    throughStorage(async () => {
      try {
        return read(kind, await table.getEntity(kind, keyOf(id)));
      } catch (thrown) {
        if (isNotFound(thrown)) return undefined;
        throw thrown;
      }
    });
  const all = <K extends Kind>(kind: K) =>
    throughStorage(async () => {
      const found = [];
      const rows = table.listEntities({ queryOptions: { filter: `PartitionKey eq '${kind}'` } });
      for await (const entity of rows) found.push(read(kind, entity));
      return found;
    });
  return {
    target: (id) => one('target', id),
    targets: async () => (await all('target')).toSorted((a, b) => a.resourceId.localeCompare(b.resourceId)),
    bastion: (id) => one('bastion', id),
    bastions: () => all('bastion'),
    networkSecurityGroup: (id) => one('networkSecurityGroup', id),
    networkSecurityGroups: () => all('networkSecurityGroup'),
    relay: (id) => one('relay', id),
    storageAccount: (id) => one('storageAccount', id),
    subscription: (id) => one('subscription', id),
    consoleAvailability: () => all('consoleAvailability'),
  };
}

function read<K extends Kind>(kind: K, entity: unknown): z.infer<(typeof schemas)[K]> {
  return schemas[kind].parse(JSON.parse(row.parse(entity).json)) as z.infer<(typeof schemas)[K]>;
}

/** Makes the table equal to `fleet`. Repeatable. */
export async function seedFleet(table: TableClient, fleet: Fleet): Promise<void> {
  const wanted = new Map<string, { partitionKey: Kind; rowKey: string; json: string }>();
  const add = (partitionKey: Kind, id: string, value: unknown): void => {
    const rowKey = keyOf(id);
    wanted.set(`${partitionKey}/${rowKey}`, { partitionKey, rowKey, json: JSON.stringify(value) });
  };
  for (const value of fleet.targets) add('target', value.resourceId, value);
  for (const value of fleet.bastions) add('bastion', value.resourceId, value);
  for (const value of fleet.storageAccounts) add('storageAccount', value.resourceId, value);
  for (const value of fleet.relays) add('relay', value.relayId, value);
  for (const value of fleet.networkSecurityGroups) add('networkSecurityGroup', value.resourceId, value);
  for (const value of fleet.subscriptions) add('subscription', value.subscriptionId, value);
  for (const value of fleet.consoleAvailability)
    add('consoleAvailability', `${value.cloud}/${value.location ?? ''}`, value);
  for await (const { partitionKey = '', rowKey = '' } of table.listEntities()) {
    if (!wanted.has(`${partitionKey}/${rowKey}`))
      await ignoreMissing(table.deleteEntity(partitionKey, rowKey));
  }
  await inParallel([...wanted.values()], (value) => table.upsertEntity(value, 'Replace'));
}
