import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { hostKey } from '../contracts/sshFrames.ts';
import type { HostKeyStore, PinnedKey } from '../sessions/hostKeys.ts';
import { ignoreMissing, isConflict, isNotFound, throughStorage } from './storageFault.ts';

const rowKey = 'hostKey';
const row = hostKey.extend({ pinnedAt: z.number(), pinnedBy: z.string() });

/** One row per target whose key was seen: PartitionKey = the id of its SSH server. */
export function createHostKeyTable(table: TableClient): HostKeyStore {
  const get = async (portId: string): Promise<PinnedKey | undefined> => {
    try {
      return row.parse(await table.getEntity(portId, rowKey));
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  };

  const pin = async (portId: string, key: PinnedKey): Promise<PinnedKey> => {
    const pinnedAt = { type: 'Double', value: String(key.pinnedAt) };
    for (;;) {
      try {
        await table.createEntity({ partitionKey: portId, rowKey, ...key, pinnedAt });
        return key;
      } catch (thrown) {
        if (!isConflict(thrown)) throw thrown;
      }
      const first = await get(portId);
      if (first !== undefined) return first;
    }
  };

  const forget = async (portId: string): Promise<PinnedKey | undefined> => {
    const pinned = await get(portId);
    if (pinned !== undefined) await ignoreMissing(table.deleteEntity(portId, rowKey));
    return pinned;
  };

  return {
    get: (portId) => throughStorage(() => get(portId)),
    pin: (portId, key) => throughStorage(() => pin(portId, key)),
    forget: (portId) => throughStorage(() => forget(portId)),
  };
}
