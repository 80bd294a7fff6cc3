import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { resourceKey } from '../fleet/resourceId.ts';
import type { ConsoleSwitches } from '../prerequisites/consoleSwitches.ts';
import { sha256 } from './sha256.ts';
import { isConflict, isNotFound, throughStorage } from './storageFault.ts';

const row = z.object({ scope: z.string() });

/** One row per scope that is off: PartitionKey = subscription id, RowKey = SHA-256 of the scope, in lower case. */
export function createConsoleSwitchTable(table: TableClient): ConsoleSwitches {
  return {
    off: (subscriptionId) =>
      throughStorage(async () => {
        const filter = `PartitionKey eq '${resourceKey(subscriptionId).replaceAll("'", "''")}'`;
        const found = new Set<string>();
        for await (const entity of table.listEntities({ queryOptions: { filter } })) {
          found.add(row.parse(entity).scope);
        }
        return found;
      }),
    turn: (scope, to) => throughStorage(() => turn(table, resourceKey(scope), to)),
  };
}

async function turn(table: TableClient, scope: string, to: 'on' | 'off'): Promise<boolean> {
  const [, , partitionKey = ''] = scope.split('/');
  try {
    if (to === 'off') await table.createEntity({ partitionKey, rowKey: sha256(scope), scope });
    else await table.deleteEntity(partitionKey, sha256(scope));
    return true;
  } catch (thrown) {
    if (isConflict(thrown) || isNotFound(thrown)) return false;
    throw thrown;
  }
}
