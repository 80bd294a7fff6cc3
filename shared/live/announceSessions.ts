import type { SessionStore } from '../sessions/ports.ts';
import type { SessionFeed } from './ports.ts';

/**
 * A store that tells of every change once it is stored: whoever opens, ends, sweeps or refreshes, all of them
 * write here. A session has left the list when it was archived, or forgotten.
 */
export function announceSessions(store: SessionStore, feed: SessionFeed): SessionStore {
  return {
    ...store,
    async insert(session) {
      await store.insert(session);
      feed.publish('added', session);
    },
    async replace(session, version) {
      const stored = await store.replace(session, version);
      if (stored !== undefined && session.state !== 'Ended') feed.publish('changed', session);
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
