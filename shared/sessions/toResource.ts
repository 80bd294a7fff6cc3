import type { SessionResource } from '../contracts/session.ts';
import { parseResourceId } from '../fleet/resourceId.ts';
import { minutesLong, resourceTypeOfId } from './facts.ts';
import { isLive, type ListedSession } from './session.ts';

/** A session as the API shows it to a caller who may, or may not, disconnect it. */
export function toSessionResource(
  session: ListedSession,
  now: number,
  mayDisconnect: boolean,
): SessionResource {
  const target = parseResourceId(session.targetResourceId);
  return {
    sessionId: session.sessionId,
    startTime: new Date(session.startTime).toISOString(),
    targetSubscriptionId: target.subscriptionId,
    resourceType: resourceTypeOfId(target),
    targetHostName: session.targetHostName,
    targetResourceGroup: target.resourceGroup,
    userName: session.userName,
    targetIpAddress: session.targetIpAddress,
    protocol: session.protocol,
    targetResourceId: session.targetResourceId,
    sessionDurationInMins: minutesLong(session, now),
    sourceIpAddress: session.sourceIpAddress,
    userEmail: session.userEmail,
    principalId: session.principalId,
    mode: session.mode,
    state: session.state,
    lastActivityTime: new Date(session.lastActivityTime).toISOString(),
    relayId: session.relayId,
    ...(session.recording === undefined ? {} : { recording: session.recording }),
    ...(session.endTime === undefined ? {} : { endTime: new Date(session.endTime).toISOString() }),
    ...(session.endReason === undefined ? {} : { endReason: session.endReason }),
    ...(session.endedBy === undefined ? {} : { endedBy: session.endedBy }),
    ...(session.endMessage === undefined ? {} : { endMessage: session.endMessage }),
    allowedActions: mayDisconnect && isLive(session) ? ['disconnect'] : [],
  };
}
