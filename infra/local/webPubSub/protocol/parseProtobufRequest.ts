import { type ClientRequest, MalformedFrame, type SendEvent, type SendToGroup } from './clientRequest.ts';
import { limits } from './limits.ts';
import { type Metadata, toMetadata } from './metadata.ts';
import { isEventName, isGroupName } from './names.ts';
import { emptyText, type Payload } from './payload.ts';
import { isProtobufAny } from './protobufAny.ts';
import { type MessageOf, type Parts, readMessage, readOneof } from './readProtobuf.ts';

const upstreamMessage = {
  1: ['sendToGroup', 'message'],
  5: ['event', 'message'],
  6: ['joinGroup', 'message'],
  7: ['leaveGroup', 'message'],
  8: ['sequenceAck', 'message'],
  9: ['ping', 'message'],
} as const;

const sendToGroup = {
  1: ['group', 'string'],
  2: ['ackId', 'uint64'],
  3: ['data', 'message'],
  4: ['noEcho', 'bool'],
  5: ['ttlSeconds', 'uint32'],
  6: ['metadata', 'map'],
  7: ['stream', 'message'],
} as const;

const event = {
  1: ['event', 'string'],
  2: ['data', 'message'],
  3: ['ackId', 'uint64'],
  4: ['metadata', 'map'],
  5: ['stream', 'message'],
} as const;

const joinOrLeaveGroup = { 1: ['group', 'string'], 2: ['ackId', 'uint64'] } as const;

const sequenceAck = { 1: ['sequenceId', 'uint64'] } as const;

const messageData = {
  1: ['text', 'string'],
  2: ['binary', 'bytes'],
  3: ['protobuf', 'message'],
  4: ['json', 'string'],
} as const;

/** One binary frame of `protobuf.webpubsub.azure.v1` or its reliable sister. Throws only MalformedFrame. */
export function parseProtobufRequest(frame: Uint8Array): ClientRequest {
  try {
    return readRequest(frame);
  } catch (error) {
    if (error instanceof MalformedFrame) throw error;
    throw new MalformedFrame('The message is not valid protobuf.');
  }
}

function readRequest(frame: Uint8Array): ClientRequest {
  const request = readOneof([frame], upstreamMessage);
  switch (request?.field) {
    case 'sendToGroup':
      return toSendToGroup(readMessage(request.value, sendToGroup));
    case 'event':
      return toSendEvent(readMessage(request.value, event));
    case 'joinGroup':
    case 'leaveGroup': {
      const { group, ackId } = readMessage(request.value, joinOrLeaveGroup);
      return { type: request.field, group: toGroup(group), ackId };
    }
    case 'sequenceAck': {
      const { sequenceId = '0' } = readMessage(request.value, sequenceAck);
      return { type: 'sequenceAck', sequenceId: Number(sequenceId) };
    }
    case 'ping':
      readMessage(request.value, {});
      return { type: 'ping' };
    case undefined:
      throw new MalformedFrame('Unknown message type.');
  }
}

function toSendToGroup(fields: MessageOf<typeof sendToGroup>): SendToGroup {
  const { group, ackId, noEcho = false, ttlSeconds = 0 } = fields;
  if (ttlSeconds > limits.maxTtlSeconds) {
    throw new MalformedFrame('ttl_seconds is a number from 0 to 300.');
  }
  return { type: 'sendToGroup', group: toGroup(group), ackId, noEcho, ttlSeconds, ...toContent(fields) };
}

function toSendEvent(fields: MessageOf<typeof event>): SendEvent {
  const { event: name = '', ackId } = fields;
  if (!isEventName(name)) throw new MalformedFrame('Invalid event name.');
  return { type: 'event', event: name, ackId, ...toContent(fields) };
}

function toGroup(group = ''): string {
  if (!isGroupName(group)) throw new MalformedFrame('Invalid group name.');
  return group;
}

type Content = MessageOf<Pick<typeof sendToGroup, 3 | 6 | 7>>;

function toContent({ data, metadata: pairs, stream }: Content): {
  payload: Payload;
  metadata: Metadata | undefined;
} {
  // The schema can start a stream but has no message that could continue one.
  if (stream !== undefined) throw new MalformedFrame('Streams are not supported by this subprotocol.');
  const metadata = pairs === undefined ? undefined : toMetadata([...pairs]);
  if (pairs !== undefined && metadata === undefined) {
    throw new MalformedFrame('metadata has a key or value that is not allowed.');
  }
  return { payload: toPayload(data ?? [], metadata), metadata };
}

function toPayload(parts: Parts, metadata: Metadata | undefined): Payload {
  const data = readOneof(parts, messageData);
  switch (data?.field) {
    case 'text':
      return { dataType: 'text', text: data.value };
    case 'json':
      checkJson(data.value);
      return { dataType: 'json', text: data.value };
    case 'binary':
      return { dataType: 'binary', encoded: toBuffer(data.value) };
    case 'protobuf':
      return { dataType: 'protobuf', encoded: toAny(data.value) };
    case undefined:
      if (metadata === undefined) throw new MalformedFrame('A message needs data.');
      return emptyText;
  }
}

/** The text becomes part of other clients' JSON frames as it is. */
function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new MalformedFrame('json_data is not valid JSON.');
  }
}

function toAny(parts: Parts): Buffer {
  const bytes = Buffer.concat(parts);
  if (!isProtobufAny(bytes)) throw new MalformedFrame('protobuf_data is not valid protobuf.');
  return bytes;
}

const toBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
