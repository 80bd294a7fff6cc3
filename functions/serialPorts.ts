import type { AccessCheck } from '../shared/access/authorize.ts';
import { type ConnectRequest, connectRequest, connectResponse } from '../shared/contracts/api.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { limits } from '../shared/contracts/limits.ts';
import type { Target } from '../shared/fleet/fleet.ts';
import { portIdOf } from '../shared/fleet/keys.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { type Opened, openSession } from '../shared/sessions/openSession.ts';
import { reopenSession } from '../shared/sessions/reopenSession.ts';
import { serialPortParents } from './http/armPaths.ts';
import { languageOf } from './http/languageOf.ts';
import { readBody } from './http/parse.ts';
import { type Call, refuseAudited, serveArm } from './http/route.ts';
import { toConnectAnswer } from './http/toConnectAnswer.ts';

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
      return { jsonBody: await toConnectAnswer(call, opened) };
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
      protocol: 'Serial',
      mode: body.mode,
      takeOver: body.takeOver,
      resumeOffset,
    });
  }
  return await openSession(deps, {
    caller,
    target,
    protocol: 'Serial',
    mode: body.mode ?? 'operator',
    takeOver: body.takeOver,
    resumeOffset,
    sourceIpAddress: deps.sourceAddress(request.headers),
    language: body.language ?? languageOf(request),
    rights: consoleRights(target),
  });
}
