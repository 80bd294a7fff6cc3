import type { WebPubSubClientProtocol, WebPubSubMessage } from '@azure/web-pubsub-client';

/** The client acknowledges at once when a sequence id is this far ahead of the one before. */
const leap = 300;
/** Messages after which it shall. The service gives up on a client at 1,000 or 16 MiB that it did not acknowledge. */
const everyMessages = 64;

/**
 * The client acknowledges what it received once a second, which a flood of output outruns: the service closes
 * the connection, for good. But it also does so whenever ids leap. So it is shown ids that leap after every
 * few messages, and what it writes is turned back.
 */
export function withQuickAcks(protocol: WebPubSubClientProtocol): WebPubSubClientProtocol {
  return {
    get name() {
      return protocol.name;
    },
    isReliableSubProtocol: protocol.isReliableSubProtocol,
    parseMessages: (input) => {
      const message = protocol.parseMessages(input);
      return Array.isArray(message) ? message.map(toLeaping) : message && toLeaping(message);
    },
    writeMessage: (message) => protocol.writeMessage(fromLeaping(message)),
  };
}

/** What the client is shown of the service's id. */
export const leapingId = (sequenceId: number): number =>
  sequenceId + leap * Math.floor(sequenceId / everyMessages);

function toLeaping(message: WebPubSubMessage): WebPubSubMessage {
  if (!('sequenceId' in message) || typeof message.sequenceId !== 'number') return message;
  message.sequenceId = leapingId(message.sequenceId); // nobody else has seen it yet
  return message;
}

function fromLeaping(message: WebPubSubMessage): WebPubSubMessage {
  if (message.kind !== 'sequenceAck') return message;
  const { sequenceId } = message;
  return { ...message, sequenceId: sequenceId - leap * Math.floor(sequenceId / (everyMessages + leap)) };
}
