import { WebPubSubServiceClient } from '@azure/web-pubsub';
import type { Messaging } from '../console/messaging.ts';
import { SallyportError } from '../contracts/errors.ts';
import { consoleHub, downGroup, liveGroup, relayGroup, upGroup, viewerGroups } from '../contracts/groups.ts';
import { limits } from '../contracts/limits.ts';
import { relayUserId } from '../relays/relayConnection.ts';
import { answeredGroups } from '../relays/relayRights.ts';
import { viewerUserId } from '../sessions/connectionEvents.ts';
import { answerWithin } from './answerWithin.ts';
import { azureCredential, isConnectionString } from './credentials.ts';
import { ignoreMissing, isConflict, isNotFound } from './storageFault.ts';

/** A caller waits: a hub that does not answer is given up after seconds. */
export const hubOptions = {
  allowInsecureConnection: true,
  retryOptions: { maxRetries: 1, retryDelayInMs: 100 },
  additionalPolicies: [answerWithin(3_000)],
};
const sendTo = (group: string): string => `webpubsub.sendToGroup.${group}`;

/** `setting` is a Web PubSub connection string or `https://{name}.webpubsub.azure.com`. */
export function createMessaging(setting: string): Messaging {
  const hub = isConnectionString(setting)
    ? new WebPubSubServiceClient(setting, consoleHub, hubOptions)
    : new WebPubSubServiceClient(setting, azureCredential(), consoleHub, hubOptions);
  return { ...urls(hub), ...links(hub), ...sends(hub) };
}

function urls(hub: WebPubSubServiceClient): Pick<Messaging, 'viewerUrl' | 'relayUrl'> {
  return {
    viewerUrl: ({ ticket, mode, ...session }) =>
      throughHub(async () => {
        const { live, down, up } = viewerGroups(session);
        const { url } = await hub.getClientAccessToken({
          userId: viewerUserId(session.sessionId, ticket),
          groups: [...new Set([live, down])],
          // An observer has no send role at all: it asks for a replay by the user event `resume`.
          roles: mode === 'operator' ? [sendTo(up)] : [],
          expirationTimeInMinutes: Math.ceil(limits.pendingSeconds / 60),
        });
        return url;
      }),
    relayUrl: ({ relayId, fence, sessions }) =>
      throughHub(async () => {
        const { url } = await hub.getClientAccessToken({
          userId: relayUserId(relayId, fence),
          groups: [relayGroup(relayId), ...sessions.map(({ sessionId }) => upGroup(sessionId))],
          roles: [...new Set(sessions.flatMap(answeredGroups))].map(sendTo),
          expirationTimeInMinutes: 5,
        });
        return url;
      }),
  };
}

function links(
  hub: WebPubSubServiceClient,
): Pick<Messaging, 'link' | 'unlink' | 'revokeLive' | 'revokeInput'> {
  return {
    link: (relayConnectionId, session) =>
      throughHub(async () => {
        const groups = answeredGroups(session);
        const [grants] = await Promise.all([
          Promise.all(groups.map((group) => grant(hub, relayConnectionId, group))),
          ignoreMissing(hub.group(upGroup(session.sessionId)).addConnection(relayConnectionId)),
        ]);
        return !grants.includes(false);
      }),
    revokeLive: (relayConnectionId, portId) =>
      throughHub(() =>
        ignoreMissing(
          hub.revokePermission(relayConnectionId, 'sendToGroup', { targetName: liveGroup(portId) }),
        ),
      ),
    revokeInput: (connectionId, sessionId) =>
      throughHub(() =>
        ignoreMissing(hub.revokePermission(connectionId, 'sendToGroup', { targetName: upGroup(sessionId) })),
      ),
    unlink: (relayConnectionId, sessionId) =>
      throughHub(() =>
        ignoreMissing(
          Promise.all([
            hub.revokePermission(relayConnectionId, 'sendToGroup', { targetName: downGroup(sessionId) }),
            hub.group(upGroup(sessionId)).removeConnection(relayConnectionId),
          ]),
        ),
      ),
  };
}

/**
 * Lets a connection send to one group. False: it holds as many rights as it can (409). One that is gone in the
 * meantime gets all of it anew when its relay connects.
 */
async function grant(hub: WebPubSubServiceClient, connectionId: string, group: string): Promise<boolean> {
  try {
    await hub.grantPermission(connectionId, 'sendToGroup', { targetName: group });
    return true;
  } catch (thrown) {
    if (!isNotFound(thrown) && !isConflict(thrown)) throw thrown;
    return isNotFound(thrown);
  }
}

/** A relay's token put it into its group, and gives it no right to leave. */
async function closeRelay(hub: WebPubSubServiceClient, group: string, except?: string): Promise<void> {
  if (except === undefined) return await hub.closeUserConnections(group);
  for await (const { connectionId } of await hub.group(group).listConnections()) {
    if (connectionId !== except) await ignoreMissing(hub.closeConnection(connectionId));
  }
}

function sends(
  hub: WebPubSubServiceClient,
): Omit<Messaging, 'viewerUrl' | 'relayUrl' | 'link' | 'unlink' | 'revokeLive' | 'revokeInput'> {
  return {
    notify: (sessionId, notice) => throughHub(() => hub.group(downGroup(sessionId)).sendToAll(notice)),
    notifyPort: (portId, notice) => throughHub(() => hub.group(liveGroup(portId)).sendToAll(notice)),
    command: (relayId, command) => throughHub(() => hub.group(relayGroup(relayId)).sendToAll(command)),
    close: (sessionId) => throughHub(() => hub.closeUserConnections(sessionId)),
    closeConnection: (connectionId) => throughHub(() => ignoreMissing(hub.closeConnection(connectionId))),
    closeRelay: (relayId, except) => throughHub(() => closeRelay(hub, relayGroup(relayId), except)),
    isConnected: (sessionId) => throughHub(() => hub.userExists(sessionId)),
    isRelayConnected: (relayId) => throughHub(() => hub.userExists(relayGroup(relayId))),
  };
}

export async function throughHub<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw new SallyportError('MessagingUnavailable', 'Web PubSub does not answer. Retry in a few seconds.', {
      cause: thrown,
    });
  }
}
