import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** An embedded message as it came: in one part, or in several that have to be merged, which is to concatenate them. */
export type Parts = readonly Uint8Array[];

type Values = {
  readonly string: string;
  readonly bytes: Uint8Array;
  readonly message: Parts;
  /** The number as text: it may exceed 2^53. */
  readonly uint64: string;
  readonly uint32: number;
  readonly bool: boolean;
  readonly map: ReadonlyMap<string, string>;
};
type Kind = keyof Values;
type Field = readonly [name: string, kind: Kind];

/** The fields of a proto3 message by number. */
export type MessageShape = Readonly<Record<number, Field>>;

export type MessageOf<S extends MessageShape> = {
  readonly [N in keyof S & number as S[N][0]]?: Values[S[N][1]];
};

export type OneofOf<S extends MessageShape> = {
  [N in keyof S & number]: { readonly field: S[N][0]; readonly value: Values[S[N][1]] };
}[keyof S & number];

/** Fields that are not in the shape or have another wire type are skipped. Throws when the bytes are not protobuf. */
export function readMessage<const S extends MessageShape>(parts: Parts, shape: S): MessageOf<S> {
  const reader = openParts(parts);
  const found: Record<string, unknown> = {};
  for (let field = nextField(reader, shape); field !== undefined; field = nextField(reader, shape)) {
    const [name, kind] = field;
    found[name] = readValue(reader, kind, found[name]);
  }
  return found as MessageOf<S>;
}

/** A message whose fields exclude each other: the last one counts. Undefined when there is none. */
export function readOneof<const S extends MessageShape>(parts: Parts, shape: S): OneofOf<S> | undefined {
  const reader = openParts(parts);
  let found: { readonly field: string; readonly value: unknown } | undefined;
  for (let field = nextField(reader, shape); field !== undefined; field = nextField(reader, shape)) {
    const [name, kind] = field;
    found = { field: name, value: readValue(reader, kind, found?.field === name ? found.value : undefined) };
  }
  return found as OneofOf<S> | undefined;
}

function openParts(parts: Parts): BinaryReader {
  const [first] = parts;
  return new BinaryReader(parts.length === 1 && first !== undefined ? first : Buffer.concat(parts));
}

function nextField(reader: BinaryReader, shape: MessageShape): Field | undefined {
  while (reader.pos < reader.len) {
    const [fieldNo, wireType] = reader.tag();
    const field = shape[fieldNo];
    if (field !== undefined && wireType === wireTypes[field[1]]) return field;
    reader.skip(wireType, fieldNo);
  }
  return undefined;
}

const wireTypes: Readonly<Record<Kind, WireType>> = {
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  message: WireType.LengthDelimited,
  uint64: WireType.Varint,
  uint32: WireType.Varint,
  bool: WireType.Varint,
  map: WireType.LengthDelimited,
};

/** Of a repeated field the last value counts, except that messages are merged and maps grow. */
function readValue(reader: BinaryReader, kind: Kind, earlier: unknown): Values[Kind] {
  switch (kind) {
    case 'string':
      return reader.string(true);
    case 'bytes':
      return reader.bytes();
    case 'message':
      return append(earlier as Uint8Array[] | undefined, reader.bytes());
    case 'uint64':
      return String(reader.uint64());
    case 'uint32':
      return reader.uint32();
    case 'bool':
      return reader.bool();
    case 'map':
      return addEntry(earlier as Map<string, string> | undefined, reader.bytes());
  }
}

function append(parts: Uint8Array[] = [], part: Uint8Array): Uint8Array[] {
  parts.push(part);
  return parts;
}

function addEntry(map = new Map<string, string>(), entry: Uint8Array): Map<string, string> {
  const { key = '', value = '' } = readMessage([entry], { 1: ['key', 'string'], 2: ['value', 'string'] });
  return map.set(key, value);
}
