import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** What a client of a group writes, and what the least that can stand between two of them does to it. */
export type GroupCodec = {
  readonly subprotocol: string;
  readonly binary: boolean;
  /** A request to send bytes to a group, without an acknowledgement. */
  readonly encodeSend: (group: string, payload: Buffer) => Buffer;
  /** The frame that the members of the group get. */
  readonly forward: (request: Buffer) => Buffer;
};

const { LengthDelimited } = WireType;

export const groupCodecs = {
  json: {
    subprotocol: 'json.webpubsub.azure.v1',
    binary: false,
    encodeSend: (group, payload) =>
      toJson({ type: 'sendToGroup', group, dataType: 'binary', data: payload.toString('base64') }),
    forward: (request) => {
      const { group, dataType, data } = JSON.parse(request.toString()) as Record<string, string>;
      return toJson({ type: 'message', from: 'group', group, dataType, data });
    },
  },
  protobuf: {
    subprotocol: 'protobuf.webpubsub.azure.v1',
    binary: true,
    encodeSend: (group, payload) => {
      const writer = new BinaryWriter().tag(1, LengthDelimited).fork();
      writer.tag(1, LengthDelimited).string(group);
      writer.tag(3, LengthDelimited).fork().tag(2, LengthDelimited).bytes(payload).join();
      return toBuffer(writer.join());
    },
    forward: (request) => {
      const { group, data } = readSend(request);
      const writer = new BinaryWriter().tag(2, LengthDelimited).fork();
      writer.tag(1, LengthDelimited).string('group').tag(2, LengthDelimited).string(group);
      return toBuffer(writer.tag(3, LengthDelimited).bytes(data).join());
    },
  },
} as const satisfies Record<string, GroupCodec>;

export type GroupEncoding = keyof typeof groupCodecs;
export const groupEncodings = ['json', 'protobuf'] as const satisfies readonly GroupEncoding[];

const toJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function toBuffer(writer: BinaryWriter): Buffer {
  const { buffer, byteOffset, byteLength } = writer.finish();
  return Buffer.from(buffer, byteOffset, byteLength);
}

function readSend(request: Buffer): { group: string; data: Uint8Array } {
  const outer = new BinaryReader(request);
  outer.tag();
  const reader = new BinaryReader(outer.bytes());
  let group = '';
  let data: Uint8Array = new Uint8Array();
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) group = reader.string();
    else if (field === 3) data = reader.bytes();
    else reader.skip(wireType, field);
  }
  return { group, data };
}
