import { type GenerateClientTokenOptions, WebPubSubServiceClient } from '@azure/web-pubsub';
import {
  startWebPubSub,
  type WebPubSub,
  type WebPubSubOptions,
} from '../../../infra/local/webPubSub/startWebPubSub.ts';
import { openWire, type WireClient } from './wireClient.ts';

export const json = 'json.webpubsub.azure.v1';
export const reliable = 'json.reliable.webpubsub.azure.v1';

/** Every group, both ways. */
export const anyGroup = ['webpubsub.joinLeaveGroup', 'webpubsub.sendToGroup'];

export type TestService = WebPubSub & {
  /** The service's own SDK client of one hub. */
  rest(hub: string): WebPubSubServiceClient;
  url(hub: string, options?: GenerateClientTokenOptions): Promise<string>;
  /** A connected client of the hub `chat`, its greeting read. */
  join(subprotocol: string, options?: GenerateClientTokenOptions): Promise<JoinedClient>;
  order(fault: object): Promise<unknown>;
  heal(): Promise<void>;
  connections(hub?: string): Promise<readonly ConnectionState[]>;
};

export type JoinedClient = WireClient & { readonly connectionId: string; readonly reconnectionToken: string };
type ConnectionState = {
  readonly connectionId: string;
  readonly userId: string | null;
  readonly state: string;
  readonly groups: readonly string[];
  readonly unacknowledged: number;
};

export async function startTestService(options: WebPubSubOptions = {}): Promise<TestService> {
  const service = await startWebPubSub({ port: 0, adminPort: 0, ...options });
  const admin = `http://127.0.0.1:${service.adminPort ?? 0}`;
  const rest = (hub: string) =>
    new WebPubSubServiceClient(service.connectionString, hub, {
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
    });
  const url = async (hub: string, token: GenerateClientTokenOptions = {}): Promise<string> =>
    (await rest(hub).getClientAccessToken(token)).url;
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const answer = await fetch(`${admin}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    ...service,
    rest,
    url,
    async join(subprotocol, token = {}) {
      const client = await openWire(await url('chat', token), subprotocol);
      const greeting = await client.nextJson();
      const { connectionId, reconnectionToken } = greeting;
      return { ...client, connectionId: String(connectionId), reconnectionToken: String(reconnectionToken) };
    },
    order: async (fault) => (await call('POST', '/faults', fault)).json(),
    heal: async () => void (await call('DELETE', '/faults')),
    async connections(hub = 'chat') {
      const answer = await call('GET', `/hubs/${hub}/connections`);
      return ((await answer.json()) as { connections: ConnectionState[] }).connections;
    },
  };
}
