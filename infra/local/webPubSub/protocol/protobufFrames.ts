import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Message } from './message.ts';
import { type DataType, type Payload, payloadBytes } from './payload.ts';
import type { AckError, Connected } from './systemMessage.ts';

const { LengthDelimited, Varint } = WireType;

/** Fields of a `DownstreamMessage`. */
const downstream = { ack: 1, data: 2, system: 3, pong: 4 } as const;
const system = { connected: 1, disconnected: 2 } as const;
const dataFields: Record<DataType, number> = { text: 1, binary: 2, protobuf: 3, json: 4 };

type Write = (writer: BinaryWriter) => BinaryWriter;

/** Who sent a message to a group is not part of this protocol. */
export function protobufMessage(message: Message): Buffer {
  return protobufForm(message).frame;
}

/** The sequence id is a field of the embedded message: what is there already is copied, not serialised again. */
export function sequencedProtobufMessage(message: Message, sequenceId: number): Buffer {
  const { data } = protobufForm(message);
  const id = new BinaryWriter().tag(4, Varint).uint64(sequenceId).finish();
  const head = new BinaryWriter().tag(downstream.data, LengthDelimited).uint32(data.length + id.length);
  return Buffer.concat([head.finish(), data, id]);
}

function protobufForm(message: Message): { readonly frame: Buffer; readonly data: Buffer } {
  if (message.protobuf === undefined) {
    const data = writeData(message).finish();
    const frame = finish(new BinaryWriter().tag(downstream.data, LengthDelimited).bytes(data));
    message.protobuf = { frame, data: frame.subarray(frame.length - data.length) };
  }
  return message.protobuf;
}

function writeData({ group, payload, metadata }: Message): BinaryWriter {
  const writer = new BinaryWriter();
  writeString(writer, 1, group === undefined ? 'server' : 'group');
  if (group !== undefined) writeString(writer, 2, group);
  embed(writer, 3, (data) => writePayload(data, payload));
  for (const [key, value] of Object.entries(metadata ?? {})) {
    embed(writer, 5, (entry) => writeString(writeString(entry, 1, key), 2, value));
  }
  return writer;
}

function writePayload(writer: BinaryWriter, payload: Payload): BinaryWriter {
  return writer.tag(dataFields[payload.dataType], LengthDelimited).bytes(payloadBytes(payload));
}

export const protobufPong: Buffer = finish(embed(new BinaryWriter(), downstream.pong, (pong) => pong));

export function protobufAck(ackId: string, error: AckError | undefined): Buffer {
  return toFrame(downstream.ack, (ack) => {
    ack.tag(1, Varint).uint64(ackId);
    if (error === undefined) return ack.tag(2, Varint).bool(true);
    return embed(ack, 3, (body) => writeString(writeString(body, 1, error.name), 2, error.message));
  });
}

export function protobufConnected({ connectionId, userId, reconnectionToken }: Connected): Buffer {
  return toSystemFrame(system.connected, (connected) => {
    writeString(connected, 1, connectionId);
    if (userId !== undefined) writeString(connected, 2, userId);
    return reconnectionToken === undefined ? connected : writeString(connected, 3, reconnectionToken);
  });
}

export function protobufDisconnected(reason: string): Buffer {
  return toSystemFrame(system.disconnected, (disconnected) => writeString(disconnected, 2, reason));
}

function toSystemFrame(field: number, write: Write): Buffer {
  return toFrame(downstream.system, (event) => embed(event, field, write));
}

function toFrame(field: number, write: Write): Buffer {
  return finish(embed(new BinaryWriter(), field, write));
}

function embed(writer: BinaryWriter, field: number, write: Write): BinaryWriter {
  return write(writer.tag(field, LengthDelimited).fork()).join();
}

function writeString(writer: BinaryWriter, field: number, text: string): BinaryWriter {
  return writer.tag(field, LengthDelimited).string(text);
}

function finish(writer: BinaryWriter): Buffer {
  const { buffer, byteOffset, byteLength } = writer.finish();
  return Buffer.from(buffer, byteOffset, byteLength);
}
