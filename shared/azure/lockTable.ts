import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { subscriptionOf } from '../access/scope.ts';
import { resourceKey } from '../fleet/resourceId.ts';
import type { AccessLock, AccessLockStore, LockPlace } from '../locks/accessLock.ts';
import { sha256 } from './sha256.ts';
import { isConflict, isNotFound, throughStorage } from './storageFault.ts';

const stored = z.strictObject({
  scope: z.string(),
  name: z.string(),
  principalId: z.string().optional(),
  principalName: z.string().optional(),
  reason: z.string(),
  expiresAt: z.number().optional(),
  createdAt: z.number(),
  createdBy: z.string(),
  createdByPrincipalId: z.string(),
});
const row = z.object({ partitionKey: z.string(), rowKey: z.string(), json: z.string(), etag: z.string() });
type Row = z.infer<typeof row>;

/** The table `locks`: PartitionKey = subscription id, so that one range read has all that can hold at a place. */
export function createLockTable(table: TableClient): AccessLockStore {
  return {
    list: (subscriptionId) => throughStorage(() => list(table, subscriptionId)),
    put: (lock) => throughStorage(() => put(table, lock)),
    remove: (place) => throughStorage(() => remove(table, place)),
    purge: (before, limit) => throughStorage(() => purge(table, before, limit)),
  };
}

function keyOf({ scope, name }: LockPlace): { readonly partitionKey: string; readonly rowKey: string } {
  const place = sha256(resourceKey(scope)).slice(0, 24);
  return { partitionKey: subscriptionOf(scope) ?? '', rowKey: `${place}-${name.toLowerCase()}` };
}

/** What JSON leaves out, because it is undefined, is undefined again. */
function toLock({ json }: Row): AccessLock {
  const { principalId, principalName, expiresAt, ...rest } = stored.parse(JSON.parse(json));
  return { ...rest, principalId, principalName, expiresAt };
}

async function list(table: TableClient, subscriptionId: string): Promise<readonly AccessLock[]> {
  const filter = odata`PartitionKey eq ${subscriptionId.toLowerCase()}`;
  const found: AccessLock[] = [];
  for await (const entity of table.listEntities({ queryOptions: { filter } })) {
    found.push(toLock(row.parse(entity)));
  }
  return found;
}

async function put(table: TableClient, lock: AccessLock): Promise<boolean> {
  const { expiresAt } = lock;
  const entity = {
    ...keyOf(lock),
    json: JSON.stringify(lock),
    ...(expiresAt === undefined ? {} : { expiresAt: { type: 'Double' as const, value: String(expiresAt) } }),
  };
  try {
    await table.createEntity(entity);
    return true;
  } catch (thrown) {
    if (!isConflict(thrown)) throw thrown;
  }
  await table.upsertEntity(entity, 'Replace');
  return false;
}

/** What is resolved to is what was removed: a lock that was put again meanwhile is read again. */
async function remove(table: TableClient, place: LockPlace): Promise<AccessLock | undefined> {
  const { partitionKey, rowKey } = keyOf(place);
  for (;;) {
    try {
      const found = row.parse(await table.getEntity(partitionKey, rowKey));
      if (await deleteAt(table, found)) return toLock(found);
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  }
}

async function purge(table: TableClient, before: number, limit: number): Promise<number> {
  const filter = `expiresAt le ${before}.0`;
  let purged = 0;
  for await (const entity of table.listEntities({ queryOptions: { filter } })) {
    if (purged === limit) break;
    if (await deleteAt(table, row.parse(entity))) purged += 1;
  }
  return purged;
}

/** False when it is no longer what was read. */
async function deleteAt(table: TableClient, { partitionKey, rowKey, etag }: Row): Promise<boolean> {
  try {
    await table.deleteEntity(partitionKey, rowKey, { etag });
    return true;
  } catch (thrown) {
    if (isConflict(thrown) || isNotFound(thrown)) return false;
    throw thrown;
  }
}
