import type { IncomingMessage } from 'node:http';

export type RequestUrl = { readonly path: string; readonly query: URLSearchParams };

/** Path as the client wrote it, still escaped; query decoded as a form, so that `+` is a space. */
export function readRequestUrl(request: IncomingMessage): RequestUrl {
  const [beforeFragment = ''] = (request.url ?? '/').split('#');
  const start = beforeFragment.indexOf('?');
  if (start === -1) return { path: beforeFragment, query: new URLSearchParams() };
  return {
    path: beforeFragment.slice(0, start),
    query: new URLSearchParams(beforeFragment.slice(start + 1)),
  };
}

/** The token of the query (whatever the case of its name) or of the Authorization header. */
export function readAccessToken(request: IncomingMessage, query: URLSearchParams): string | undefined {
  for (const [name, value] of query) {
    if (name.toLowerCase() === 'access_token' && value.trim() !== '') return value;
  }
  return readBearer(request);
}

export function readBearer(request: IncomingMessage): string | undefined {
  return /^bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
}
