import {
  WebPubSubClient,
  type WebPubSubClientProtocol,
  WebPubSubJsonReliableProtocol,
} from '@azure/web-pubsub-client';
import { withDirectFrames } from './directFrames.ts';
import { withPlainFrames } from './plainFrames.ts';
import { leapingId, withQuickAcks } from './quickAcks.ts';

/** One connection to Web PubSub, from a client URL to its end. It never asks for a second URL. */
export type PubSubClient = {
  /** Best effort: what cannot be sent now is lost. */
  send(group: string, data: ArrayBuffer | object): void;
  /** Resolves when the control plane has handled the event; rejects when the connection is not up. */
  sendEvent(name: string, data?: object): Promise<void>;
  /** No handler is called after it. */
  stop(): void;
};

export type PubSubHandlers = {
  /** `data` is an ArrayBuffer for binary messages, the parsed value for json. */
  readonly onMessage: (group: string, data: unknown) => void;
  readonly onUp: () => void;
  /** The socket broke and a new one is being tried for the same connection; again for each further try. */
  readonly onBroken: () => void;
  /** The connection is over: a new URL is needed. Called once. */
  readonly onDown: () => void;
};

export type CreatePubSubClient = (url: string, handlers: PubSubHandlers) => PubSubClient;

export const createPubSubClient: CreatePubSubClient = (url, handlers) => {
  let isStopped = false;
  const unlessStopped =
    <A extends unknown[]>(handler: (...args: A) => void) =>
    (...args: A): void => {
      if (!isStopped) handler(...args);
    };
  const client = new WebPubSubClient(url, {
    protocol: observedProtocol(() => {
      // A client that is stopped in the middle of a recovery goes on trying. This ends it.
      if (isStopped) throw new Error('The client was stopped.');
      handlers.onBroken();
    }),
    autoReconnect: false,
    messageRetryOptions: { maxRetries: 0 },
  });
  const onDown = unlessStopped(() => {
    isStopped = true;
    handlers.onDown();
  });
  client.on('connected', unlessStopped(handlers.onUp));
  client.on('stopped', onDown);
  client.on(
    'group-message',
    unlessStopped(({ message }) => handlers.onMessage(message.group, message.data)),
  );
  const sendBytes = withDirectFrames(client, {
    onBytes: unlessStopped(handlers.onMessage),
    bookId: leapingId,
  });
  client.start().then(() => {
    if (isStopped) client.stop();
  }, onDown);

  return {
    send(group, data) {
      const dataType = data instanceof ArrayBuffer ? 'binary' : 'json';
      const direct = data instanceof ArrayBuffer ? sendBytes(group, data, false) : undefined;
      const sent = direct ?? client.sendToGroup(group, data, dataType, { fireAndForget: true });
      sent.catch(() => {
        // Not connected: the viewer sends again what matters.
      });
    },
    async sendEvent(name, data = {}) {
      await client.sendEvent(name, data, 'json');
    },
    stop() {
      isStopped = true;
      client.stop();
    },
  };
};

/**
 * The client says nothing while it recovers a broken connection, which may take 30 seconds. But it reads the
 * subprotocol's name for every socket that it opens, and every one after the first is a recovery.
 */
function observedProtocol(onFurtherSocket: () => void): WebPubSubClientProtocol {
  const reliable = withQuickAcks(withPlainFrames(WebPubSubJsonReliableProtocol()));
  let isFirst = true;
  return {
    get name() {
      if (!isFirst) onFurtherSocket();
      isFirst = false;
      return reliable.name;
    },
    isReliableSubProtocol: true,
    parseMessages: (input) => reliable.parseMessages(input),
    writeMessage: (message) => reliable.writeMessage(message),
  };
}
