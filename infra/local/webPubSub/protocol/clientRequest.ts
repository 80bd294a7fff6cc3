import type { Metadata } from './metadata.ts';
import type { Payload } from './payload.ts';

/** What a client asks for, whatever protocol it speaks. An `ackId` is the number as written (it may exceed 2^53). */
export type ClientRequest =
  | { readonly type: 'joinGroup' | 'leaveGroup'; readonly group: string; readonly ackId: string | undefined }
  | SendToGroup
  | SendEvent
  | StreamStart
  | StreamData
  | StreamEnd
  | { readonly type: 'sequenceAck'; readonly sequenceId: number }
  | { readonly type: 'ping' };

export type SendToGroup = {
  readonly type: 'sendToGroup';
  readonly group: string;
  readonly ackId: string | undefined;
  readonly noEcho: boolean;
  readonly payload: Payload;
  readonly metadata: Metadata | undefined;
  readonly ttlSeconds: number;
};

export type SendEvent = {
  readonly type: 'event';
  readonly event: string;
  readonly ackId: string | undefined;
  readonly payload: Payload;
  readonly metadata: Metadata | undefined;
};

export type StreamStart = {
  readonly type: 'streamStart';
  readonly group: string;
  readonly noEcho: boolean;
  readonly streamId: string;
  readonly idleTimeoutMs: number;
};

export type StreamData = {
  readonly type: 'streamData';
  readonly streamId: string;
  /** Undefined in a sign of life. */
  readonly part: { readonly sequenceId: number; readonly payload: Payload } | undefined;
};

export type StreamEnd = {
  readonly type: 'streamEnd';
  readonly streamId: string;
  readonly error: { readonly message: string; readonly userErrorCode: string | undefined } | undefined;
};

/** A frame that the protocol does not allow: the connection is closed with this code. */
export class MalformedFrame extends Error {
  override readonly name = 'MalformedFrame';
  readonly closeCode: number;

  constructor(message: string, closeCode = 1007) {
    super(message);
    this.closeCode = closeCode;
  }
}
