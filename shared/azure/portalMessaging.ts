import { WebPubSubServiceClient } from '@azure/web-pubsub';
import { limits } from '../contracts/limits.ts';
import { portalHub } from '../contracts/liveList.ts';
import type { PortalMessaging } from '../live/ports.ts';
import { azureCredential, isConnectionString } from './credentials.ts';
import { hubOptions, throughHub } from './webPubSub.ts';

/** `setting` is a Web PubSub connection string or `https://{name}.webpubsub.azure.com`. */
export function createPortalMessaging(setting: string): PortalMessaging {
  const hub = isConnectionString(setting)
    ? new WebPubSubServiceClient(setting, portalHub, hubOptions)
    : new WebPubSubServiceClient(setting, azureCredential(), portalHub, hubOptions);
  return {
    subscriberUrl: ({ userId, group }) =>
      throughHub(async () => {
        const expirationTimeInMinutes = Math.ceil(limits.pendingSeconds / 60);
        const token = { userId, groups: [group], roles: [], expirationTimeInMinutes };
        return (await hub.getClientAccessToken(token)).url;
      }),
    publish: (group, frame) => throughHub(() => hub.group(group).sendToAll(frame)),
    isConnected: (userId) => throughHub(() => hub.userExists(userId)),
    close: (userId) => throughHub(() => hub.closeUserConnections(userId)),
  };
}
