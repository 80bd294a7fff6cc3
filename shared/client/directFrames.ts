import type { WebPubSubClient } from '@azure/web-pubsub-client';
import { readPlain, type ToBase64, writePlain } from './plainFrames.ts';

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

export type DirectFramesOptions = {
  readonly onBytes: (group: string, data: ArrayBuffer) => void;
  /** The id that the client shall know for one of the service's: they leap where it is acknowledged at once. */
  readonly bookId?: (sequenceId: number) => number;
  /** Without it, long frames are the client's to send. */
  readonly longToBase64?: ToBase64;
};

/**
 * Bytes to a group, without an acknowledgement. Resolves when they have left; rejects when they cannot. Undefined
 * where the client has to be asked: it has no open socket, the frame is long, or it is not made as it is known here.
 */
export type SendBytes = (group: string, data: ArrayBuffer, noEcho: boolean) => Promise<void> | undefined;

/**
 * A short way past the client for bytes, in both directions: between `sendToGroup` and the socket are five promises,
 * between the socket and a listener a dozen closures, which is a tenth of a local echo where it runs cold. The
 * connection, its recovery, acknowledgements and duplicates remain the client's: each id is entered in its own book.
 * Few bytes that come are handed to `onBytes` and to no listener of the client.
 */
export function withDirectFrames(client: WebPubSubClient, options: DirectFramesOptions): SendBytes {
  const { onBytes, bookId, longToBase64 } = options;
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
  const take = (input: unknown): boolean => {
    const bytes = readPlain(input);
    if (bytes === undefined) return false;
    const { group, sequenceId, data } = bytes;
    const ahead = enter(bookId?.(sequenceId) ?? sequenceId);
    if (ahead > 0) hand(group, data);
    if (ahead > 1) socket?.send(`{"type":"sequenceAck","sequenceId":${sequenceId}}`).catch(ignore);
    return true;
  };
  const open = (url: string, subprotocol: string): Socket => {
    const opened = factory.create(url, subprotocol);
    const listen = opened.onmessage.bind(opened);
    opened.onmessage = (handler) =>
      listen((input) => {
        if (!take(input)) handler(input);
      });
    socket = opened;
    return opened;
  };
  inside._getWebSocketClientFactory = () => ({ create: open });

  return (group, data, noEcho) => {
    if (socket?.isOpen() !== true) return undefined;
    const frame = writePlain({ kind: 'sendToGroup', group, dataType: 'binary', data, noEcho }, longToBase64);
    return frame === undefined ? undefined : socket.send(frame);
  };
}

/** The client acknowledges them all once a second. */
const ignore = (): void => undefined;
