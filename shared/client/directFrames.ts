import type { WebPubSubClient, WebPubSubClientProtocol, WebPubSubMessage } from '@azure/web-pubsub-client';
import { mayBePlain } from './plainFrames.ts';

type Bytes = { readonly group: string; readonly data: ArrayBuffer; readonly sequenceId: number };

/** What the client keeps to itself: how it opens a socket, and which sequence id it acknowledges next. */
type Inside = {
  _getWebSocketClientFactory?(): SocketFactory;
  readonly _sequenceId?: { tryUpdate?(sequenceId: number): number };
};
type SocketFactory = { create(url: string, subprotocol: string): Socket };
type Socket = {
  onmessage(handler: (data: unknown) => void): void;
  send(data: unknown): Promise<void>;
  isOpen(): boolean;
};

/**
 * Bytes to a group, without an acknowledgement. Resolves when they have left; rejects when they cannot. Undefined
 * where the client has to be asked: it has no open socket, or is not made as it is known here.
 */
export type SendBytes = (group: string, data: ArrayBuffer, noEcho: boolean) => Promise<void> | undefined;

/**
 * A short way past the client for bytes, in both directions: between `sendToGroup` and the socket are five promises,
 * between the socket and a listener a dozen closures, which is a tenth of a local echo where it runs cold. The
 * connection, its recovery, acknowledgements and duplicates remain the client's: each id is entered in its own book.
 * Few bytes that come are handed to `onBytes` and to no listener of the client.
 */
export function withDirectFrames(
  client: WebPubSubClient,
  protocol: WebPubSubClientProtocol,
  onBytes: (group: string, data: ArrayBuffer) => void,
): SendBytes {
  const inside = client as unknown as Inside;
  const factory = inside._getWebSocketClientFactory?.();
  const book = inside._sequenceId;
  if (factory === undefined || book?.tryUpdate === undefined) return () => undefined;
  const enter = book.tryUpdate.bind(book);
  let socket: Socket | undefined;

  const hand = (group: string, data: ArrayBuffer): void => {
    try {
      onBytes(group, data);
    } catch {
      // As the client does with its listeners: their faults must not end the connection.
    }
  };
  const take = (data: unknown): boolean => {
    const bytes = mayBePlain(data) ? readBytes(protocol.parseMessages(data)) : undefined;
    if (bytes === undefined) return false;
    const { group, sequenceId } = bytes;
    const ahead = enter(sequenceId);
    if (ahead > 0) hand(group, bytes.data);
    // Ids leap where the client shall acknowledge at once, see `withQuickAcks`.
    if (ahead > 1) socket?.send(protocol.writeMessage({ kind: 'sequenceAck', sequenceId })).catch(ignore);
    return true;
  };
  const open = (url: string, subprotocol: string): Socket => {
    const opened = factory.create(url, subprotocol);
    const listen = opened.onmessage.bind(opened);
    opened.onmessage = (handler) =>
      listen((data) => {
        if (!take(data)) handler(data);
      });
    socket = opened;
    return opened;
  };
  inside._getWebSocketClientFactory = () => ({ create: open });

  return (group, data, noEcho) => {
    if (socket?.isOpen() !== true) return undefined;
    return socket.send(
      protocol.writeMessage({ kind: 'sendToGroup', group, dataType: 'binary', data, noEcho }),
    );
  };
}

/** The client acknowledges them all once a second. */
const ignore = (): void => undefined;

function readBytes(message: WebPubSubMessage | WebPubSubMessage[] | null): Bytes | undefined {
  if (message === null || Array.isArray(message) || message.kind !== 'groupData') return undefined;
  const { group, data, sequenceId, stream } = message;
  if (!(data instanceof ArrayBuffer) || sequenceId === undefined || stream !== undefined) return undefined;
  return { group, data, sequenceId };
}
