import { TableClient } from '@azure/data-tables';
import type { Tables } from '../../shared/azure/tables.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { insertDue, insertSessions } from './benchSessions.ts';

/** Without the patience of the app, which gives up on a call after seconds. */
export function seedingTables(storage: string): Pick<Tables, 'sessions' | 'history' | 'due'> {
  const open = (name: string): TableClient =>
    TableClient.fromConnectionString(storage, name, { allowInsecureConnection: true });
  return { sessions: open('sessions'), history: open('history'), due: open('due') };
}

export type Seeding = ReturnType<typeof seedingTables>;

export async function insertActive(tables: Seeding, sessions: readonly Session[]): Promise<void> {
  await insertSessions(tables.sessions, sessions);
  await insertDue(tables.due, sessions);
}
