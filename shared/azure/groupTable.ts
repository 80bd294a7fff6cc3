import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { GroupReader } from '../access/groups.ts';
import { joinJson, splitJson } from './splitJson.ts';
import { ignoreMissing, isNotFound, throughStorage } from './storageFault.ts';

const rowKey = 'groups';
const groupIds = z.array(z.guid());

/** Where no directory is configured: what the table `groups` says, one row per principal. */
export function createGroupTable(table: TableClient): GroupReader {
  return {
    groupsOf: ({ principalId }) =>
      throughStorage(async () => {
        try {
          const entity = await table.getEntity(principalId.toLowerCase(), rowKey);
          return groupIds.parse(joinJson(entity)).map((id) => id.toLowerCase());
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
  };
}

/** Makes the table equal to `members`. Repeatable. */
export async function seedGroups(
  table: TableClient,
  members: readonly { readonly oid: string; readonly groups: readonly string[] }[],
): Promise<void> {
  const wanted = new Set(members.map(({ oid }) => oid.toLowerCase()));
  await throughStorage(async () => {
    for await (const { partitionKey = '' } of table.listEntities()) {
      if (!wanted.has(partitionKey)) await ignoreMissing(table.deleteEntity(partitionKey, rowKey));
    }
    for (const { oid, groups } of members) {
      await table.upsertEntity({ partitionKey: oid.toLowerCase(), rowKey, ...splitJson(groups) }, 'Replace');
    }
  });
}
