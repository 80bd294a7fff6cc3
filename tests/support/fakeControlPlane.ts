import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { WebPubSubServiceClient } from '@azure/web-pubsub';
import type { RelayCommand } from '../../shared/contracts/frames.ts';
import { consoleHub, downGroup, liveGroup, relayGroup, upGroup } from '../../shared/contracts/groups.ts';
import {
  type GrantedLease,
  type HeartbeatRequest,
  heartbeatRequest,
  type OperationResult,
  operationResult,
  type RelayConnectResponse,
  type RelayPort,
  type RelaySession,
} from '../../shared/contracts/relayApi.ts';

export type FakeControlPlaneOptions = {
  /** Connection strings of one service: for its REST API, and as relays and viewers are to reach it. */
  readonly webPubSub: string;
  readonly webPubSubForRelay: string;
  readonly webPubSubForViewers: string;
  readonly relayId: string;
  readonly ports: readonly RelayPort[];
};

export type FakeControlPlane = AsyncDisposable & {
  readonly api: string;
  readonly tokenEndpoint: string;
  readonly heartbeats: HeartbeatRequest[];
  readonly operations: Map<string, OperationResult>;
  readonly sessions: Map<string, RelaySession>;
  /** Calls that came without a good token or api-version. */
  readonly refused: string[];
  /** A client URL for a viewer of the session. */
  readonly viewerUrl: (session: RelaySession) => Promise<string>;
  readonly attach: (session: RelaySession) => Promise<void>;
  readonly detach: (sessionId: string) => Promise<void>;
  readonly command: (command: RelayCommand) => Promise<void>;
};

/** Whoever asks has it. */
const lease: GrantedLease = { fence: 1, forMs: 40_000 };

/** The control plane as a relay knows it (relayApi.ts), and as a viewer's portal does, without any rule. */
export async function startFakeControlPlane(options: FakeControlPlaneOptions): Promise<FakeControlPlane> {
  const { relayId, ports } = options;
  const open = (setting: string): WebPubSubServiceClient =>
    new WebPubSubServiceClient(setting, consoleHub, { allowInsecureConnection: true });
  const service = open(options.webPubSub);
  const forRelay = open(options.webPubSubForRelay);
  const forViewers = open(options.webPubSubForViewers);
  const sessions = new Map<string, RelaySession>();
  const heartbeats: HeartbeatRequest[] = [];
  const operations = new Map<string, OperationResult>();
  const refused: string[] = [];
  const command = (one: RelayCommand): Promise<void> => service.group(relayGroup(relayId)).sendToAll(one);

  async function link(sessionId: string): Promise<void> {
    const connectionId = heartbeats.findLast((beat) => beat.connectionId !== null)?.connectionId;
    if (connectionId === undefined || connectionId === null) return;
    await service.grantPermission(connectionId, 'sendToGroup', { targetName: downGroup(sessionId) });
    await service.group(upGroup(sessionId)).addConnection(connectionId);
  }

  async function connect(): Promise<RelayConnectResponse> {
    const ids = [...sessions.keys()];
    const targets = [...ports.map(({ portId }) => liveGroup(portId)), ...ids.map(downGroup)];
    const { url } = await forRelay.getClientAccessToken({
      userId: relayId,
      groups: [relayGroup(relayId), ...ids.map(upGroup)],
      roles: targets.map((group) => `webpubsub.sendToGroup.${group}`),
    });
    return { connectionString: url, ports: [...ports], sessions: [...sessions.values()] };
  }

  async function heartbeat(body: unknown): Promise<{ sessions: RelaySession[]; lease: GrantedLease }> {
    const beat = heartbeatRequest.parse(body);
    heartbeats.push(beat);
    const served = new Set(beat.sessions.map(({ sessionId }) => sessionId));
    for (const sessionId of sessions.keys()) if (!served.has(sessionId)) await link(sessionId);
    return { sessions: [...sessions.values()], lease };
  }

  async function answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    if (pathname === '/token') return { access_token: 'relay-token', expires_in: 3_600 };
    const isAllowed = request.headers.authorization === 'Bearer relay-token';
    if (!isAllowed || searchParams.get('api-version') !== '2026-11-01') {
      refused.push(`${request.method} ${pathname}`);
      return undefined;
    }
    const [, , id, resource = '', operationId = ''] = pathname.split('/');
    if (id !== relayId) return undefined;
    if (resource === 'lease') return lease;
    if (resource === 'connect') return connect();
    if (resource === 'heartbeat') return heartbeat(await json(request));
    operations.set(operationId, operationResult.parse(await json(request)));
    return {};
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await answer(request);
    response.statusCode = body === undefined ? 403 : 200;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body ?? {}));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    api,
    tokenEndpoint: `${api}/token`,
    heartbeats,
    operations,
    sessions,
    refused,
    command,
    async viewerUrl(session) {
      sessions.set(session.sessionId, session);
      const canType = session.mode === 'operator';
      const { url } = await forViewers.getClientAccessToken({
        userId: session.sessionId,
        groups: [liveGroup(session.portId), downGroup(session.sessionId)],
        roles: canType ? [`webpubsub.sendToGroup.${upGroup(session.sessionId)}`] : [],
      });
      return url;
    },
    async attach(session) {
      await link(session.sessionId);
      await command({ kind: 'attach', session });
    },
    async detach(sessionId) {
      sessions.delete(sessionId);
      await command({ kind: 'detach', sessionId });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
