import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Message } from './message.ts';
import type { Metadata } from './metadata.ts';
import { type DataType, payloadBytes } from './payload.ts';
import type { AckError, Connected } from './systemMessage.ts';

const { LengthDelimited, Varint } = WireType;

/** Fields of a `DownstreamMessage`. */
const downstream = { ack: 1, data: 2, system: 3, pong: 4 } as const;
const system = { connected: 1, disconnected: 2 } as const;
const payloadFields: Record<DataType, number> = { text: 1, binary: 2, protobuf: 3, json: 4 };

/** One for all frames: whoever takes its bytes leaves it empty. */
const writer = new BinaryWriter();

/** Who sent a message to a group is not part of this protocol. */
export function protobufMessage(message: Message): Buffer {
  message.protobuf ??= toDataFrame(message);
  return message.protobuf.frame;
}

/** The sequence id is a field of the embedded message: what is there already is copied, not serialised again. */
export function sequencedProtobufMessage(message: Message, sequenceId: number): Buffer {
  message.protobuf ??= toDataFrame(message);
  const { data } = message.protobuf;
  const id = writer.tag(4, Varint).uint64(sequenceId).finish();
  return Buffer.concat([toPrefix(downstream.data, data.length + id.length), data, id]);
}

/** The payload may be large, so it is copied once, between what comes before and after it. */
function toDataFrame({ group, payload, metadata }: Message): NonNullable<Message['protobuf']> {
  const bytes = payloadBytes(payload);
  const prefix = toPrefix(payloadFields[payload.dataType], bytes.length);
  writeString(1, group === undefined ? 'server' : 'group');
  if (group !== undefined) writeString(2, group);
  writer.tag(3, LengthDelimited).uint32(prefix.length + bytes.length);
  const before = writer.raw(prefix).finish();
  const after = toMetadata(metadata);
  const length = before.length + bytes.length + after.length;
  const frame = Buffer.concat([toPrefix(downstream.data, length), before, bytes, after]);
  return { frame, data: frame.subarray(frame.length - length) };
}

function toMetadata(metadata: Metadata = {}): Uint8Array {
  for (const [key, value] of Object.entries(metadata)) {
    embed(5, () => {
      writeString(1, key);
      writeString(2, value);
    });
  }
  return writer.finish();
}

const toPrefix = (field: number, length: number): Uint8Array =>
  writer.tag(field, LengthDelimited).uint32(length).finish();

export const protobufPong: Buffer = toFrame(downstream.pong, () => undefined);

export function protobufAck(ackId: string, error: AckError | undefined): Buffer {
  return toFrame(downstream.ack, () => {
    writer.tag(1, Varint).uint64(ackId);
    if (error === undefined) return void writer.tag(2, Varint).bool(true);
    embed(3, () => {
      writeString(1, error.name);
      writeString(2, error.message);
    });
  });
}

export function protobufConnected({ connectionId, userId, reconnectionToken }: Connected): Buffer {
  return toSystemFrame(system.connected, () => {
    writeString(1, connectionId);
    if (userId !== undefined) writeString(2, userId);
    if (reconnectionToken !== undefined) writeString(3, reconnectionToken);
  });
}

export function protobufDisconnected(reason: string): Buffer {
  return toSystemFrame(system.disconnected, () => writeString(2, reason));
}

function toSystemFrame(field: number, write: () => void): Buffer {
  return toFrame(downstream.system, () => embed(field, write));
}

function toFrame(field: number, write: () => void): Buffer {
  embed(field, write);
  const { buffer, byteOffset, byteLength } = writer.finish();
  return Buffer.from(buffer, byteOffset, byteLength);
}

function embed(field: number, write: () => void): void {
  writer.tag(field, LengthDelimited).fork();
  write();
  writer.join();
}

function writeString(field: number, text: string): void {
  writer.tag(field, LengthDelimited).string(text);
}
