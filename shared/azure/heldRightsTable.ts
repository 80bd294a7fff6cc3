import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { HeldRights, HeldRightsStore } from '../sessions/heldRights.ts';
import { bastionKeyOf } from '../sessions/sessionId.ts';
import { fromSessionRow, rowVersion } from './sessionRow.ts';
import { joinJson, splitJson } from './splitJson.ts';
import { ignoreMissing, isNotFound, throughStorage } from './storageFault.ts';

const rights = z.object({
  principalId: z.string(),
  kind: z.enum(['User', 'ServicePrincipal']).exactOptional(),
  groups: z.array(z.string()),
  checks: z.array(z.object({ action: z.string(), scope: z.string() })),
  session: z.record(z.string(), z.unknown()).optional(),
});

/**
 * One row per live session, keyed as the session is. 200 groups, the most a token names, are 8 KiB; the 11,000 that
 * the directory may know fit too, in pieces.
 */
export function createHeldRightsTable(table: TableClient): HeldRightsStore {
  const partitionOf = (sessionId: string): string => bastionKeyOf(sessionId) ?? 'none';
  return {
    put: (sessionId, held) =>
      throughStorage(async () => {
        const keys = { partitionKey: partitionOf(sessionId), rowKey: sessionId };
        await table.upsertEntity({ ...keys, ...splitJson(toJson(held)) }, 'Replace');
      }),
    get: (sessionId) =>
      throughStorage(async () => {
        try {
          const entity = await table.getEntity(partitionOf(sessionId), sessionId);
          return fromJson(sessionId, rights.parse(joinJson(entity)));
        } catch (thrown) {
          if (isNotFound(thrown)) return undefined;
          throw thrown;
        }
      }),
    remove: (sessionId) =>
      throughStorage(() => ignoreMissing(table.deleteEntity(partitionOf(sessionId), sessionId))),
  };
}

/** The session inside is a row of the table of sessions, so that it is read with the same care. */
const toJson = ({ session, ...held }: HeldRights): object =>
  session === undefined ? held : { ...held, session: { ...session, v: rowVersion, resumeOffset: undefined } };

const fromJson = (sessionId: string, { session, ...held }: z.infer<typeof rights>): HeldRights =>
  session === undefined ? held : { ...held, session: fromSessionRow({ ...session, rowKey: sessionId }) };
