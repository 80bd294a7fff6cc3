import type { Metadata } from './metadata.ts';
import { type Payload, payloadBytes, payloadJson } from './payload.ts';

/** Which part of which stream a message is. The last one ends the stream, and may say why. */
export type StreamPart = {
  readonly streamId: string;
  readonly streamSequenceId: number;
  readonly endOfStream?: true;
  readonly error?: StreamFailure | undefined;
};

export type StreamFailure = {
  readonly name: 'IdleTimeout' | 'Forbidden' | 'Cancelled' | 'UserError';
  readonly message: string;
  readonly userErrorCode?: string | undefined;
};

/** One message on its way to any number of receivers. Each protocol's bytes are made once, when first needed. */
export type Message = {
  readonly group: string | undefined;
  readonly fromUserId: string | undefined;
  readonly payload: Payload;
  readonly metadata: Metadata | undefined;
  readonly stream: StreamPart | undefined;
  /** When a detached reliable client need no longer get it. */
  readonly expiresAt: number | undefined;
  json: Buffer | undefined;
  /** Of a short message, instead of the bytes. */
  shortJson: string | undefined;
  /** The frame, and the part of it to which a sequence id can be added. */
  protobuf: { readonly frame: Buffer; readonly data: Buffer } | undefined;
  raw: Buffer | undefined;
};

export function createMessage(
  payload: Payload,
  origin: Partial<Pick<Message, 'group' | 'fromUserId' | 'metadata' | 'stream' | 'expiresAt'>> = {},
): Message {
  return {
    group: origin.group,
    fromUserId: origin.fromUserId,
    payload,
    metadata: origin.metadata,
    stream: origin.stream,
    expiresAt: origin.expiresAt,
    json: undefined,
    shortJson: undefined,
    protobuf: undefined,
    raw: undefined,
  };
}

/** Below this the text is put together anew for each receiver: a keystroke has one, and should not be copied twice. */
const shortChars = 512;

function shortJson(message: Message): string | undefined {
  const { payload } = message;
  const content = 'text' in payload ? payload.text : payload.encoded;
  if (content.length > shortChars) return undefined;
  message.shortJson ??= writeJson(message);
  return message.shortJson;
}

/** Bytes of the frame. */
export function jsonSize(message: Message): number {
  const text = shortJson(message);
  return text === undefined ? jsonFrame(message).length : Buffer.byteLength(text);
}

/** The frame of `json.webpubsub.azure.v1`. Consumers compare it byte for byte: order and absence of keys matter. */
export function jsonFrame(message: Message): Buffer {
  message.json ??= Buffer.from(writeJson(message));
  return message.json;
}

function writeJson({ group, fromUserId, payload, metadata, stream }: Message): string {
  let text = '{"type":"message","from":';
  text += group === undefined ? '"server"' : `"group","group":${JSON.stringify(group)}`;
  if (fromUserId !== undefined) text += `,"fromUserId":${JSON.stringify(fromUserId)}`;
  text += `,"dataType":"${payload.dataType}","data":${payloadJson(payload)}`;
  if (metadata !== undefined) text += `,"metadata":${JSON.stringify(metadata)}`;
  if (stream !== undefined) text += `,"stream":${JSON.stringify(stream)}`;
  return `${text}}`;
}

/** The reliable frame: the plain one with the sequence id in front, copied rather than serialised again. */
export function sequencedJsonFrame(message: Message, sequenceId: number): Buffer {
  const head = `{"sequenceId":${sequenceId},`;
  const text = shortJson(message);
  if (text !== undefined) return Buffer.from(head + text.slice(1));
  const plain = jsonFrame(message);
  const frame = Buffer.allocUnsafe(head.length + plain.length - 1);
  frame.write(head, 'latin1');
  plain.copy(frame, head.length, 1);
  return frame;
}

/** What a client without a subprotocol gets: the data alone. */
export function rawFrame(message: Message): Buffer {
  message.raw ??= payloadBytes(message.payload);
  return message.raw;
}

export const isRawBinary = ({ payload }: Message): boolean =>
  payload.dataType === 'binary' || payload.dataType === 'protobuf';
