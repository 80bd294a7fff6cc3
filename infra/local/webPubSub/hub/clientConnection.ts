import type { LinkLabel } from '../admin/faults.ts';
import { type FrameFormat, frameFormats } from '../protocol/frameFormat.ts';
import { isRawBinary, type Message, rawFrame } from '../protocol/message.ts';
import type { Permissions } from '../protocol/permissions.ts';
import type { WireFormat } from '../protocol/subprotocols.ts';
import type { AckError } from '../protocol/systemMessage.ts';
import { type AckHistory, createAckHistory } from './ackHistory.ts';
import { createReplayBuffer, type ReplayBuffer } from './replayBuffer.ts';
import type { Transport } from './transport.ts';
import type { UpstreamSession } from './upstreamSession.ts';

export type ConnectionFacts = {
  readonly id: string;
  readonly hub: string;
  readonly userId: string | undefined;
  /** As it was agreed with the client; undefined for a raw one. */
  readonly subprotocol: string | undefined;
  readonly format: WireFormat;
  /** The secret that brings a reliable connection back; undefined on other protocols. */
  readonly reconnectionToken: string | undefined;
  readonly permissions: Permissions;
  readonly upstream: UpstreamSession;
};

export type ConnectionDeps = {
  readonly detachedMs: number;
  readonly now: () => number;
  readonly losesAck: (link: LinkLabel) => boolean;
  readonly onEnded: (connection: ClientConnection, reason: string) => void;
};

/**
 * A client as the service sees it. A reliable one outlives its socket: while detached it keeps its groups and
 * collects messages, until it comes back, is closed, falls too far behind or its time is over.
 */
export class ClientConnection {
  readonly facts: ConnectionFacts;
  readonly groups = new Set<string>();
  readonly acks: AckHistory = createAckHistory();
  readonly #deps: ConnectionDeps;
  /** Undefined for a raw client: it gets payloads and nothing else. */
  readonly #frames: FrameFormat | undefined;
  readonly #replay: ReplayBuffer | undefined;
  readonly #link: LinkLabel;
  #state: 'attached' | 'detached' | 'ended' = 'detached';
  #transport: Transport | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #greetsWhenRecovered = false;

  constructor(facts: ConnectionFacts, deps: ConnectionDeps) {
    this.facts = facts;
    this.#deps = deps;
    this.#frames = facts.format === 'raw' ? undefined : frameFormats[facts.format];
    this.#replay = facts.reconnectionToken === undefined ? undefined : createReplayBuffer();
    this.#link = { hub: facts.hub, connectionId: facts.id, userId: facts.userId };
  }

  get id(): string {
    return this.facts.id;
  }

  get state(): 'attached' | 'detached' | 'ended' {
    return this.#state;
  }

  get link(): LinkLabel {
    return this.#link;
  }

  get unacknowledged(): number {
    return this.#replay?.size ?? 0;
  }

  get lastSequenceId(): number {
    return this.#replay?.lastSequenceId ?? 0;
  }

  isUsing(transport: Transport): boolean {
    return this.#transport === transport;
  }

  /** The first socket gets the greeting; a later one takes over and gets what the client may have missed. */
  attach(transport: Transport, { recovered }: { recovered: boolean }): void {
    clearTimeout(this.#expiry);
    this.#transport?.abort();
    this.#transport = transport;
    this.#state = 'attached';
    if (!recovered || this.#greetsWhenRecovered) this.#greet();
    for (const { sequenceId, message } of this.#replay?.pending(this.#deps.now()) ?? []) {
      this.#sendSequenced(message, sequenceId);
    }
  }

  #greet(): void {
    const { id, userId, reconnectionToken } = this.facts;
    this.#sendControl(this.#frames?.connected({ connectionId: id, userId, reconnectionToken }));
  }

  /** The SDK goes on with the streams that it publishes when it is greeted, and not before. */
  greetWhenRecovered(): void {
    this.#greetsWhenRecovered = true;
  }

  send(message: Message): void {
    const frames = this.#frames;
    // Nothing but JSON can say that a stream is over.
    if (message.stream?.endOfStream === true && this.facts.format !== 'json') return;
    if (frames === undefined) return this.#transport?.send(rawFrame(message), isRawBinary(message));
    if (this.#replay === undefined) return this.#transport?.send(frames.message(message), frames.binary);
    if (this.#state === 'ended') return;
    const sequenceId = this.#replay.add(message, frames.size(message));
    if (sequenceId === undefined) return this.fail(1008, 'Too many messages are not acknowledged.');
    this.#sendSequenced(message, sequenceId);
  }

  #sendSequenced(message: Message, sequenceId: number): void {
    if (this.#frames === undefined) return;
    this.#transport?.send(this.#frames.sequencedMessage(message, sequenceId), this.#frames.binary);
  }

  acknowledge(sequenceId: number): void {
    this.#replay?.release(sequenceId);
  }

  /** Acks are not kept: one that is lost with its socket is answered `Duplicate` when the request is repeated. */
  ack(ackId: string, error?: AckError): void {
    if (this.#deps.losesAck(this.#link)) return;
    this.#sendControl(this.#frames?.ack(ackId, error));
  }

  pong(): void {
    this.#sendControl(this.#frames?.pong);
  }

  /** A frame of the connection's subprotocol that is neither numbered nor kept. */
  answer(frame: Buffer): void {
    this.#sendControl(frame);
  }

  #sendControl(frame: Buffer | undefined): void {
    if (frame !== undefined) this.#transport?.send(frame, this.#frames?.binary ?? false);
  }

  /** The socket is gone. Only a reliable connection may come back. */
  detach(reason: string): void {
    this.#transport = undefined;
    if (this.#replay === undefined) return this.end(reason);
    if (this.#state === 'ended') return;
    this.#state = 'detached';
    this.#expiry = setTimeout(() => this.end(reason), this.#deps.detachedMs);
  }

  pauseReading(): void {
    this.#transport?.pause();
  }

  resumeReading(): void {
    this.#transport?.resume();
  }

  /** Drops the socket without a goodbye. */
  drop(): void {
    this.#transport?.abort();
  }

  /** Asks a client to reconnect, as the service does before maintenance. */
  reload(message: string): void {
    this.#sendControl(this.#frames?.disconnected(message));
    this.#transport?.close(1001);
  }

  /** The application closes the connection: the client is told why, and cannot come back. */
  close(message: string, reason: string): void {
    this.#sendControl(this.#frames?.disconnected(message));
    this.#transport?.close(1000);
    this.end(reason);
  }

  /** The client broke a rule or cannot be served: close code and end. */
  fail(code: number, reason: string): void {
    this.#transport?.close(code, reason);
    this.end(reason);
  }

  end(reason: string): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#expiry);
    this.#transport = undefined;
    this.#deps.onEnded(this, reason);
  }
}
