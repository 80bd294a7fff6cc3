import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpMethod } from '@azure/functions';
import { type FleetFile, readFleetFile } from '../../infra/local/fleetFile.ts';
import { seedTables } from '../../infra/local/seed.ts';
import { createLeaseTable } from '../../shared/azure/leaseTable.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { startAzurite } from './azurite.ts';
import { type CallOptions, createSender, registeredHandlers } from './registeredHandlers.ts';
import { audience, createTokenIssuer, tenantId, userClaims } from './tokenIssuer.ts';
import { unhurried } from './unhurried.ts';

export const hubAccessKey = 'recognisable-web-pubsub-access-key';
const file = readFleetFile();

/**
 * The function app's real handlers over a real Azurite, with the fleet and the users of `fleet.json`. No
 * Functions host: a call is matched with the registered routes and handed over. The hub is a server that
 * remembers what it was asked. One per test file: the app reads its settings once.
 */
export async function startControlPlane(over: Partial<FleetFile['fleet']> = {}) {
  const issuer = await createTokenIssuer();
  const [azurite, keys, hub] = await Promise.all([
    startAzurite(),
    listen((_, response) => response.end(JSON.stringify({ keys: [issuer.publicJwk] }))),
    startHub(),
  ]);
  await seedTables(azurite.tablesConnectionString, { ...file, fleet: { ...file.fleet, ...over } });
  const issuerUrl = `${keys.url}/v2.0`;
  Object.assign(process.env, {
    SALLYPORT_TABLES: azurite.tablesConnectionString,
    SALLYPORT_BLOBS: azurite.blobsConnectionString,
    // Fifty calls at once on a busy machine are no outage.
    SALLYPORT_TABLES_TIMEOUT_SECONDS: '30',
    WebPubSubConnectionString: `Endpoint=${hub.url};AccessKey=${hubAccessKey};Version=1.0;`,
    SALLYPORT_ISSUER: issuerUrl,
    SALLYPORT_AUDIENCE: audience,
    SALLYPORT_JWKS: `${keys.url}/keys`,
    SALLYPORT_TENANT: tenantId,
    SALLYPORT_ORIGINS: 'https://portal.example',
    ...unhurried(),
  });
  const handlers = await registeredHandlers();

  const tokenOf = (upn: string, over: object = {}): Promise<string> => {
    const user = file.users.find((one) => one.upn === `${upn}@contoso.example`);
    if (user === undefined) throw new Error(`There is no user ${upn}.`);
    const seconds = Math.floor(Date.now() / 1000);
    const { oid, name, groups } = user;
    return issuer.sign({
      ...userClaims,
      iss: issuerUrl,
      oid,
      name,
      groups,
      preferred_username: user.upn,
      nbf: seconds - 10,
      exp: seconds + 3600,
      ...over,
    });
  };
  const tokenOfRelay = (principalId: string): Promise<string> =>
    issuer.sign({
      iss: issuerUrl,
      aud: audience,
      tid: tenantId,
      oid: principalId,
      sub: principalId,
      azp: 'relay',
      roles: ['Sallyport.Relay'],
      exp: Math.floor(Date.now() / 1000) + 3600,
    });

  const send = createSender(handlers);

  const tables = openTables(azurite.tablesConnectionString);
  /** What a relay says with each call: it has the lease. */
  const claimOf = async (relayId: string): Promise<string> => {
    const leases = createLeaseTable(tables.relays);
    const relay = { relayId, holder: 'test', process: 'test', expiresAt: Date.now() + 60_000 };
    await leases.put({ ...relay, fence: 1 }, undefined);
    const found = await leases.get(relayId);
    return `${found?.value.process}.${found?.value.fence}`;
  };

  return {
    tables,
    hub,
    file,
    send,
    /** An access token of a user of the fleet file; `over` is what it says otherwise. */
    tokenOf,
    /** As a user of the fleet file: `ops`, `reader`, … */
    as: async (user: string, method: HttpMethod, path: string, options: CallOptions = {}) =>
      send(method, path, {
        ...options,
        headers: { authorization: `Bearer ${await tokenOf(user)}`, ...options.headers },
      }),
    asRelay: async (principalId: string, method: HttpMethod, path: string, body?: unknown) =>
      send(method, path, {
        body,
        headers: {
          authorization: `Bearer ${await tokenOfRelay(principalId)}`,
          'sallyport-lease': await claimOf(path.split('/')[2] ?? ''),
        },
      }),
    /** A signed event of Web PubSub. */
    event: (type: string, event: { connectionId: string; userId: string; body?: unknown; hub?: string }) => {
      const signature = createHmac('sha256', hubAccessKey).update(event.connectionId).digest('hex');
      return send('POST', `/webpubsub/${event.hub ?? 'console'}`, {
        apiVersion: null,
        body: event.body ?? {},
        headers: {
          'ce-type': type,
          'ce-connectionid': event.connectionId,
          'ce-userid': event.userId,
          'ce-signature': `sha256=${signature}`,
        },
      });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([azurite[Symbol.asyncDispose](), stop(keys.server), stop(hub.server)]);
    },
  };
}
export type ControlPlane = Awaited<ReturnType<typeof startControlPlane>>;

async function listen(handle: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Web PubSub's REST API as far as it is asked here: everything works, and `users` are connected. */
async function startHub() {
  const requests: string[] = [];
  const users = new Set<string>();
  const state = { down: false };
  const { server, url } = await listen((request, response) => {
    const path = new URL(request.url ?? '', 'http://hub').pathname.replace('/api/hubs/console/', '');
    requests.push(`${request.method} ${path}`);
    const user = /^users\/([^/]+)$/.exec(path)?.[1];
    const isUnknown = request.method === 'HEAD' && user !== undefined && !users.has(user);
    if (state.down) response.statusCode = 400;
    else if (isUnknown) response.statusCode = 404;
    else if (request.method === 'DELETE' || path.endsWith(':closeConnections')) response.statusCode = 204;
    else response.statusCode = path.endsWith(':send') ? 202 : 200;
    const isList = request.method === 'GET' && path.endsWith('/connections');
    if (isList) response.setHeader('content-type', 'application/json');
    request.resume().on('end', () => response.end(isList ? '{"value":[]}' : undefined));
  });
  return { server, url, requests, users, state };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
