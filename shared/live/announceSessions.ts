import type { SessionStore } from '../sessions/ports.ts';
import type { Session, Versioned } from '../sessions/session.ts';
import { toSessionResource } from '../sessions/toResource.ts';
import type { SessionFeed } from './ports.ts';

/** Versions that were read and may yet be changed: far more than are worked on at once. */
const maxRead = 2_000;

/**
 * A store that tells of every change once it is stored: whoever opens, ends, sweeps or refreshes, all of them
 * write here. A session has left the list when it was archived, or forgotten. A sweep stores each session that it
 * looked at: what differs in nothing that can be seen from the version that it was made from is not told.
 */
export function announceSessions(store: SessionStore, feed: SessionFeed): SessionStore {
  const seen = rememberVersions();
  return {
    ...store,
    async get(sessionId) {
      const found = await store.get(sessionId);
      if (found !== undefined) seen.keep(found);
      return found;
    },
    async insert(session) {
      await store.insert(session);
      feed.publish('added', session);
    },
    async replace(session, version) {
      const stored = await store.replace(session, version);
      if (stored === undefined) return undefined;
      const isSame = seen.is({ value: session, version });
      seen.keep(stored);
      if (session.state !== 'Ended' && !isSame) feed.publish('changed', session);
      return stored;
    },
    async remove(session) {
      await store.remove(session);
      feed.publish('ended', session);
    },
    async archive(session) {
      await store.archive(session);
      feed.publish('ended', session);
    },
  };
}

/** How a session at some version looks. By versions, since other processes change and tell of sessions, too. */
function rememberVersions() {
  const looks = new Map<string, string>();
  const keyOf = ({ value, version }: Versioned<Session>): string => `${value.sessionId} ${version}`;
  return {
    keep(found: Versioned<Session>): void {
      looks.set(keyOf(found), lookOf(found.value));
      const [oldest] = looks.keys();
      if (looks.size > maxRead && oldest !== undefined) looks.delete(oldest);
    },
    is: (found: Versioned<Session>): boolean => looks.get(keyOf(found)) === lookOf(found.value),
  };
}

/** All that the list shows, but how long the session has lasted. */
const lookOf = (session: Session): string => JSON.stringify(toSessionResource(session, 0, false));
