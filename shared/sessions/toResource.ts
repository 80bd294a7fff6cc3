import type { SessionResource } from '../contracts/session.ts';
import { parseResourceId } from '../fleet/resourceId.ts';
import { isLive, type Session } from './session.ts';

/** A session as the API shows it to a caller who may, or may not, disconnect it. */
export function toSessionResource(session: Session, now: number, mayDisconnect: boolean): SessionResource {
  const target = parseResourceId(session.targetResourceId);
  const minutes = ((session.endTime ?? now) - session.startTime) / 60_000;
  return {
    sessionId: session.sessionId,
    startTime: new Date(session.startTime).toISOString(),
    targetSubscriptionId: target.subscriptionId,
    resourceType: target.type.includes('ScaleSets') ? 'VMSS' : 'VM',
    targetHostName: session.targetHostName,
    targetResourceGroup: target.resourceGroup,
    userName: session.userName,
    targetIpAddress: session.targetIpAddress,
    protocol: session.protocol,
    targetResourceId: session.targetResourceId,
    sessionDurationInMins: Math.max(0, Math.round(minutes * 100) / 100),
    sourceIpAddress: session.sourceIpAddress,
    userEmail: session.userEmail,
    principalId: session.principalId,
    mode: session.mode,
    state: session.state,
    lastActivityTime: new Date(session.lastActivityTime).toISOString(),
    relayId: session.relayId,
    ...(session.endTime === undefined ? {} : { endTime: new Date(session.endTime).toISOString() }),
    ...(session.endReason === undefined ? {} : { endReason: session.endReason }),
    ...(session.endedBy === undefined ? {} : { endedBy: session.endedBy }),
    ...(session.endMessage === undefined ? {} : { endMessage: session.endMessage }),
    allowedActions: mayDisconnect && isLive(session) ? ['disconnect'] : [],
  };
}
