import type { IncomingMessage } from 'node:http';
import type { RpcHttpRequest, Wrappable } from './contract.ts';
import type { RouteValues } from './routeTemplate.ts';

export class BodyTooLarge extends Error {}

/** The request as the host hands it to a function. */
export async function toRequestData(
  request: IncomingMessage,
  url: string,
  values: RouteValues,
  maxBodyBytes: number,
): Promise<RpcHttpRequest> {
  const bytes = await readBody(request, maxBodyBytes);
  return {
    method: request.method ?? 'GET',
    url,
    nullableHeaders: wrap(vouchForAddress(joinHeaders(request.rawHeaders), request.socket)),
    nullableQuery: wrap(joinQuery(new URL(url).searchParams)),
    nullableParams: wrap(values),
    ...(bytes ? { body: { bytes } } : {}),
  };
}

/**
 * Azure's front end appends the address that called it to X-Forwarded-For; what stands before, the caller
 * wrote. This host is the front end here.
 */
export function vouchForAddress(
  headers: Readonly<Record<string, string>>,
  socket: { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined },
): Record<string, string> {
  const address = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`;
  const before = headers['x-forwarded-for'];
  return { ...headers, 'x-forwarded-for': before === undefined ? address : `${before}, ${address}` };
}

/** Lower-case names; what is repeated is joined with a comma. */
export function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const joined = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    append(joined, name, name, rawHeaders[at + 1] ?? '');
  }
  return Object.fromEntries(joined);
}

/** `a=1&a=2&A=3` is one entry, `a` = `1,2,3`, as in the host. */
export function joinQuery(query: Iterable<readonly [string, string]>): Record<string, string> {
  const joined = new Map<string, string>();
  const spelling = new Map<string, string>();
  for (const [name, value] of query) {
    const key = spelling.get(name.toLowerCase()) ?? name;
    spelling.set(name.toLowerCase(), key);
    append(joined, key, key, value);
  }
  return Object.fromEntries(joined);
}

function append(joined: Map<string, string>, key: string, name: string, value: string): void {
  const before = joined.get(key);
  joined.set(name, before === undefined ? value : `${before},${value}`);
}

function wrap(values: Readonly<Record<string, string>>): Wrappable {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

/**
 * The host fills the body only when `Content-Length` announces one: a chunked body arrives empty, and that of a
 * GET or HEAD is dropped.
 */
async function readBody(request: IncomingMessage, maxBodyBytes: number): Promise<Buffer | undefined> {
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  if (announcedBytes > maxBodyBytes) throw new BodyTooLarge();
  if (announcedBytes === 0 || request.method === 'GET' || request.method === 'HEAD') {
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
