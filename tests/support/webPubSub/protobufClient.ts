import type { GenerateClientTokenOptions } from '@azure/web-pubsub';
import { decodeDownstream, encodeUpstream } from './protobufSchema.ts';
import type { TestService } from './service.ts';
import { openWire, type WireClient } from './wireClient.ts';

export const protobuf = 'protobuf.webpubsub.azure.v1';
export const protobufReliable = 'protobuf.reliable.webpubsub.azure.v1';

export type ProtobufClient = WireClient & {
  readonly connectionId: string;
  readonly reconnectionToken: string;
  /** Sends an `UpstreamMessage` of these fields. */
  ask(fields: object): void;
  /** The next frame as the fields of a `DownstreamMessage`. */
  nextMessage(): Promise<Record<string, unknown>>;
};

/** A connected client of the hub `chat`, its greeting read. */
export async function joinWithProtobuf(
  service: TestService,
  subprotocol: string,
  token: GenerateClientTokenOptions = {},
): Promise<ProtobufClient> {
  const client = withProtobuf(await openWire(await service.url('chat', token), subprotocol));
  const { systemMessage } = await client.nextMessage();
  const { connectedMessage } = systemMessage as { connectedMessage: Record<string, string> };
  const { connectionId = '', reconnectionToken = '' } = connectedMessage;
  return { ...client, connectionId, reconnectionToken };
}

export async function recoverWithProtobuf(
  service: TestService,
  { connectionId, reconnectionToken }: ProtobufClient,
  subprotocol = protobufReliable,
): Promise<ProtobufClient> {
  const query = new URLSearchParams({
    awps_connection_id: connectionId,
    awps_reconnection_token: reconnectionToken,
  });
  const url = `ws://127.0.0.1:${service.port}/client/hubs/chat?${query.toString()}`;
  return { ...withProtobuf(await openWire(url, subprotocol)), connectionId, reconnectionToken };
}

function withProtobuf(client: WireClient): WireClient & Pick<ProtobufClient, 'ask' | 'nextMessage'> {
  return {
    ...client,
    ask: (fields) => client.send(encodeUpstream(fields)),
    nextMessage: async () => decodeDownstream(await client.next()),
  };
}
