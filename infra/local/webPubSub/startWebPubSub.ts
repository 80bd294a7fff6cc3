import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdminApi } from './admin/adminApi.ts';
import { createFaults } from './admin/faults.ts';
import { createAccessTokens } from './endpoint/accessTokens.ts';
import { createClientEndpoint } from './endpoint/clientEndpoint.ts';
import { createHubs } from './hub/hubs.ts';
import { createRestApi } from './rest/restApi.ts';
import { readSettings, type WebPubSubOptions } from './settings/settings.ts';
import { createUpstream } from './upstream/createUpstream.ts';

export type { WebPubSubOptions };

export type WebPubSub = AsyncDisposable & {
  /** `http://host:port`: what REST clients and, as `ws:`, WebSocket clients address. */
  readonly endpoint: string;
  readonly connectionString: string;
  readonly port: number;
  /** Where faults can be ordered, if that was asked for. */
  readonly adminPort?: number;
};

/** Starts a Web PubSub service that lives in this process's memory. Resolves when it listens. */
export async function startWebPubSub(options: WebPubSubOptions = {}): Promise<WebPubSub> {
  const settings = readSettings(options);
  const { host, accessKey, logger, adminPort } = settings;
  const stopping = new AbortController();
  const hubs = createHubs();
  const faults = createFaults();
  const tokens = createAccessTokens(settings);
  const now = Date.now;
  // The name in the official emulator's connection string: a handler compares the two.
  const name = host === '127.0.0.1' ? 'localhost' : host;
  const origin = (): string => `${name}:${port}`;
  const upstream = createUpstream({ settings, fetch, logger, now, origin, signal: stopping.signal });
  const clients = createClientEndpoint({
    hubs,
    faults,
    tokens,
    upstream,
    logger,
    now,
    detachedMs: settings.detachedMs,
    closeWithoutStatus: settings.closeWithoutStatus,
    newConnectionId: () => randomUUID().replaceAll('-', ''),
    inboxes: new WeakMap(),
  });
  const rest = createRestApi({
    hubs,
    faults,
    tokens,
    logger,
    now,
    errorContentType: settings.errorContentType,
  });
  const server = createServer(
    { shouldUpgradeCallback: isWebSocketUpgrade, ...toTimeouts(settings.requestTimeoutMs) },
    rest,
  );
  server.on('upgrade', (request, socket, head) => clients.upgrade(request, socket, head));
  const port = await listen(server, settings.port, host);
  const admin =
    adminPort === undefined
      ? undefined
      : await startAdmin(createAdminApi({ hubs, faults, logger }), adminPort);

  const endpoint = `http://${name}:${port}`;
  return {
    endpoint,
    connectionString: `Endpoint=${endpoint};AccessKey=${accessKey};Version=1.0;`,
    port,
    ...(admin === undefined ? {} : { adminPort: admin.port }),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await clients[Symbol.asyncDispose]();
      for (const hub of hubs.all()) for (const connection of hub.connections.values()) connection.end('');
      await Promise.all([close(server), ...(admin === undefined ? [] : [close(admin.server)])]);
    },
  };
}

/** Other upgrades (HTTP/2 over clear text) are offers that may be ignored: such a request is served as it stands. */
const isWebSocketUpgrade = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket';

/** Whoever does not finish a request, or a head of one, must not hold a socket for ever. */
const toTimeouts = (requestTimeout: number) => ({
  requestTimeout,
  headersTimeout: Math.min(requestTimeout, 15_000),
  connectionsCheckingInterval: Math.min(requestTimeout, 2_000),
});

async function startAdmin(
  listener: RequestListener,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  return { server, port: await listen(server, port, '127.0.0.1') };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
