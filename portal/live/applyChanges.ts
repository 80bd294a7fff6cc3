import type { SessionChange } from '../../shared/contracts/liveList.ts';
import { type SessionResource, type SessionState, sessionStates } from '../../shared/contracts/session.ts';

/** What a list needs to know besides its rows. */
export type LiveRows = {
  /** By session id, which sorts newest first. */
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
  const after = [...rows];
  let ended = endedIds;
  for (const { kind, session } of changes) {
    const { sessionId } = session;
    const place = placeOf(after, sessionId);
    const known = after[place]?.sessionId === sessionId ? after[place] : undefined;
    const places = known === undefined ? 0 : 1;
    if (kind === 'ended') {
      after.splice(place, places);
      ended = new Set(ended).add(sessionId);
    } else if (!ended.has(sessionId) && isShown(known, sessionId, lastId) && !isOlder(session, known)) {
      const isLive = session.state === 'Pending' || session.state === 'Active';
      after.splice(place, places, { ...session, allowedActions: isLive ? [...allowedActions] : [] });
    }
  }
  return { rows: after, endedIds: ended };
}

/** Where a session is among rows by id, or would be. */
function placeOf(rows: readonly SessionResource[], sessionId: string): number {
  let [first, end] = [0, rows.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((rows[middle]?.sessionId ?? '') < sessionId) first = middle + 1;
    else end = middle;
  }
  return first;
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
