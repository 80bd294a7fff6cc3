import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { OperatorLock } from '../sessions/ports.ts';
import { isConflict, isNotFound, throughStorage } from './storageFault.ts';

const rowKey = 'operator';
const row = z.object({ sessionId: z.string(), etag: z.string() });

/** One row per port that has an operator: PartitionKey = port id. Its etag decides races. */
export function createOperatorTable(table: TableClient): OperatorLock {
  const holder = async (portId: string): Promise<z.infer<typeof row> | undefined> => {
    try {
      return row.parse(await table.getEntity(portId, rowKey));
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  };

  const claim = async (portId: string, sessionId: string, instead?: string): Promise<string> => {
    for (;;) {
      const held = await holder(portId);
      if (held !== undefined && held.sessionId !== instead) return held.sessionId;
      const mine = { partitionKey: portId, rowKey, sessionId };
      try {
        if (held === undefined) await table.createEntity(mine);
        else await table.updateEntity(mine, 'Replace', { etag: held.etag });
        return sessionId;
      } catch (thrown) {
        if (!isConflict(thrown) && !isNotFound(thrown)) throw thrown;
      }
    }
  };

  const release = async (portId: string, sessionId: string): Promise<void> => {
    const held = await holder(portId);
    if (held?.sessionId !== sessionId) return;
    try {
      await table.deleteEntity(portId, rowKey, { etag: held.etag });
    } catch (thrown) {
      if (!isConflict(thrown) && !isNotFound(thrown)) throw thrown;
    }
  };

  return {
    holder: (portId) => throughStorage(async () => (await holder(portId))?.sessionId),
    claim: (portId, sessionId, instead) => throughStorage(() => claim(portId, sessionId, instead)),
    release: (portId, sessionId) => throughStorage(() => release(portId, sessionId)),
  };
}
