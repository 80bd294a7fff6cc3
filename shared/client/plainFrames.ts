import type { WebPubSubClientProtocol, WebPubSubMessage } from '@azure/web-pubsub-client';
import { shortFromBase64, shortToBase64 } from './base64.ts';

type SendToGroup = Extract<WebPubSubMessage, { kind: 'sendToGroup' }>;

/** Bytes that came from a group. */
export type PlainBytes = { readonly group: string; readonly sequenceId: number; readonly data: ArrayBuffer };

/** Bytes of a keystroke or an echo, not of a flood: what is longer is left to the library's own, faster tools. */
const shortBytes = 64;
const shortChars = 512;

const idStart = '{"sequenceId":';
const groupStart = ',"type":"message","from":"group","group":"';
const userStart = ',"fromUserId":"';
const dataStart = ',"dataType":"binary","data":"';
const end = '"}';

export type ToBase64 = (data: ArrayBuffer) => string;

/**
 * The reliable JSON protocol with a short way for a few bytes to a group. A person waits for each of these, and
 * what runs twenty times a second runs cold: there the library's way takes 50 µs, which is a tenth of a local echo.
 * `longToBase64` writes what is longer, where there is something better than what the library has for all platforms.
 */
export function withPlainFrames(
  protocol: WebPubSubClientProtocol,
  longToBase64?: ToBase64,
): WebPubSubClientProtocol {
  return {
    get name() {
      return protocol.name;
    },
    isReliableSubProtocol: protocol.isReliableSubProtocol,
    parseMessages: (input) => protocol.parseMessages(input),
    writeMessage: (message) =>
      (message.kind === 'sendToGroup' ? writePlain(message, longToBase64) : undefined) ??
      protocol.writeMessage(message),
  };
}

/**
 * A few bytes from a group as the service writes them, to the letter: cut out of the text, which is quicker than to
 * parse it. Undefined for all else, also where a group or user has a name that JSON writes in another way.
 */
export function readPlain(input: unknown): PlainBytes | undefined {
  if (typeof input !== 'string' || input.length > shortChars) return undefined;
  if (!input.startsWith(idStart) || !input.endsWith(end) || input.includes('\\')) return undefined;
  const idEnd = input.indexOf(',', idStart.length);
  if (!input.startsWith(groupStart, idEnd)) return undefined;
  const groupEnd = input.indexOf('"', idEnd + groupStart.length);
  const at = skipUser(input, groupEnd + 1);
  if (!input.startsWith(dataStart, at)) return undefined;
  const data = shortFromBase64(input.slice(at + dataStart.length, -end.length));
  const sequenceId = Number(input.slice(idStart.length, idEnd));
  if (data === undefined || !Number.isSafeInteger(sequenceId)) return undefined;
  return { group: input.slice(idEnd + groupStart.length, groupEnd), sequenceId, data };
}

/** Who sent it is of no use here, and may be missing. */
function skipUser(input: string, at: number): number {
  return input.startsWith(userStart, at) ? input.indexOf('"', at + userStart.length) + 1 : at;
}

export function writePlain(message: SendToGroup, longToBase64?: ToBase64): string | undefined {
  const { group, noEcho, dataType, data, ackId, stream } = message;
  if (dataType !== 'binary' || ackId !== undefined || stream !== undefined) return undefined;
  if (!(data instanceof ArrayBuffer)) return undefined;
  const isShort = data.byteLength <= shortBytes;
  const encoded = isShort ? shortToBase64(new Uint8Array(data)) : longToBase64?.(data);
  if (encoded === undefined) return undefined;
  return `{"type":"sendToGroup","group":${JSON.stringify(group)},"noEcho":${noEcho},"dataType":"binary","data":"${encoded}"}`;
}
