import { limits } from '../shared/contracts/limits.ts';
import { sessionList } from '../shared/contracts/session.ts';
import { sameResource } from '../shared/fleet/resourceId.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import { monitoringFault } from '../shared/network/sessionMonitoring.ts';
import { continueRefresh, type Refreshed, refreshSessions } from '../shared/sessions/refreshSessions.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { mayDisconnectNow, mayList, toResources } from './http/bastionSessions.ts';
import type { Answer } from './http/endpoint.ts';
import { blockedByRules, mayReadRules } from './http/networkRules.ts';
import { type Call, serveArm } from './http/route.ts';

serveArm('refreshSessions', {
  methods: ['POST'],
  route: `${bastionRoute}/getActiveSessions`,
  contract: {
    summary: 'Ask the relays who is connected now; 202 when that takes longer',
    answer: sessionList,
  },
  rights: mayList,
  handle: async (call) => {
    const bastion = await requireBastion(call.deps.fleet, bastionScope(call.params));
    const fault = await monitoringFault(call.deps, bastion);
    if (fault !== undefined) throw (await mayReadRules(call, bastion)) ? fault : blockedByRules();
    const targets = await call.deps.fleet.targets();
    const own = targets.filter((target) => sameResource(target.bastionId, bastion.resourceId));
    const refreshed = await refreshSessions(call.deps, {
      bastionId: bastion.resourceId,
      principalId: call.caller.principalId,
      relayIds: [...new Set(own.map((target) => target.relayId))],
      patienceMs: wantsToPoll(call) ? 0 : limits.refreshPatienceMs,
    });
    return await toAnswer(call, refreshed);
  },
});

serveArm('getRefresh', {
  methods: ['GET'],
  route: `${bastionRoute}/getActiveSessions/operationResults/{operationId:guid}`,
  contract: { summary: 'Come back for a refresh that was answered with 202', answer: sessionList },
  rights: mayList,
  handle: async (call) => {
    const refreshed = await continueRefresh(call.deps, {
      operationId: call.params.operationId?.toLowerCase() ?? '',
      bastionId: bastionScope(call.params),
      principalId: call.caller.principalId,
    });
    return await toAnswer(call, refreshed);
  },
});

/** RFC 7240. */
const wantsToPoll = ({ request }: Call): boolean =>
  /(?:^|[,;])\s*respond-async\s*(?:$|[,;])/i.test(request.headers.get('prefer') ?? '');

async function toAnswer(call: Call, refreshed: Refreshed): Promise<Answer> {
  if ('operationId' in refreshed) return accepted(call, refreshed.operationId);
  const value = toResources(call, refreshed.sessions, await mayDisconnectNow(call));
  return { jsonBody: { value, unansweredRelays: refreshed.unansweredRelays } };
}

/** Root-relative, for the reasons of `nextLink`; the version of the call goes with it, for clients that add none. */
function accepted({ request, params }: Call, operationId: string): Answer {
  const version = [...request.query].find(([name]) => name.toLowerCase() === 'api-version')?.[1] ?? '';
  const path = `${bastionScope(params)}/getActiveSessions/operationResults/${operationId}`;
  const location = `${encodeURI(path)}?api-version=${encodeURIComponent(version)}`;
  return { status: 202, headers: { location, 'retry-after': '1' } };
}
