import { z } from 'zod';
import { type SessionStateRow, sessionStateRow } from '../contracts/api.ts';
import { type SubscribeResponse, subscribeResponse } from '../contracts/liveList.ts';
import {
  type SessionList,
  type SessionResource,
  sessionList,
  sessionResource,
} from '../contracts/session.ts';
import { type Query, toQuery } from './query.ts';
import type { SendRequest } from './request.ts';

const networkVersion = 'api-version=2024-05-01';

/** A bastion's sessions: read, watched and ended. */
export function createSessionsApi(send: SendRequest) {
  return {
    /** As last known. `query` is that of the API: `state`, `$filter`, `$top`. */
    listSessions: (bastionId: string, query: Query = {}): Promise<SessionList> =>
      send(sessionList, `${bastionId}/sessions?${networkVersion}${toQuery(query)}`),

    getSession: (bastionId: string, sessionId: string): Promise<SessionResource> =>
      send(sessionResource, `${bastionId}/sessions/${encodeURIComponent(sessionId)}?${networkVersion}`),

    subscribeToSessions: (bastionId: string): Promise<SubscribeResponse> =>
      send(subscribeResponse, `${bastionId}/sessions/subscribe?${networkVersion}`, { method: 'POST' }),

    moreSessions: (nextLink: string): Promise<SessionList> => send(sessionList, nextLink),

    refreshSessions: (bastionId: string): Promise<SessionList> =>
      send(sessionList, `${bastionId}/getActiveSessions?${networkVersion}`, { method: 'POST' }),

    async disconnectSessions(
      bastionId: string,
      sessionIds: readonly string[],
      reason: string,
    ): Promise<readonly SessionStateRow[]> {
      const rows = z.object({ value: z.array(sessionStateRow) });
      const body = { sessionIds, ...(reason === '' ? {} : { reason }) };
      const path = `${bastionId}/disconnectActiveSessions?${networkVersion}`;
      return (await send(rows, path, { method: 'POST', body })).value;
    },
  };
}
