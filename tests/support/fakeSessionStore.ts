import { resourceKey } from '../../shared/fleet/resourceId.ts';
import type { Due, SessionPage, SessionStore } from '../../shared/sessions/ports.ts';
import type { Session, Versioned } from '../../shared/sessions/session.ts';
import { listedOf } from './sessionFacts.ts';

const dueKey = ({ dueAt, sessionId }: Due): string => `${String(dueAt).padStart(15, '0')}_${sessionId}`;

/**
 * Sessions in memory. `writes` counts changes of state, `live`, `ended` and `dues` show what is stored. A change
 * is several writes, as in tables: `faults.between` is called between two of them and may throw.
 */
export function fakeSessionStore() {
  const live = new Map<string, Versioned<Session>>();
  const ended = new Map<string, Session>();
  const dues = new Map<string, Due>();
  const counts = { writes: 0 };
  const faults = { between: (): void => undefined };
  let version = 0;

  const keep = (session: Session): Versioned<Session> => {
    version += 1;
    counts.writes += 1;
    const kept = { value: session, version: String(version) };
    live.set(session.sessionId, kept);
    return kept;
  };
  const addDue = ({ sessionId, dueAt }: Session): void => {
    dues.set(dueKey({ sessionId, dueAt }), { sessionId, dueAt });
  };
  const list = (sessions: readonly Session[], bastionId: string, { limit, after = '' }: SessionPage) =>
    sessions
      .filter((one) => resourceKey(one.bastionId) === resourceKey(bastionId) && one.sessionId > after)
      .toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1))
      .slice(0, limit);

  const store: SessionStore = {
    async insert(session) {
      addDue(session);
      faults.between();
      if (!live.has(session.sessionId)) keep(session);
    },
    get: async (sessionId) => live.get(sessionId),
    async replace(session, expected) {
      addDue(session);
      faults.between();
      return live.get(session.sessionId)?.version === expected ? keep(session) : undefined;
    },
    listActive: async (bastionId, page) => (await store.readActive(bastionId, page)).map(listedOf),
    readActive: async (bastionId, page) =>
      list(
        [...live.values()].map(({ value }) => value).filter(({ state }) => state !== 'Ended'),
        bastionId,
        page,
      ),
    async remove({ sessionId, dueAt }) {
      counts.writes += 1;
      live.delete(sessionId);
      faults.between();
      dues.delete(dueKey({ sessionId, dueAt }));
    },
    async archive(session) {
      counts.writes += 1;
      ended.set(session.sessionId, session);
      faults.between();
      live.delete(session.sessionId);
      faults.between();
      dues.delete(dueKey(session));
    },
    listEnded: async (bastionId, page) => list([...ended.values()], bastionId, page).map(listedOf),
    getEnded: async (sessionId) => ended.get(sessionId),
    due: async (now, limit) =>
      [...dues.values()]
        .filter(({ dueAt }) => dueAt <= now)
        .toSorted((a, b) => (dueKey(a) < dueKey(b) ? -1 : 1))
        .slice(0, limit),
    async dropDue(due) {
      dues.delete(dueKey(due));
    },
  };
  return Object.assign(store, { live, ended, dues, counts, faults });
}
