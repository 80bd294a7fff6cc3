import type { UserEventAnswer } from '../hub/upstreamSession.ts';
import { type Metadata, toMetadata } from '../protocol/metadata.ts';
import { emptyText, type Payload } from '../protocol/payload.ts';
import { isProtobufAny } from '../protocol/protobufAny.ts';

/** What the handler of a user event answered with a 2xx status: perhaps a message for the client. */
export function readUserEventAnswer(headers: Headers, body: Buffer): UserEventAnswer {
  const metadata = readMetadata(headers);
  if (body.length === 0) {
    return { reply: metadata === undefined ? undefined : { payload: emptyText, metadata } };
  }
  const payload = toPayload(headers.get('content-type'), body);
  if (payload === undefined) return { failed: 'The event handler answered with data that cannot be sent.' };
  return { reply: { payload, metadata } };
}

const metadataPrefix = 'x-webpubsub-metadata-';

function readMetadata(headers: Headers): Metadata | undefined {
  const pairs = [...headers]
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value]) => [name.slice(metadataPrefix.length), lastPart(value)] as const);
  return pairs.length === 0 ? undefined : toMetadata(pairs);
}

const lastPart = (value: string): string => value.slice(value.lastIndexOf(',') + 1).trim();

function toPayload(contentType: string | null, body: Buffer): Payload | undefined {
  const [type = ''] = (contentType ?? 'application/octet-stream').split(';');
  switch (type.trim().toLowerCase()) {
    case 'text/plain':
      return { dataType: 'text', text: body.toString() };
    case 'application/json':
      return isJson(body) ? { dataType: 'json', text: body.toString() } : undefined;
    case 'application/octet-stream':
      return { dataType: 'binary', encoded: body };
    case 'application/x-protobuf':
      return isProtobufAny(body) ? { dataType: 'protobuf', encoded: body } : undefined;
    default:
      return undefined;
  }
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}
