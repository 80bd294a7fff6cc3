import { odata, type TableClient } from '@azure/data-tables';
import { bastionKey } from '../fleet/keys.ts';
import type { Due, SessionPage, SessionStore } from '../sessions/ports.ts';
import type { ListedSession, Session, Versioned } from '../sessions/session.ts';
import { bastionKeyOf } from '../sessions/sessionId.ts';
import { fromListedRow, fromSessionRow, listedColumns, type SessionRow, toSessionRow } from './sessionRow.ts';
import { sha256 } from './sha256.ts';
import { ignoreMissing, isConflict, isNotFound, throughStorage } from './storageFault.ts';

/**
 * Sessions in three tables: `sessions` holds what has not been archived, one partition per bastion, newest
 * first; `due` one row per session in time order; `history` what ended. Ended sessions never slow a list.
 */
export function createSessionTable(tables: {
  readonly sessions: TableClient;
  readonly due: TableClient;
  readonly history: TableClient;
}): SessionStore {
  const { sessions, due, history } = tables;
  return {
    insert: (session) =>
      throughStorage(async () => {
        // The due row comes first: without its session it is dropped by a sweep, the other way round is a leak.
        await due.upsertEntity(dueRow(session), 'Replace');
        try {
          await sessions.createEntity(toSessionRow(session, partitionOf(session.sessionId)));
        } catch (thrown) {
          // Ids are random: the row that exists is this one, stored by an attempt whose answer was lost.
          if (!isConflict(thrown)) throw thrown;
        }
      }),
    get: (sessionId) => throughStorage(() => read(sessions, sessionId)),
    replace: (session, version) => throughStorage(() => replace(tables, session, version)),
    listActive: (bastionId, page) =>
      throughStorage(() => list(sessions, { bastionId, page, ...listed }, isOpen)),
    readActive: (bastionId, page) =>
      throughStorage(() => list(sessions, { bastionId, page, ...whole }, isOpen)),
    listEnded: (bastionId, page) => throughStorage(() => list(history, { bastionId, page, ...listed })),
    remove: (session) =>
      throughStorage(async () => {
        await ignoreMissing(sessions.deleteEntity(partitionOf(session.sessionId), session.sessionId));
        await ignoreMissing(due.deleteEntity(duePartition, dueKey(session)));
      }),
    archive: (session) =>
      throughStorage(async () => {
        await history.upsertEntity(toSessionRow(session, partitionOf(session.sessionId)), 'Replace');
        await ignoreMissing(sessions.deleteEntity(partitionOf(session.sessionId), session.sessionId));
        await ignoreMissing(due.deleteEntity(duePartition, dueKey(session)));
      }),
    getEnded: async (sessionId) => (await throughStorage(() => read(history, sessionId)))?.value,
    due: (now, limit) => throughStorage(() => listDue(due, now, limit)),
    dropDue: (one) => throughStorage(() => ignoreMissing(due.deleteEntity(duePartition, dueKey(one)))),
  };
}

const duePartition = 'due';
const dueKey = (one: Due): string => `${String(one.dueAt).padStart(15, '0')}_${one.sessionId}`;
const dueRow = (one: Due): { partitionKey: string; rowKey: string } => ({
  partitionKey: duePartition,
  rowKey: dueKey(one),
});

/** An id of another shape lives in no partition: reading it finds nothing. */
const partitionOf = (sessionId: string): string => bastionKeyOf(sessionId) ?? 'none';

async function read(table: TableClient, sessionId: string): Promise<Versioned<Session> | undefined> {
  if (bastionKeyOf(sessionId) === undefined) return undefined;
  try {
    const entity = await table.getEntity(partitionOf(sessionId), sessionId);
    return { value: fromSessionRow(entity), version: entity.etag };
  } catch (thrown) {
    if (isNotFound(thrown)) return undefined;
    throw thrown;
  }
}

async function replace(
  { sessions, due }: { sessions: TableClient; due: TableClient },
  session: Session,
  version: string,
): Promise<Versioned<Session> | undefined> {
  // Added before the change and never removed here: a due row that does not match its session is dropped
  // by the sweep that meets it, so a crash at any point leaves at least one that does.
  await due.upsertEntity(dueRow(session), 'Replace');
  try {
    const row: SessionRow = toSessionRow(session, partitionOf(session.sessionId));
    const { etag } = await sessions.updateEntity(row, 'Replace', { etag: version });
    return etag === undefined ? undefined : { value: session, version: etag };
  } catch (thrown) {
    if (isConflict(thrown) || isNotFound(thrown)) return undefined;
    throw thrown;
  }
}

/** How much of each row is read. */
const listed = { select: [...listedColumns], fromRow: fromListedRow };
const whole = { select: undefined, fromRow: fromSessionRow };

const isOpen = ({ state }: Pick<Session, 'state'>): boolean => state !== 'Ended';

type ListQuery<T> = {
  readonly bastionId: string;
  readonly page: SessionPage;
  readonly select: string[] | undefined;
  readonly fromRow: (entity: unknown) => T;
};

async function list<T extends ListedSession>(
  table: TableClient,
  { bastionId, page, select, fromRow }: ListQuery<T>,
  isWanted: (session: T) => boolean = () => true,
): Promise<readonly T[]> {
  const found: T[] = [];
  const partitionKey = bastionKey(sha256, bastionId);
  const after = page.after ?? '';
  const filter = odata`PartitionKey eq ${partitionKey} and RowKey gt ${after}`;
  const pages = table
    .listEntities({ queryOptions: { filter, ...(select === undefined ? {} : { select }) } })
    .byPage({ maxPageSize: Math.min(page.limit, 1000) });
  for await (const entities of pages) {
    for (const entity of entities) {
      const session = fromRow(entity);
      if (isWanted(session)) found.push(session);
    }
    if (found.length >= page.limit) break;
  }
  return found.slice(0, page.limit);
}

async function listDue(due: TableClient, now: number, limit: number): Promise<readonly Due[]> {
  const found: Due[] = [];
  const before = String(now + 1).padStart(15, '0');
  const filter = odata`PartitionKey eq ${duePartition} and RowKey lt ${before}`;
  const pages = due
    .listEntities({ queryOptions: { filter, select: ['rowKey'] } })
    .byPage({ maxPageSize: Math.min(limit, 1_000) });
  for await (const page of pages) {
    for (const { rowKey = '' } of page) {
      const [time = '', sessionId = ''] = rowKey.split('_');
      found.push({ sessionId, dueAt: Number(time) });
    }
    // A page may be short, even empty, with more behind it.
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}
