import type { IncomingMessage, ServerResponse } from 'node:http';

export type Cors = {
  /** Exact origins such as `http://localhost:5173`, or `*`. */
  readonly origins: readonly string[];
};

/**
 * What the platform does in front of the app: says which origins may read the answer, and answers preflights
 * itself. True when the request was a preflight and is answered.
 */
export function applyCors({ origins }: Cors, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  // Whoever keeps an answer must not show it to another page, whichever asked first.
  response.setHeader('vary', 'Origin');
  if (origin === undefined) return false;
  const isAllowed = origins.includes('*') || origins.includes(origin);
  if (isAllowed) {
    response.setHeader('access-control-allow-origin', origins.includes('*') ? '*' : origin);
  }
  const wantedMethod = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || wantedMethod === undefined) return false;
  if (isAllowed) {
    response.setHeader('access-control-allow-methods', wantedMethod);
    const wantedHeaders = request.headers['access-control-request-headers'];
    if (wantedHeaders) response.setHeader('access-control-allow-headers', wantedHeaders);
  }
  response.writeHead(204).end();
  return true;
}
