import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ConnectionFacts } from '../hub/clientConnection.ts';
import type { ConnectRequest, Upstream, UpstreamSession } from '../hub/upstreamSession.ts';
import { isGroupName } from '../protocol/names.ts';
import { createPermissions } from '../protocol/permissions.ts';
import { parseRawMode, type RawMode } from '../protocol/rawMode.ts';
import { findSubprotocol } from '../protocol/subprotocols.ts';
import type { AccessTokens, ClientClaims } from './accessTokens.ts';
import { agreeSubprotocol } from './agreeSubprotocol.ts';
import { readOfferedSubprotocols } from './offeredSubprotocols.ts';
import { type RequestUrl, readAccessToken } from './requestUrl.ts';
import { toConnectRequest } from './toConnectRequest.ts';

export type AdmissionDeps = {
  readonly tokens: AccessTokens;
  readonly upstream: Upstream;
  readonly newConnectionId: () => string;
};

export type Arrival = {
  readonly request: IncomingMessage;
  readonly url: RequestUrl;
  readonly hub: string;
  readonly audiencePaths: readonly string[];
};

/** Everything that is settled before the upgrade is accepted. */
export type Admission = {
  readonly facts: ConnectionFacts;
  readonly groups: readonly string[];
  readonly rawMode: RawMode;
};

type Refusal = { readonly refused: number };

export async function admit(deps: AdmissionDeps, arrival: Arrival): Promise<Admission | Refusal> {
  const { request, url, hub, audiencePaths } = arrival;
  const token = readAccessToken(request, url.query);
  if (token === undefined) return { refused: 401 };
  const resource = { host: request.headers.host ?? '', paths: audiencePaths, anyCase: true } as const;
  const claims = await deps.tokens.verify(token, resource);
  if (claims === undefined) return { refused: 401 };
  const rawMode = parseRawMode(url.query);
  const offered = readOfferedSubprotocols(request);
  const mayBeRaw = !offered.some((name) => findSubprotocol(name) !== undefined);
  if (!claims.groups.every(isGroupName) || (mayBeRaw && rawMode === undefined)) return { refused: 400 };

  const id = deps.newConnectionId();
  const upstream = deps.upstream.openSession(hub, id);
  const connect = toConnectRequest({ request, query: url.query, claims, subprotocols: offered });
  const entry = { id, hub, upstream, claims, offered, connect };
  return askApplication(entry, rawMode ?? { mode: 'sendEvent' });
}

type Entry = {
  readonly id: string;
  readonly hub: string;
  readonly upstream: UpstreamSession;
  readonly claims: ClientClaims;
  readonly offered: readonly string[];
  readonly connect: ConnectRequest;
};

async function askApplication(entry: Entry, rawMode: RawMode): Promise<Admission | Refusal> {
  const { id, hub, upstream, claims, offered } = entry;
  const answer = await upstream.connect(entry.connect);
  if ('refused' in answer) return answer;
  const subprotocol = agreeSubprotocol(offered, answer.subprotocol);
  if ('refused' in subprotocol) return subprotocol;
  const { name, known } = subprotocol;
  const groups = answer.groups !== undefined && answer.groups.length > 0 ? answer.groups : claims.groups;
  const facts: ConnectionFacts = {
    id,
    hub,
    userId: (answer.userId ?? claims.userId) || undefined,
    subprotocol: name,
    format: known?.format ?? 'raw',
    reconnectionToken: known?.reliable === true ? randomBytes(32).toString('base64url') : undefined,
    permissions: createPermissions(answer.roles ?? claims.roles),
    upstream,
  };
  return { facts, groups, rawMode };
}
