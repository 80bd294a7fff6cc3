import { type ClientRequest, MalformedFrame, type SendEvent, type SendToGroup } from './clientRequest.ts';
import {
  isAbsent,
  type JsonFrame,
  readAckId,
  readGroup,
  readJsonFrame,
  readMetadata,
  readNoEcho,
  readPayload,
  readSequenceId,
  readTtl,
} from './jsonFields.ts';
import { isEventName } from './names.ts';
import { readStreamData, readStreamEnd, readStreamStart } from './parseStreamRequest.ts';

/** One text frame of `json.webpubsub.azure.v1` or its reliable sister. Throws only MalformedFrame. */
export function parseJsonRequest(text: string): ClientRequest {
  const frame = readJsonFrame(text);
  const type = frame.fields['type'];
  if (typeof type !== 'string') throw new MalformedFrame('A message needs a type.');
  switch (type.toLowerCase()) {
    case 'sendtogroup':
      return isAbsent(frame, 'stream') ? readSendToGroup(frame) : readStreamStart(frame);
    case 'event':
      return readEvent(frame);
    case 'joingroup':
      return { type: 'joinGroup', group: readGroup(frame), ackId: readAckId(frame) };
    case 'leavegroup':
      return { type: 'leaveGroup', group: readGroup(frame), ackId: readAckId(frame) };
    case 'sequenceack':
      return { type: 'sequenceAck', sequenceId: readSequenceId(frame) };
    case 'streamdata':
      return readStreamData(frame);
    case 'streamend':
      return readStreamEnd(frame);
    case 'ping':
      return { type: 'ping' };
    default:
      throw new MalformedFrame('Unknown message type.');
  }
}

function readSendToGroup(frame: JsonFrame): SendToGroup {
  const metadata = readMetadata(frame);
  return {
    type: 'sendToGroup',
    group: readGroup(frame),
    ackId: readAckId(frame),
    noEcho: readNoEcho(frame),
    payload: readPayload(frame, metadata),
    metadata,
    ttlSeconds: readTtl(frame),
  };
}

function readEvent(frame: JsonFrame): SendEvent {
  const event = frame.fields['event'];
  if (typeof event !== 'string' || !isEventName(event)) throw new MalformedFrame('Invalid event name.');
  const metadata = readMetadata(frame);
  return { type: 'event', event, ackId: readAckId(frame), payload: readPayload(frame, metadata), metadata };
}
