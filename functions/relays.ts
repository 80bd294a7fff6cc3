import {
  heartbeatRequest,
  operationResult,
  type RelayConnectResponse,
} from '../shared/contracts/relayApi.ts';
import { bootLogOf } from '../shared/fleet/bootLog.ts';
import { portIdOf } from '../shared/fleet/keys.ts';
import { inParallel } from '../shared/sessions/inParallel.ts';
import { sessionsOfRelay } from '../shared/sessions/sessionsOfRelay.ts';
import { readBody } from './http/parse.ts';
import { type Call, serveRelay } from './http/route.ts';

serveRelay('connectRelay', {
  methods: ['POST'],
  route: 'relays/{relayId}/connect',
  handle: async ({ deps, relayId }) => {
    const ports = await portsOf(deps, relayId);
    const sessions = await sessionsOfRelay(deps, relayId);
    const answer: RelayConnectResponse = {
      connectionString: await deps.messaging.relayUrl({
        relayId,
        portIds: ports.map((port) => port.portId),
        sessionIds: sessions.map((session) => session.sessionId),
      }),
      ports,
      sessions,
    };
    return { jsonBody: answer };
  },
});

serveRelay('heartbeatRelay', {
  methods: ['PUT'],
  route: 'relays/{relayId}/heartbeat',
  handle: async ({ deps, relayId, request }) => {
    const body = await readBody(request, heartbeatRequest);
    // First of all: a hub that is down must not make the relay look lost.
    await deps.relays.put({ relayId, heartbeatTime: deps.now(), ...body });
    const sessions = await sessionsOfRelay(deps, relayId);
    const served = new Set(body.sessions.map((session) => session.sessionId));
    // Sessions that the relay does not serve yet: its connection may lack the right to, so grant it again.
    const missing = sessions.filter((session) => !served.has(session.sessionId));
    const { connectionId } = body;
    if (connectionId !== null) {
      await inParallel(missing, ({ sessionId }) => deps.messaging.link(connectionId, sessionId));
    }
    return { jsonBody: { sessions } };
  },
});

serveRelay('answerOperation', {
  methods: ['POST'],
  route: 'relays/{relayId}/operations/{operationId:guid}',
  handle: async ({ deps, relayId, request, params }) => {
    const result = await readBody(request, operationResult);
    await deps.operations.answer(params.operationId ?? '', relayId, result);
    return { status: 204 };
  },
});

async function portsOf(deps: Call['deps'], relayId: string): Promise<RelayConnectResponse['ports']> {
  const targets = await deps.fleet.targets();
  return targets
    .filter((target) => target.relayId === relayId)
    .map((target) => ({
      portId: portIdOf(deps.hash, target.resourceId),
      targetResourceId: target.resourceId,
      bootLog: bootLogOf(target),
    }));
}
