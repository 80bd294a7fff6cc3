import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Api } from '../../shared/client/api.ts';
import type { CreatePubSubClient } from '../../shared/client/pubSubClient.ts';
import { LiveSessions, type LiveSnapshot } from '../live/liveSessions.ts';
import { paced } from '../live/paced.ts';
import { usePortal } from '../PortalContext.ts';
import { keys } from '../query/keys.ts';
import { firstSessionsQuery } from '../query/prefetchSessions.ts';
import { schedule } from '../schedule.ts';
import { readAllSessions } from './readAllSessions.ts';

export type Sessions = LiveSnapshot & {
  /** What the control plane knows. */
  readonly reload: () => Promise<void>;
  /** What the relays know: slower, and certain. */
  readonly refresh: () => void;
  readonly more: () => void;
};

/** Thousands of rows are not drawn anew for each of a hundred changes in a second. */
const paceMs = 250;

/** The seam between React and the live list of the bastion that a page was opened with. */
export function useSessions(bastionId: string): Sessions {
  const { api } = usePortal();
  const queries = useQueryClient();
  const [sessions] = useState(() => createLiveSessions(api, queries, bastionId));
  const [subscribe] = useState(() => paced(sessions.subscribe, schedule, paceMs));
  const snapshot = useSyncExternalStore(subscribe, () => sessions.snapshot);
  useEffect(() => {
    sessions.start();
    return () => sessions[Symbol.dispose]();
  }, [sessions]);
  // Whoever comes back, and whatever else shows these sessions, has the list as the feed has made it.
  useEffect(() => {
    if (snapshot.value !== undefined) queries.setQueryData(keys.sessions(bastionId), snapshot.value);
  }, [queries, bastionId, snapshot.value]);
  return {
    ...snapshot,
    reload: sessions.reload,
    refresh: () => void sessions.refresh(),
    more: () => void sessions.more(),
  };
}

const pubSubClient = () => import('../../shared/client/pubSubClient.ts');

function createLiveSessions(api: Api, queries: QueryClient, bastionId: string): LiveSessions {
  const queryKey = keys.sessions(bastionId);
  // Thousands of rows: comparing them all with those of before costs more than showing them.
  queries.setQueryDefaults(queryKey, { structuralSharing: false });
  const before = queries.getQueryData<LiveSnapshot['value']>(queryKey);
  let createClient: CreatePubSubClient;
  return new LiveSessions({
    ...(before === undefined ? {} : { before }),
    first: () => queries.fetchQuery(firstSessionsQuery(api, bastionId)),
    list: () => readAllSessions(api, bastionId),
    refresh: () => api.refreshSessions(bastionId),
    more: (nextLink) => api.moreSessions(nextLink),
    async subscribe() {
      // Not in what the first page waits for: the list is there before it is live.
      const [answer, client] = await Promise.all([api.subscribeToSessions(bastionId), pubSubClient()]);
      createClient = client.createPubSubClient;
      return answer;
    },
    createClient: (url, events) => createClient(url, events),
    schedule,
    random: Math.random,
    now: Date.now,
  });
}
