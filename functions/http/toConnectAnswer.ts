import type { ConnectResponse } from '../../shared/contracts/api.ts';
import { viewerGroups } from '../../shared/contracts/groups.ts';
import type { Opened } from '../../shared/sessions/openSession.ts';
import type { Call } from './route.ts';

/** What a viewer needs to reach its session: the same for every protocol. */
export async function toConnectAnswer({ deps }: Call, { session, ticket }: Opened): Promise<ConnectResponse> {
  const { sessionId, protocol, portId, mode, recording } = session;
  return {
    connectionString: await deps.messaging.viewerUrl({ sessionId, ticket, protocol, portId, mode }),
    sessionId,
    mode,
    ...(recording === undefined ? {} : { recording }),
    groups: viewerGroups(session),
  };
}
