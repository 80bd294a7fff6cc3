import { z } from 'zod';
import { limits } from '../shared/contracts/limits.ts';
import { machineAnswer } from '../shared/contracts/machineOperation.ts';
import {
  type GrantedLease,
  grantedLease,
  heartbeatRequest,
  heartbeatResponse,
  leaseRequest,
  operationResult,
  type RelayConnectResponse,
  type RelaySession,
  relayConnectResponse,
} from '../shared/contracts/relayApi.ts';
import { answerOperation } from '../shared/machines/endOperation.ts';
import { releaseLease, renewLease } from '../shared/relays/keepLease.ts';
import type { RelayLease } from '../shared/relays/relayLease.ts';
import { changedPorts, portsOf } from '../shared/relays/relayPorts.ts';
import { linkSessions, revokeLeft } from '../shared/relays/relayRights.ts';
import { takeLease } from '../shared/relays/takeLease.ts';
import { endUnrecorded } from '../shared/sessions/endUnrecorded.ts';
import { toOwnClock } from '../shared/sessions/relayClock.ts';
import { restoreServed } from '../shared/sessions/restoreSession.ts';
import { sessionsOfRelay, toRelaySession } from '../shared/sessions/sessionsOfRelay.ts';
import { readBody } from './http/parse.ts';
import { type Call, serveRelay } from './http/route.ts';

/** To `operate`, or to `report`. */
const operationAnswer = z.union([machineAnswer, operationResult]);

/**
 * Rights in a token make its URL longer, and servers stop reading at 16 KiB, some at 8. Sessions that have no
 * room are linked with the first heartbeat of the new connection.
 */
const tokenRoom = 20;

serveRelay('takeRelayLease', {
  methods: ['PUT'],
  route: 'relays/{relayId}/lease',
  contract: { summary: 'To be the relay, alone', body: leaseRequest, answer: grantedLease },
  keepsLease: true,
  handle: async ({ deps, relayId, request }) => {
    const asked = await readBody(request, leaseRequest);
    return { jsonBody: toGrant(deps, await takeLease(deps, { relayId, ...asked })) };
  },
});

serveRelay('releaseRelayLease', {
  methods: ['DELETE'],
  route: 'relays/{relayId}/lease',
  contract: { summary: 'A relay has stopped, and another may begin' },
  keepsLease: true,
  handle: async ({ deps, relayId, claim }) => {
    await releaseLease(deps, { relayId, claim });
    return { status: 204 };
  },
});

serveRelay('connectRelay', {
  methods: ['POST'],
  route: 'relays/{relayId}/connect',
  contract: { summary: 'What a relay has to hold, and its way to the hub', answer: relayConnectResponse },
  handle: async ({ deps, relayId, claim }) => {
    // Whatever was connected as this relay before is not it any more.
    await deps.messaging.closeRelay(relayId);
    const ports = portsOf({ ...deps, targets: await deps.fleet.targets() }, relayId);
    const sessions = await sessionsOfRelay(deps, relayId);
    const answer: RelayConnectResponse = {
      connectionString: await deps.messaging.relayUrl({
        relayId,
        fence: claim?.fence ?? 0,
        sessions: sessions.slice(0, tokenRoom),
      }),
      ports: [...ports],
      sessions,
    };
    return { jsonBody: answer };
  },
});

serveRelay('heartbeatRelay', {
  methods: ['PUT'],
  route: 'relays/{relayId}/heartbeat',
  contract: { summary: 'A relay lives', body: heartbeatRequest, answer: heartbeatResponse },
  keepsLease: true,
  handle: async ({ deps: all, relayId, request, claim }) => {
    const targets = await all.fleet.targets();
    // Read once: a fleet is a thousand machines, and a heartbeat comes every few seconds.
    const deps = { ...all, fleet: { ...all.fleet, targets: async () => targets } };
    const {
      leftPorts,
      unheldPorts = [],
      ...body
    } = await readBody(request, heartbeatRequest, limits.maxRelayBodyBytes);
    const { connectionId } = body;
    const lease = toGrant(deps, await renewLease(deps, { relayId, claim }));
    const before = await deps.relays.get(relayId);
    const isNew = before?.connectionId !== connectionId;
    const now = deps.now();
    const record = { relayId, heartbeatTime: now, ...toOwnClock(body, now) };
    // First of all: a hub that is down must not make the relay look lost. But a connection is known only once
    // it has its rights, so that the next heartbeat grants them when this one cannot.
    await deps.relays.put(isNew ? { ...record, connectionId: null } : record);
    await endUnrecorded(deps, relayId, body.sessions);
    const reported = body.sessions.map((session) => session.sessionId);
    const sessions = await sessionsToServe(deps, relayId, reported);
    const named = [...body.ports.map(({ portId }) => portId), ...unheldPorts];
    const answer = { sessions, lease, ...changedPorts(portsOf({ ...deps, targets }, relayId), named) };
    if (connectionId === null) return { jsonBody: answer };
    const served = new Set(isNew ? [] : reported);
    // Sessions that the relay does not serve yet: its connection may lack the right to, so grant it again.
    const unlinked = sessions.filter((session) => !served.has(session.sessionId));
    const rights = { messaging: deps.messaging, readSessions: () => sessionsOfRelay(deps, relayId) };
    // What belongs to another relay by now is left, too, whether the relay has heard of it or not.
    const gone = [...(leftPorts ?? []), ...(answer.lostPorts ?? [])];
    const returned = await revokeLeft(rights, { connectionId, leftPorts: gone, sessions });
    await linkSessions(rights, { connectionId, unlinked: [...unlinked, ...returned], sessions });
    if (isNew) {
      // What was on its way in when this relay took over: its token had been looked at before.
      await deps.messaging.closeRelay(relayId, connectionId);
      await deps.relays.put(record);
    }
    return { jsonBody: answer };
  },
});

serveRelay('answerOperation', {
  methods: ['POST'],
  route: 'relays/{relayId}/operations/{operationId:guid}',
  contract: { summary: 'A relay answers a command', body: operationAnswer },
  handle: async ({ deps, relayId, request, params }) => {
    const answer = await readBody(request, operationAnswer, limits.maxRelayBodyBytes);
    const { operationId = '' } = params;
    if ('status' in answer) await answerOperation(deps, { relayId, operationId, answer });
    else await deps.operations.answer(operationId, relayId, answer);
    return { status: 204 };
  },
});

/** What the relay serves and the table lost is restored first: the answer would have it dropped otherwise. */
async function sessionsToServe(
  deps: Call['deps'],
  relayId: string,
  served: readonly string[],
): Promise<readonly RelaySession[]> {
  const sessions = await sessionsOfRelay(deps, relayId);
  const known = new Set(sessions.map((session) => session.sessionId));
  const restored = await restoreServed(deps, { relayId, served, known });
  return [...sessions, ...restored.map(toRelaySession)];
}

const toGrant = (deps: Call['deps'], { fence, expiresAt }: RelayLease): GrantedLease => ({
  fence,
  forMs: Math.max(1, expiresAt - deps.now()),
});
