import type { ServerResponse } from 'node:http';
import type { CallResult } from './contract.ts';
import { toSetCookie } from './setCookie.ts';

const bodyless = new Set([204, 205, 304]);

/** Throws, before anything is sent, for what cannot be sent: the caller answers 500. */
export function sendResponse(response: ServerResponse, { returnValue }: CallResult): void {
  const http = returnValue?.http;
  if (!http) {
    if (returnValue) throw new Error('The function returned something that is not an HTTP response.');
    response.writeHead(204).end();
    return;
  }
  response.statusCode = Number(http.statusCode ?? 200);
  for (const [name, value] of Object.entries(http.headers ?? {})) response.setHeader(name, value);
  for (const cookie of http.cookies ?? []) response.appendHeader('set-cookie', toSetCookie(cookie));

  const body = http.body?.bytes ?? Buffer.from(http.body?.string ?? '');
  // Written before the end, so that the body goes out chunked: the host adds no Content-Length either.
  if (body.length > 0 && !bodyless.has(response.statusCode)) response.write(body);
  response.end();
}
