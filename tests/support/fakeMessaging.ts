import type { Messaging } from '../../shared/console/messaging.ts';

/**
 * The hub `console` in memory. `calls` is everything that was asked of it, in order; `connections` is
 * connection id → user id, changed by the test as viewers come and go.
 */
export function fakeMessaging() {
  const calls: (readonly unknown[])[] = [];
  const connections = new Map<string, string>();
  const relays = new Set<string>();
  const messaging: Messaging = {
    viewerUrl: async ({ sessionId, ticket }) =>
      `wss://hub.example/client?access_token=${sessionId}.${ticket}`,
    relayUrl: async ({ relayId, fence }) => `wss://hub.example/client?access_token=${relayId}.${fence}`,
    async link(relayConnectionId, { sessionId }) {
      calls.push(['link', relayConnectionId, sessionId]);
      return true;
    },
    async revokeLive(relayConnectionId, portId) {
      calls.push(['revokeLive', relayConnectionId, portId]);
    },
    async unlink(relayConnectionId, sessionId) {
      calls.push(['unlink', relayConnectionId, sessionId]);
    },
    async revokeInput(connectionId, sessionId) {
      calls.push(['revokeInput', connectionId, sessionId]);
    },
    async notifyPort(portId, notice) {
      calls.push(['notifyPort', portId, notice]);
    },
    async notify(sessionId, notice) {
      calls.push(['notify', sessionId, notice]);
    },
    async command(relayId, command) {
      calls.push(['command', relayId, command]);
    },
    async close(sessionId) {
      calls.push(['close', sessionId]);
      for (const [id, userId] of connections) if (userId === sessionId) connections.delete(id);
    },
    async closeConnection(connectionId) {
      calls.push(['closeConnection', connectionId]);
      connections.delete(connectionId);
    },
    async closeRelay(relayId, except) {
      calls.push(['closeRelay', relayId, except]);
    },
    isConnected: async (sessionId) => [...connections.values()].includes(sessionId),
    isRelayConnected: async (relayId) => relays.has(relayId),
  };
  return Object.assign(messaging, { calls, connections, relays });
}
