import type { SessionChange } from '../../shared/contracts/liveList.ts';
import { type SessionResource, type SessionState, sessionStates } from '../../shared/contracts/session.ts';

/** What a list needs to know besides its rows. */
export type LiveRows = {
  readonly rows: readonly SessionResource[];
  /** Sessions that have ended: news of before must not bring them back. */
  readonly endedIds: ReadonlySet<string>;
};

/**
 * Rows, newest first, after these changes. Publishers do not wait for each other, so news may come in any order:
 * what is older than a row leaves it as it is. A session behind `lastId`, on a page that is not shown, stays there.
 */
export function applyChanges(
  { rows, endedIds }: LiveRows,
  changes: readonly SessionChange[],
  {
    allowedActions,
    lastId,
  }: { readonly allowedActions: readonly string[]; readonly lastId?: string | undefined },
): LiveRows {
  const byId = new Map(rows.map((row) => [row.sessionId, row]));
  const ended = new Set(endedIds);
  for (const { kind, session } of changes) {
    const { sessionId } = session;
    const known = byId.get(sessionId);
    if (kind === 'ended') {
      byId.delete(sessionId);
      ended.add(sessionId);
    } else if (!ended.has(sessionId) && isShown(known, sessionId, lastId) && !isOlder(session, known)) {
      const isLive = session.state === 'Pending' || session.state === 'Active';
      byId.set(sessionId, { ...session, allowedActions: isLive ? [...allowedActions] : [] });
    }
  }
  return { rows: [...byId.values()].toSorted(byNewest), endedIds: ended };
}

const isShown = (known: unknown, sessionId: string, lastId: string | undefined): boolean =>
  known !== undefined || lastId === undefined || sessionId < lastId;

type Aged = Pick<SessionResource, 'state' | 'lastActivityTime'>;

/** A session never goes back: neither its state nor its last activity. */
export function isOlder(news: Aged, known: Aged | undefined): boolean {
  if (known === undefined) return false;
  const step = ageOf(news) - ageOf(known);
  return step < 0 || (step === 0 && news.lastActivityTime < known.lastActivityTime);
}

/** A state of a later version is newer than all that are known. */
function ageOf({ state }: Aged): number {
  const age = sessionStates.indexOf(state as SessionState);
  return age === -1 ? sessionStates.length : age;
}

/** Session ids sort newest first. */
const byNewest = (a: SessionResource, b: SessionResource): number => (a.sessionId < b.sessionId ? -1 : 1);
