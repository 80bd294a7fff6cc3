import type { IncomingMessage } from 'node:http';
import { limits } from '../protocol/limits.ts';
import { type Metadata, toMetadata } from '../protocol/metadata.ts';
import type { Payload } from '../protocol/payload.ts';
import { badRequest, RestError } from './restError.ts';

/** The declared length must be there and within the limit; nothing else is read. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const length = request.headers['content-length'] ?? '';
  if (!/^\d+$/.test(length) || Number(length) > limits.maxMessageBytes) {
    throw badRequest('Invalid Content-Length header.');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function readPayload(request: IncomingMessage): Promise<Payload> {
  const { type, charset } = readContentType(request);
  switch (type) {
    case 'text/plain':
      return { dataType: 'text', text: decode(await readBody(request), charset) };
    case 'application/json': {
      const text = decode(await readBody(request), charset);
      parseJson(text);
      return { dataType: 'json', text };
    }
    case 'application/octet-stream':
    case '':
      return { dataType: 'binary', encoded: await readBody(request) };
    default:
      throw unsupportedMediaType();
  }
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const { type, charset } = readContentType(request);
  if (type !== 'application/json') throw unsupportedMediaType();
  return parseJson(decode(await readBody(request), charset));
}

const unsupportedMediaType = (): RestError =>
  new RestError(415, 'Error.UnsupportedMediaType', 'The content type is not supported.');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('The request body is not a valid JSON.');
  }
}

function readContentType(request: IncomingMessage): { type: string; charset: string } {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').split(';');
  const charset = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)/i.exec(parameter)?.[1]);
  return { type: type.trim().toLowerCase(), charset: charset.find((name) => name !== undefined) ?? 'utf-8' };
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    throw badRequest(`The charset ${charset} is not supported.`);
  }
}

const metadataPrefix = 'x-webpubsub-metadata-';

/** Of repeated headers the last counts, and of a list its last part. */
export function readMetadata({ headersDistinct }: IncomingMessage): Metadata | undefined {
  const pairs = Object.entries(headersDistinct)
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, values]) => [name.slice(metadataPrefix.length), lastPart(values?.at(-1) ?? '')] as const);
  if (pairs.length === 0) return undefined;
  const metadata = toMetadata(pairs);
  if (metadata === undefined) throw badRequest('The metadata headers are not valid.');
  return metadata;
}

const lastPart = (value: string): string => value.slice(value.lastIndexOf(',') + 1).trim();
