import { type AccessCheck, authorize, authorizeAll } from '../shared/access/authorize.ts';
import { type ConnectSshRequest, connectResponse, connectSshRequest } from '../shared/contracts/api.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { limits } from '../shared/contracts/limits.ts';
import { isOff } from '../shared/contracts/machineOperation.ts';
import type { Target } from '../shared/fleet/fleet.ts';
import { portIdOf } from '../shared/fleet/keys.ts';
import { parseResourceId, sameResource } from '../shared/fleet/resourceId.ts';
import { requireBastion, requireTarget } from '../shared/fleet/target.ts';
import { placeOf } from '../shared/locks/accessLock.ts';
import { requireUnlocked } from '../shared/locks/requireUnlocked.ts';
import { type Opened, openSession } from '../shared/sessions/openSession.ts';
import { reopenSession } from '../shared/sessions/reopenSession.ts';
import { bastionRoute, bastionScope } from './http/armPaths.ts';
import { languageOf } from './http/languageOf.ts';
import { readBody } from './http/parse.ts';
import { auditRefusal, type Call, serveArm } from './http/route.ts';
import { toConnectAnswer } from './http/toConnectAnswer.ts';

const mayReadBastion = (params: Call['params']): readonly AccessCheck[] => [
  { action: 'Microsoft.Network/bastionHosts/read', scope: bastionScope(params) },
];

/** Azure asks for Reader on all three: the bastion, the machine, and the interface that holds its address. */
serveArm('connectBastion', {
  methods: ['POST'],
  route: `${bastionRoute}/connect`,
  contract: {
    summary: 'Open an SSH session through the bastion',
    body: connectSshRequest,
    answer: connectResponse,
  },
  rights: mayReadBastion,
  rate: 'connect',
  handle: async (call) => {
    const body = await readBody(call.request, connectSshRequest);
    const target = await auditRefusal(call, body.targetResourceId, async () => {
      const found = await reachableTarget(call, body.targetResourceId);
      await requireUnlocked(call.deps, { caller: call.caller, place: placeOf(found) });
      await requireSsh(call, found);
      return found;
    });
    return { jsonBody: await toConnectAnswer(call, await open(call, target, body)) };
  },
});

const targetTypes = [
  'Microsoft.Compute/virtualMachines',
  'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
];

/** The rights come before the look: who may not read the machine does not learn whether there is one. */
async function reachableTarget({ deps, caller, params }: Call, id: string): Promise<Target> {
  const { type } = parseResourceId(id);
  if (!targetTypes.some((known) => sameResource(known, type))) throw notReachable(id);
  await authorize(deps, caller, { action: `${type}/read`, scope: id });
  const bastion = await requireBastion(deps.fleet, bastionScope(params));
  const target = await requireTarget(deps.fleet, id);
  if (!sameResource(target.bastionId, bastion.resourceId)) throw notReachable(id);
  await authorizeAll(deps, caller, sshRights(params, target));
  return target;
}

const sshRights = (params: Call['params'], target: Target): readonly AccessCheck[] => [
  ...mayReadBastion(params),
  { action: `${parseResourceId(target.resourceId).type}/read`, scope: target.resourceId },
  { action: 'Microsoft.Network/networkInterfaces/read', scope: target.networkInterfaceId },
];

function notReachable(id: string): SallyportError {
  return new SallyportError('InvalidRequest', `'${id}' is no machine behind this bastion.`, {
    target: 'targetResourceId',
  });
}

/** A relay that is alive, knows where the machine's SSH server is, and has not said that the machine is off. */
async function requireSsh({ deps }: Call, { name, relayId, resourceId }: Target): Promise<void> {
  const relay = await deps.relays.get(relayId);
  if (relay === undefined || deps.now() - relay.heartbeatTime > limits.relayLostSeconds * 1000) {
    const text = `The relay of '${name}' is not there. Start it and retry.`;
    throw new SallyportError('RelayUnavailable', text);
  }
  const port = relay.ports.find(({ portId }) => portId === portIdOf(deps.hash, resourceId));
  if (port?.hasSsh !== true) {
    const text = `'${name}' cannot be reached by SSH: its relay knows no address of it. Use the serial console.`;
    throw new SallyportError('SshNotAvailable', text);
  }
  if (isOff(port.power)) {
    throw new SallyportError('VirtualMachineNotRunning', `Start '${name}' and retry.`);
  }
}

async function open(call: Call, target: Target, body: ConnectSshRequest): Promise<Opened> {
  const { caller, deps, request } = call;
  const resumeOffset = body.resumeOffset ?? null;
  if (body.sessionId !== undefined) {
    const { sessionId, protocol } = body;
    const targetResourceId = target.resourceId;
    const back = { caller, sessionId, targetResourceId, protocol, resumeOffset };
    return await auditRefusal(call, targetResourceId, () => reopenSession(deps, back));
  }
  return await openSession(deps, {
    caller,
    target,
    protocol: body.protocol,
    mode: 'operator',
    takeOver: false,
    resumeOffset,
    record: body.record,
    sourceIpAddress: deps.sourceAddress(request.headers),
    language: body.language ?? languageOf(request),
    rights: sshRights(call.params, target),
  });
}
