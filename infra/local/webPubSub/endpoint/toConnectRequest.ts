import type { IncomingMessage } from 'node:http';
import type { ConnectRequest } from '../hub/upstreamSession.ts';
import type { ClientClaims } from './accessTokens.ts';

export type ConnectFacts = {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  readonly claims: ClientClaims;
  readonly subprotocols: readonly string[];
};

/** What the application is told about an arriving client: everything but the credential that it came with. */
export function toConnectRequest({ request, query, claims, subprotocols }: ConnectFacts): ConnectRequest {
  return {
    userId: claims.userId,
    claims: claims.all,
    query: toQueryLists(query),
    headers: toHeaderLists(request),
    subprotocols,
  };
}

function toQueryLists(query: URLSearchParams): Record<string, string[]> {
  const names = [...new Set(query.keys())].filter((name) => name.toLowerCase() !== 'access_token');
  return Object.fromEntries(names.map((name) => [name, query.getAll(name)]));
}

function toHeaderLists({ headersDistinct }: IncomingMessage): Record<string, string[]> {
  const shown = Object.entries(headersDistinct).filter(([name]) => !isCredential(name));
  return Object.fromEntries(shown.map(([name, values]) => [name, values ?? []]));
}

const isCredential = (name: string): boolean =>
  name === 'authorization' || name.startsWith('x-asrs-internal-');
