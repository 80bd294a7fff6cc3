import type { StreamData, StreamEnd, StreamStart } from '../protocol/clientRequest.ts';
import { createMessage, type StreamFailure, type StreamPart } from '../protocol/message.ts';
import { emptyText, type Payload } from '../protocol/payload.ts';
import { type StreamRefusal, streamFrames } from '../protocol/streamFrames.ts';
import type { ClientConnection } from './clientConnection.ts';
import type { Hub } from './hub.ts';

type OpenStream = {
  readonly start: StreamStart;
  readonly idle: NodeJS.Timeout;
  expectedSequenceId: number;
};

/** What a timer can wait for. */
const maxTimeoutMs = 2 ** 31 - 1;

/** The streams that one connection publishes to groups. They outlive its sockets, not the connection. */
export class GroupStreams {
  readonly #hub: Hub;
  readonly #connection: ClientConnection;
  readonly #streams = new Map<string, OpenStream>();

  constructor(hub: Hub, connection: ClientConnection) {
    this.#hub = hub;
    this.#connection = connection;
  }

  handle(request: StreamStart | StreamData | StreamEnd): void {
    if (request.type === 'streamStart') return this.#open(request);
    const stream = this.#streams.get(request.streamId);
    if (stream === undefined) return this.#refuse(request.streamId, notFound(request.streamId));
    if (request.type === 'streamData') return this.#receive(stream, request);
    const { error } = request;
    this.#close(stream, error === undefined ? undefined : { name: 'UserError', ...error });
    this.#connection.answer(streamFrames.closed(request.streamId));
  }

  /** The publisher is gone for good: who listens is told. */
  cancel(): void {
    for (const stream of this.#streams.values()) this.#close(stream, cancelled);
  }

  #open(start: StreamStart): void {
    const { streamId, idleTimeoutMs } = start;
    this.#connection.greetWhenRecovered();
    const refusal = this.#refusalOf(start);
    if (refusal !== undefined) return this.#refuse(streamId, refusal);
    const onIdle = (): void => this.#breakOff(stream, idleTimeout(streamId));
    const idle = setTimeout(onIdle, Math.min(idleTimeoutMs, maxTimeoutMs));
    const stream: OpenStream = { start, idle, expectedSequenceId: 1 };
    this.#streams.set(streamId, stream);
    this.#connection.answer(streamFrames.ack(streamId, 1));
  }

  #refusalOf({ streamId, group, idleTimeoutMs }: StreamStart): StreamRefusal | undefined {
    if (!this.#maySendTo(group)) return forbidden(group);
    if (this.#streams.has(streamId)) return badRequest(`The stream '${streamId}' is open.`);
    return idleTimeoutMs > 0 ? undefined : badRequest('idleTimeoutMs is more than 0.');
  }

  /** What was received before is confirmed again: the first confirmation may have been lost. */
  #receive(stream: OpenStream, { streamId, part }: StreamData): void {
    stream.idle.refresh();
    if (part === undefined) return;
    const { group } = stream.start;
    const expected = stream.expectedSequenceId;
    if (part.sequenceId > expected)
      return this.#connection.answer(streamFrames.invalidSequenceId(streamId, expected));
    if (part.sequenceId === expected) {
      if (!this.#maySendTo(group)) return this.#breakOff(stream, forbidden(group));
      stream.expectedSequenceId++;
      this.#publish(stream, part.payload, { streamId, streamSequenceId: expected });
    }
    this.#connection.answer(streamFrames.ack(streamId, stream.expectedSequenceId));
  }

  #breakOff(stream: OpenStream, error: StreamFailure & StreamRefusal): void {
    this.#close(stream, error);
    this.#refuse(stream.start.streamId, error);
  }

  #close(stream: OpenStream, error: StreamFailure | undefined): void {
    const { streamId } = stream.start;
    clearTimeout(stream.idle);
    this.#streams.delete(streamId);
    const streamSequenceId = stream.expectedSequenceId;
    this.#publish(stream, emptyText, { streamId, streamSequenceId, endOfStream: true, error });
  }

  #publish({ start }: OpenStream, payload: Payload, stream: StreamPart): void {
    const message = createMessage(payload, {
      group: start.group,
      fromUserId: this.#connection.facts.userId,
      stream,
    });
    this.#hub.publish(start.group, message, start.noEcho ? this.#connection : undefined);
  }

  #refuse(streamId: string, error: StreamRefusal): void {
    this.#connection.answer(streamFrames.closed(streamId, error));
  }

  #maySendTo(group: string): boolean {
    return this.#connection.facts.permissions.allows('sendToGroup', group);
  }
}

const cancelled: StreamFailure = { name: 'Cancelled', message: 'The publisher is gone.' };

const idleTimeout = (streamId: string) => ({
  name: 'IdleTimeout' as const,
  message: `The stream '${streamId}' was idle for too long.`,
});

const forbidden = (group: string) => ({
  name: 'Forbidden' as const,
  message: `The client does not have permission to send to group '${group}'.`,
});

const badRequest = (message: string): StreamRefusal => ({ name: 'BadRequest', message });

const notFound = (streamId: string): StreamRefusal => ({
  name: 'StreamNotFound',
  message: `The stream '${streamId}' is not open.`,
});
