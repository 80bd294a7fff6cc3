import { explainAccess } from '../../shared/access/authorize.ts';
import type { ListedSession } from '../../shared/sessions/session.ts';
import { toSessionResource } from '../../shared/sessions/toResource.ts';
import { bastionScope } from './armPaths.ts';
import type { Call } from './route.ts';

const listAction = 'Microsoft.Network/bastionHosts/getActiveSessions/action';
const disconnectAction = 'Microsoft.Network/bastionHosts/disconnectActiveSessions/action';

/** The rights on a bastion's sessions. */
export const mayList = (params: Call['params']) => [{ action: listAction, scope: bastionScope(params) }];
export const mayDisconnect = (params: Call['params']) => [
  { action: disconnectAction, scope: bastionScope(params) },
];

/** Whether the caller may end what it sees, for `allowedActions`. */
export async function mayDisconnectNow({ deps, caller, params }: Call): Promise<boolean> {
  const scope = bastionScope(params);
  const [decision] = await explainAccess(deps, caller, { actions: [disconnectAction], scope });
  return decision?.allowed === true;
}

export function toResources({ deps }: Call, sessions: readonly ListedSession[], mayEnd: boolean) {
  const now = deps.now();
  return sessions.map((session) => toSessionResource(session, now, mayEnd));
}
