import { MalformedFrame, type StreamData, type StreamEnd, type StreamStart } from './clientRequest.ts';
import { isAbsent, isObject, type JsonFrame, readGroup, readNoEcho, readPayload } from './jsonFields.ts';

const defaultIdleTimeoutMs = 300_000;

/** `sendToGroup` with a `stream`: it sends nothing yet. */
export function readStreamStart(frame: JsonFrame): StreamStart {
  const stream = frame.fields['stream'];
  if (!isObject(stream)) throw new MalformedFrame('stream is an object.');
  const idleTimeoutMs = stream['idleTimeoutMs'] ?? defaultIdleTimeoutMs;
  if (typeof idleTimeoutMs !== 'number') throw new MalformedFrame('idleTimeoutMs is a number.');
  if (!['data', 'dataType', 'ackId'].every((name) => isAbsent(frame, name))) {
    throw new MalformedFrame('The start of a stream has no data and no ackId.');
  }
  return {
    type: 'streamStart',
    group: readGroup(frame),
    noEcho: readNoEcho(frame),
    streamId: readStreamId(stream),
    idleTimeoutMs,
  };
}

/** Without any member of a payload it only keeps the stream alive. */
export function readStreamData(frame: JsonFrame): StreamData {
  const streamId = readStreamId(frame.fields);
  const isKeepAlive = ['streamSequenceId', 'dataType', 'data'].every((name) => isAbsent(frame, name));
  if (isKeepAlive) return { type: 'streamData', streamId, part: undefined };
  const sequenceId = frame.fields['streamSequenceId'];
  if (typeof sequenceId !== 'number' || !Number.isInteger(sequenceId) || sequenceId < 0) {
    throw new MalformedFrame('streamSequenceId is an unsigned integer.');
  }
  if (isAbsent(frame, 'dataType')) throw new MalformedFrame('The data of a stream needs a dataType.');
  return { type: 'streamData', streamId, part: { sequenceId, payload: readPayload(frame, undefined) } };
}

export function readStreamEnd(frame: JsonFrame): StreamEnd {
  const streamId = readStreamId(frame.fields);
  if (isAbsent(frame, 'error')) return { type: 'streamEnd', streamId, error: undefined };
  const error = frame.fields['error'];
  if (!isObject(error)) throw new MalformedFrame('error is an object.');
  const message = readText(error, 'message');
  const userErrorCode = readText(error, 'userErrorCode');
  return { type: 'streamEnd', streamId, error: { message: message ?? '', userErrorCode } };
}

function readStreamId(fields: Readonly<Record<string, unknown>>): string {
  const streamId = fields['streamId'];
  if (typeof streamId !== 'string' || streamId === '') throw new MalformedFrame('streamId is a text.');
  return streamId;
}

function readText(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const text = fields[name] ?? undefined;
  if (text !== undefined && typeof text !== 'string') throw new MalformedFrame(`${name} is a text.`);
  return text;
}
