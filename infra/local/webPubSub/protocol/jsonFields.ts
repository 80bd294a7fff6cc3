import { isBase64 } from './base64.ts';
import { MalformedFrame } from './clientRequest.ts';
import { jsonMembers } from './jsonMembers.ts';
import { limits } from './limits.ts';
import { type Metadata, toMetadata } from './metadata.ts';
import { isGroupName } from './names.ts';
import { emptyText, type Payload } from './payload.ts';
import { isProtobufAny } from './protobufAny.ts';

/** A JSON request: its members, and how they were written. */
export type JsonFrame = { readonly text: string; readonly fields: Readonly<Record<string, unknown>> };

export function readJsonFrame(text: string): JsonFrame {
  return { text, fields: readObject(text) };
}

function readObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedFrame('The message is not valid JSON.');
  }
  if (!isObject(value)) throw new MalformedFrame('A message is a JSON object.');
  return value;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null says as much as nothing. */
export const isAbsent = ({ fields }: JsonFrame, name: string): boolean =>
  fields[name] === undefined || fields[name] === null;

export function readGroup({ fields }: JsonFrame): string {
  const group = fields['group'];
  if (typeof group !== 'string' || !isGroupName(group)) throw new MalformedFrame('Invalid group name.');
  return group;
}

export function readNoEcho({ fields }: JsonFrame): boolean {
  const noEcho = fields['noEcho'] ?? false;
  if (typeof noEcho !== 'boolean') throw new MalformedFrame('noEcho is a boolean.');
  return noEcho;
}

export function readTtl({ fields }: JsonFrame): number {
  const ttl = fields['ttlSeconds'] ?? 0;
  if (typeof ttl !== 'number' || !Number.isInteger(ttl) || ttl < 0 || ttl > limits.maxTtlSeconds) {
    throw new MalformedFrame('ttlSeconds is a number from 0 to 300.');
  }
  return ttl;
}

const maxUint64 = 2n ** 64n - 1n;

export function readAckId(frame: JsonFrame): string | undefined {
  const ackId = frame.fields['ackId'] ?? undefined;
  if (ackId === undefined) return undefined;
  if (typeof ackId !== 'number') throw new MalformedFrame('ackId is a number.');
  const written = Number.isSafeInteger(ackId) ? String(ackId) : writtenValue(frame, 'ackId');
  if (!/^\d+$/.test(written) || (written.length > 15 && BigInt(written) > maxUint64)) {
    throw new MalformedFrame('ackId is an unsigned 64-bit integer.');
  }
  return written;
}

/** The documentation shows it quoted, the SDKs send a number. */
export function readSequenceId({ fields }: JsonFrame): number {
  const given = fields['sequenceId'];
  const sequenceId = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
  if (typeof sequenceId !== 'number' || !Number.isInteger(sequenceId) || sequenceId < 0) {
    throw new MalformedFrame('sequenceId is an unsigned integer.');
  }
  return sequenceId;
}

export function readMetadata(frame: JsonFrame): Metadata | undefined {
  const given = frame.fields['metadata'] ?? undefined;
  if (given === undefined) return undefined;
  if (!isObject(given)) throw new MalformedFrame('metadata is an object.');
  const pairs = jsonMembers(writtenValue(frame, 'metadata')).map(({ key, value }) => {
    const text: unknown = JSON.parse(value);
    if (typeof text !== 'string') throw new MalformedFrame('metadata holds strings.');
    return [key, text] as const;
  });
  const metadata = toMetadata(pairs);
  if (metadata === undefined) throw new MalformedFrame('metadata has a key or value that is not allowed.');
  return metadata;
}

export function readPayload(frame: JsonFrame, metadata: Metadata | undefined): Payload {
  const { data } = frame.fields;
  const dataType = frame.fields['dataType'] ?? 'json';
  if (typeof dataType !== 'string') throw new MalformedFrame('dataType is a string.');
  if (data === undefined && metadata !== undefined) return emptyText;
  switch (dataType.toLowerCase()) {
    case 'json':
      if (data === undefined || data === null) break;
      return { dataType: 'json', text: writtenValue(frame, 'data') };
    case 'text':
      if (typeof data !== 'string') break;
      return { dataType: 'text', text: data };
    case 'binary':
      return { dataType: 'binary', encoded: readBase64(data) };
    case 'protobuf':
      return { dataType: 'protobuf', encoded: readAny(data) };
    default:
      throw new MalformedFrame('Unknown dataType.');
  }
  throw new MalformedFrame('data does not match its dataType.');
}

function readBase64(data: unknown): string {
  if (typeof data !== 'string' || !isBase64(data)) throw new MalformedFrame('data is not base64.');
  return data;
}

function readAny(data: unknown): string {
  const encoded = readBase64(data);
  if (!isProtobufAny(Buffer.from(encoded, 'base64'))) throw new MalformedFrame('data is not protobuf.');
  return encoded;
}

/** As JSON.parse does, the last of repeated members counts. */
function writtenValue({ text }: JsonFrame, key: string): string {
  return jsonMembers(text).findLast((member) => member.key === key)?.value ?? 'null';
}
