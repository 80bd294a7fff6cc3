import { z } from 'zod';
import { disconnectRequest, disconnectSessionsRequest, sessionStateRow } from '../shared/contracts/api.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { sessionList, sessionResource } from '../shared/contracts/session.ts';
import { bastionKey } from '../shared/fleet/keys.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import { monitoringFault } from '../shared/network/sessionMonitoring.ts';
import { disconnectOnce } from '../shared/sessions/disconnectOnce.ts';
import { type DisconnectOrder, disconnectSession } from '../shared/sessions/disconnectSession.ts';
import { parseFilter } from '../shared/sessions/filter/parseFilter.ts';
import { listSessions } from '../shared/sessions/listSessions.ts';
import { bastionKeyOf } from '../shared/sessions/sessionId.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { mayDisconnect, mayDisconnectNow, mayList, toResources } from './http/bastionSessions.ts';
import { nextLink } from './http/nextLink.ts';
import { readBody, readQuery } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';

const listQuery = z.object({
  /** docs/session-filters.md has the language. */
  $filter: z.string().optional(),
  $top: z.coerce.number().int().min(1).max(1000).default(1000),
  $skipToken: z.string().max(64).optional(),
  state: z.enum(['active', 'ended']).default('active'),
});

serveArm('listSessions', {
  methods: ['GET'],
  route: `${bastionRoute}/sessions`,
  contract: { summary: 'Sessions as last known, newest first', query: listQuery, answer: sessionList },
  rights: mayList,
  handle: async (call) => {
    const { $filter, $top: limit, $skipToken: after, state } = readQuery(call.request, listQuery);
    if (after !== undefined && !isOwnId(call, after)) throw invalidSkipToken();
    const bastionId = bastionScope(call.params);
    const filter = $filter === undefined || $filter.trim() === '' ? undefined : parseFilter($filter);
    // At once, since none waits for another's answer: a list takes little longer than its one query.
    const [page, mayEnd, isStale] = await Promise.all([
      listSessions(call.deps, { bastionId, state, limit, after, filter }),
      mayDisconnectNow(call),
      isMonitoringBlocked(call, bastionId),
    ]);
    const value = toResources(call, page.sessions, mayEnd);
    return {
      jsonBody: { value, ...nextLink(call.request, page.next), ...(isStale ? { stale: true } : {}) },
    };
  },
});

serveArm('getSession', {
  methods: ['GET'],
  route: `${bastionRoute}/sessions/{sessionId}`,
  contract: { summary: 'One session', answer: sessionResource },
  rights: mayList,
  handle: async (call) => {
    const sessionId = ownSessionId(call);
    const live = await call.deps.sessions.get(sessionId);
    const session = live?.value ?? (await call.deps.sessions.getEnded(sessionId));
    if (session === undefined) throw sessionNotFound();
    const [resource] = toResources(call, [session], await mayDisconnectNow(call));
    return { jsonBody: resource };
  },
});

serveArm('deleteSession', {
  methods: ['DELETE'],
  route: `${bastionRoute}/sessions/{sessionId}`,
  contract: {
    summary: 'Disconnect one session; 204 when it is over already',
    body: disconnectRequest,
    answer: sessionResource,
  },
  rights: mayDisconnect,
  rate: 'disconnect',
  handle: async (call) => {
    const { reason } = await readBody(call.request, disconnectRequest);
    const sessionId = ownSessionId(call);
    const before = await call.deps.sessions.get(sessionId);
    const ended = await disconnectSession(call.deps, sessionId, orderOf(call, reason));
    if (ended === undefined) throw sessionNotFound();
    if (before === undefined || before.value.state === 'Ended') return { status: 204 };
    const [resource] = toResources(call, [ended], false);
    return { jsonBody: resource };
  },
});

serveArm('disconnectSessions', {
  methods: ['POST'],
  route: `${bastionRoute}/disconnectActiveSessions`,
  contract: {
    summary: 'Disconnect a set of sessions: one row for each',
    body: disconnectSessionsRequest,
    answer: z.object({ value: z.array(sessionStateRow) }),
  },
  rights: mayDisconnect,
  rate: 'disconnect',
  handle: async (call) => {
    const { sessionIds, reason } = await readBody(call.request, disconnectSessionsRequest);
    await requireBastion(call.deps.fleet, bastionScope(call.params));
    const input = { ...orderOf(call, reason), sessionIds, requestId: requestIdOf(call) };
    return { jsonBody: { value: await disconnectOnce(call.deps, input) } };
  },
});

async function isMonitoringBlocked({ deps }: Call, bastionId: string): Promise<boolean> {
  const bastion = await requireBastion(deps.fleet, bastionId);
  return (await monitoringFault(deps, bastion)) !== undefined;
}

function orderOf(call: Call, reason: string | undefined): DisconnectOrder {
  const sourceIpAddress = call.deps.sourceAddress(call.request.headers);
  return { bastionId: bastionScope(call.params), caller: call.caller, sourceIpAddress, reason };
}

/** What the Azure SDKs send with each try of one call. */
function requestIdOf({ request }: Call): string | undefined {
  const id = request.headers.get('x-ms-client-request-id') ?? '';
  return /^[\w.-]{1,128}$/.test(id) ? id : undefined;
}

/** The id in the path, if it belongs to the bastion in the path: a foreign one does not exist here. */
function ownSessionId(call: Call): string {
  const sessionId = call.params.sessionId ?? '';
  if (!isOwnId(call, sessionId)) throw sessionNotFound();
  return sessionId;
}

const isOwnId = (call: Call, sessionId: string): boolean =>
  bastionKeyOf(sessionId) === bastionKey(call.deps.hash, bastionScope(call.params));

function invalidSkipToken(): SallyportError {
  return new SallyportError(
    'InvalidRequest',
    'This $skipToken was not issued here. Follow nextLink as it is, or list from the start.',
    { target: '$skipToken' },
  );
}

function sessionNotFound(): SallyportError {
  return new SallyportError(
    'SessionNotFound',
    'There is no such session at this bastion. Refresh the list.',
    { target: 'sessionId' },
  );
}
