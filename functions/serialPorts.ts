import type { HttpRequest } from '@azure/functions';
import type { AccessCheck } from '../shared/access/authorize.ts';
import {
  type ConnectRequest,
  type ConnectResponse,
  connectRequest,
  connectResponse,
} from '../shared/contracts/api.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { downGroup, liveGroup, upGroup } from '../shared/contracts/groups.ts';
import { limits } from '../shared/contracts/limits.ts';
import type { Target } from '../shared/fleet/fleet.ts';
import { portIdOf } from '../shared/fleet/keys.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { type Opened, openSession, reopenSession } from '../shared/sessions/openSession.ts';
import { serialPortParents } from './http/armPaths.ts';
import { readBody } from './http/parse.ts';
import { type Call, refuseAudited, serveArm } from './http/route.ts';

const connectAction = 'Microsoft.SerialConsole/serialPorts/connect/action';

for (const shape of serialPortParents) {
  serveArm(`connectSerialPort${shape.suffix}`, {
    methods: ['POST'],
    route: `${shape.route}/providers/Microsoft.SerialConsole/serialPorts/{port:regex(^0$)}/connect`,
    contract: { summary: 'Open the serial console', body: connectRequest, answer: connectResponse },
    rights: (params) => [{ action: connectAction, scope: shape.scope(params) }],
    handle: async (call) => {
      const target = await requireTarget(call.deps.fleet, shape.scope(call.params));
      await requireConsole(call, target);
      const body = await readBody(call.request, connectRequest);
      const opened = await open(call, target, body);
      return { jsonBody: await toAnswer(call, opened) };
    },
  });
}

/** Azure asks for both: the console, and the keys of the account that it writes its log to. */
const consoleRights = ({ resourceId, bootDiagnostics }: Target): readonly AccessCheck[] => [
  { action: connectAction, scope: resourceId },
  { action: 'Microsoft.Storage/storageAccounts/listKeys/action', scope: bootDiagnostics.storageAccountId },
];

/** Every gate before a byte moves: boot diagnostics and its account, a relay that is alive, a guest that runs. */
async function requireConsole(call: Call, target: Target): Promise<void> {
  const { enabled } = target.bootDiagnostics;
  if (!enabled) {
    throw new SallyportError(
      'BootDiagnosticsDisabled',
      `Azure Serial Console requires boot diagnostics to be enabled. Enable it for '${target.name}' and retry.`,
    );
  }
  await refuseAudited(call.deps, call.request, call.caller, consoleRights(target));
  const relay = await call.deps.relays.get(target.relayId);
  if (relay === undefined || call.deps.now() - relay.heartbeatTime > limits.relayLostSeconds * 1000) {
    throw new SallyportError(
      'RelayUnavailable',
      `The relay of '${target.name}' is not there. Start it and retry.`,
    );
  }
  const portId = portIdOf(call.deps.hash, target.resourceId);
  if (relay.ports.find((port) => port.portId === portId)?.power === 'stopped') {
    throw new SallyportError(
      'VirtualMachineNotRunning',
      `Azure Serial Console requires a virtual machine to be running. Start '${target.name}' and retry.`,
    );
  }
}

async function open(call: Call, target: Target, body: ConnectRequest): Promise<Opened> {
  const { caller, deps, request } = call;
  const resumeOffset = body.resumeOffset ?? null;
  if (body.sessionId !== undefined) {
    const { sessionId } = body;
    return await reopenSession(deps, {
      caller,
      sessionId,
      targetResourceId: target.resourceId,
      resumeOffset,
    });
  }
  return await openSession(deps, {
    caller,
    target,
    mode: body.mode,
    takeOver: body.takeOver,
    resumeOffset,
    sourceIpAddress: deps.sourceAddress(request.headers),
    language: body.language ?? languageOf(request),
    rights: consoleRights(target),
  });
}

const languageOf = (request: HttpRequest): string =>
  (request.headers.get('accept-language') ?? 'en').slice(0, 35);

async function toAnswer(call: Call, { session, ticket }: Opened): Promise<ConnectResponse> {
  const { sessionId, portId, mode } = session;
  return {
    connectionString: await call.deps.messaging.viewerUrl({ sessionId, ticket, portId, mode }),
    sessionId,
    mode,
    groups: { live: liveGroup(portId), down: downGroup(sessionId), up: upGroup(sessionId) },
  };
}
