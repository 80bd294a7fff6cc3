import { useEffect, useState, useSyncExternalStore } from 'react';
import { createPubSubClient } from '../../shared/client/pubSubClient.ts';
import { LiveSessions, type LiveSnapshot } from '../live/liveSessions.ts';
import { usePortal } from '../PortalContext.ts';

export type Sessions = LiveSnapshot & {
  /** What the control plane knows. */
  readonly reload: () => void;
  /** What the relays know: slower, and certain. */
  readonly refresh: () => void;
  readonly more: () => void;
};

/** The seam between React and the live list of the bastion that a page was opened with. */
export function useSessions(bastionId: string): Sessions {
  const { api } = usePortal();
  const [sessions] = useState(
    () =>
      new LiveSessions({
        list: () => api.listSessions(bastionId),
        refresh: () => api.refreshSessions(bastionId),
        more: (nextLink) => api.moreSessions(nextLink),
        subscribe: () => api.subscribeToSessions(bastionId),
        createClient: createPubSubClient,
        schedule(task, delayMs) {
          const timer = setTimeout(task, delayMs);
          return () => clearTimeout(timer);
        },
        random: Math.random,
        now: Date.now,
      }),
  );
  const snapshot = useSyncExternalStore(sessions.subscribe, () => sessions.snapshot);
  useEffect(() => {
    sessions.start();
    return () => sessions[Symbol.dispose]();
  }, [sessions]);
  return {
    ...snapshot,
    reload: () => void sessions.reload(),
    refresh: () => void sessions.refresh(),
    more: () => void sessions.more(),
  };
}
