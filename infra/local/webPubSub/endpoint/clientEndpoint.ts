import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Faults } from '../admin/faults.ts';
import { limits } from '../protocol/limits.ts';
import { toHubName } from '../protocol/names.ts';
import { type Admission, type AdmissionDeps, admit } from './admit.ts';
import { readOfferedSubprotocols } from './offeredSubprotocols.ts';
import { type ConnectDeps, openConnection } from './openConnection.ts';
import { recoverConnection } from './recoverConnection.ts';
import { refuseUpgrade } from './refuseUpgrade.ts';
import { type RequestUrl, readRequestUrl } from './requestUrl.ts';

export type ClientEndpointDeps = AdmissionDeps & ConnectDeps & { readonly faults: Faults };

/** Where clients connect: `/client/hubs/{hub}` and `/client/?hub={hub}`. */
export type ClientEndpoint = AsyncDisposable & {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

/** Undefined when the client is gone already or its request is not proper WebSocket. */
type Accept = (upgrade: Upgrade, subprotocol: string | undefined) => WebSocket | undefined;

type Upgrade = { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer };

export function createClientEndpoint(deps: ClientEndpointDeps): ClientEndpoint {
  const agreed = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: (_offered, request) => agreed.get(request) ?? false,
  });
  const accept: Accept = ({ request, socket, head }, subprotocol) => {
    if (subprotocol !== undefined) agreed.set(request, subprotocol);
    let accepted: WebSocket | undefined;
    server.handleUpgrade(request, socket, head, (client) => {
      accepted = client;
    });
    return accepted;
  };
  return {
    upgrade(request, socket, head) {
      const ignoreError = (): void => undefined;
      socket.on('error', ignoreError);
      const upgrade = { request, socket, head };
      handleUpgrade(deps, upgrade, accept).catch((error: unknown) => {
        deps.logger('error', 'a client could not be served', { error: String(error) });
        refuseUpgrade(socket, 500);
      });
    },
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.close(1001);
      await Promise.race([allClosed(server.clients), later(250)]);
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

async function handleUpgrade(deps: ClientEndpointDeps, upgrade: Upgrade, accept: Accept): Promise<void> {
  const { request, socket } = upgrade;
  const url = readRequestUrl(request);
  const path = readHub(url);
  if (path === undefined) return refuseUpgrade(socket, 404);
  const connectionId = url.query.get('awps_connection_id');
  const hub = toHubName(path.hub);
  if (hub === undefined) return refuseUpgrade(socket, 400);
  const status = deps.faults.upgradeRefusal(hub, connectionId === null ? 'connect' : 'recovery');
  if (status !== undefined) return refuseUpgrade(socket, status);
  if (connectionId !== null) {
    const connection = deps.hubs.find(hub)?.connections.get(connectionId);
    const subprotocol = findOffered(request, connection?.facts.subprotocol);
    const client = accept(upgrade, subprotocol);
    if (client !== undefined) recoverConnection(deps, client, { connection, query: url.query, subprotocol });
    return;
  }
  const admission = await admit(deps, { request, url, hub, audiencePaths: path.audiencePaths });
  if ('refused' in admission) return refuseUpgrade(socket, admission.refused);
  return enter(deps, upgrade, admission, accept);
}

/** That of the connection, if it is offered; else any, for even a "no" needs a socket that the client accepts. */
function findOffered(request: IncomingMessage, expected: string | undefined): string | undefined {
  const offered = readOfferedSubprotocols(request);
  return offered.find((name) => name.toLowerCase() === expected?.toLowerCase()) ?? offered[0];
}

/** The client may have left while the application was asked: then what was announced is taken back. */
function enter(deps: ClientEndpointDeps, upgrade: Upgrade, admission: Admission, accept: Accept): void {
  const { upstream, subprotocol } = admission.facts;
  const client = accept(upgrade, subprotocol);
  if (client === undefined) upstream.disconnected('The client left.');
  else openConnection(deps, client, admission);
}

function readHub({ path, query }: RequestUrl): { hub: string; audiencePaths: string[] } | undefined {
  const inPath = /^\/client\/hubs\/([^/]+)\/?$/i.exec(path)?.[1];
  if (inPath !== undefined) return { hub: decode(inPath), audiencePaths: [path] };
  if (!/^\/client\/?$/i.test(path)) return undefined;
  const hub = query.get('hub') ?? '';
  return { hub, audiencePaths: [path, `/client/hubs/${hub}`] };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function allClosed(clients: Set<WebSocket>): Promise<void> {
  const closed = [...clients].map(
    (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
  );
  await Promise.all(closed);
}

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
