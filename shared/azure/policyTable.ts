import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { policyProperties } from '../contracts/policy.ts';
import type { Policy, PolicyStore, StoredPolicy } from '../policies/ports.ts';
import { isConflict, isNotFound, throughStorage } from './storageFault.ts';

const rowKey = 'default';
const minutes = z.number().positive().nullable().default(null);
/** As the API takes it, but any time: how short a timeout may be is decided where it is set. */
const stored = policyProperties.extend({ idleTimeoutInMinutes: minutes, maxDurationInMinutes: minutes });
const row = z.object({ json: z.string(), etag: z.string() });

/** One row per bastion that has a policy: PartitionKey = bastion key. */
export function createPolicyTable(table: TableClient): PolicyStore {
  return {
    get: (bastionKey) =>
      throughStorage(async () => {
        try {
          const { json, etag } = row.parse(await table.getEntity(bastionKey, rowKey));
          return { policy: toPolicy(json), version: etag };
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
    put: (bastionKey, policy, version) => throughStorage(() => put(table, bastionKey, policy, version)),
  };
}

/** What the row does not have, because it is older, has its default. */
const toPolicy = (json: string): Policy => stored.parse(JSON.parse(json));

async function put(
  table: TableClient,
  partitionKey: string,
  policy: Policy,
  version: string | undefined,
): Promise<StoredPolicy | undefined> {
  const entity = { partitionKey, rowKey, json: JSON.stringify(policy) };
  try {
    const { etag } =
      version === undefined
        ? await table.createEntity(entity)
        : await table.updateEntity(entity, 'Replace', { etag: version });
    return etag === undefined ? undefined : { policy, version: etag };
  } catch (thrown) {
    if (isConflict(thrown) || isNotFound(thrown)) return undefined;
    throw thrown;
  }
}
