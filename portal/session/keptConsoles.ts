import { z } from 'zod';
import type { KeptSession } from '../../shared/client/consoleDeps.ts';
import { consoleModes } from '../../shared/contracts/session.ts';
import type { ConsolePlace } from './consolePlace.ts';

const session = {
  vmId: z.string(),
  sessionId: z.string(),
  mode: z.enum(consoleModes),
  offset: z.number().int().nonnegative().optional(),
  record: z.literal(true).optional(),
};
const keptConsoles = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('serial'), ...session }),
    z.object({ kind: z.literal('ssh'), bastionId: z.string(), ...session }),
  ]),
);

export type KeptConsole = ConsolePlace & KeptSession;
export type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A terminal that is new shows this much of what the one before it showed. */
const shownAgainBytes = 65_536;

/** Where output is wanted from by a terminal that shows nothing yet. */
export const rewound = (offset: number | undefined): number | undefined =>
  offset === undefined ? undefined : Math.max(0, offset - shownAgainBytes);

/**
 * Consoles of this tab of the browser, as they are kept over a reload: which machine, which session, how far. Neither
 * a ticket nor a token nor anything that a guest wrote; a session id opens nothing for anybody else.
 */
export function writeKept(storage: KeptStorage, key: string, consoles: readonly KeptConsole[]): void {
  if (consoles.length === 0) storage.removeItem(key);
  else storage.setItem(key, JSON.stringify(consoles));
}

/** None where it cannot be read: an older page may have written it. */
export function readKept(storage: KeptStorage, key: string): readonly KeptConsole[] {
  try {
    const parsed = keptConsoles.parse(JSON.parse(storage.getItem(key) ?? '[]'));
    return parsed.map((one) => ({ ...one, offset: one.offset }));
  } catch {
    return [];
  }
}
