import type { Condition } from './filter/conditions.ts';
import type { SessionStore } from './ports.ts';
import type { ListedSession } from './session.ts';

export type ListDeps = {
  readonly sessions: Pick<SessionStore, 'listActive' | 'listEnded'>;
  readonly now: () => number;
};
export type ListInput = {
  readonly bastionId: string;
  readonly state: 'active' | 'ended';
  readonly limit: number;
  /** The last session that the page before looked at. */
  readonly after?: string | undefined;
  readonly filter?: Condition | undefined;
};
export type Page = {
  readonly sessions: readonly ListedSession[];
  /** Where the next page goes on; undefined at the end. */
  readonly next: string | undefined;
};

/** What storage answers at once. */
const chunk = 1_000;
/** Rows that one page of a filtered list looks at: a rare match far back costs more pages, never a time-out. */
const maxLooked = 5_000;

/**
 * One page, newest first. A filtered page may be short, even empty, with more behind it: it says so by `next`.
 * Without a filter a page is one query.
 */
export async function listSessions(deps: ListDeps, input: ListInput): Promise<Page> {
  const { bastionId, state, limit, filter = () => true } = input;
  const list = state === 'active' ? deps.sessions.listActive : deps.sessions.listEnded;
  const size = input.filter === undefined ? limit : chunk;
  const now = deps.now();
  const found: ListedSession[] = [];
  let { after } = input;
  for (let looked = 0; looked < maxLooked; looked += size) {
    const rows = await list(bastionId, { limit: size, after });
    for (const session of rows) {
      after = session.sessionId;
      if (filter({ session, now })) found.push(session);
      if (found.length === limit)
        return { sessions: found, next: isLast(rows, session, size) ? undefined : after };
    }
    if (rows.length < size) return { sessions: found, next: undefined };
  }
  return { sessions: found, next: after };
}

const isLast = (rows: readonly ListedSession[], session: ListedSession, size: number): boolean =>
  rows.length < size && rows.at(-1) === session;
