import { z } from 'zod';
import { explainAccess } from '../shared/access/authorize.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { bootLogOf } from '../shared/fleet/bootLog.ts';
import type { Target } from '../shared/fleet/fleet.ts';
import { portIdOf } from '../shared/fleet/keys.ts';
import { resourceKey } from '../shared/fleet/resourceId.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { toVirtualMachine } from '../shared/fleet/toVirtualMachine.ts';
import {
  resourceGroupRoute,
  resourceGroupScope,
  subscriptionRoute,
  subscriptionScope,
  targetShapes,
} from './http/armPaths.ts';
import { readQuery } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';

const machines = 'providers/Microsoft.Compute/virtualMachines';
const scaleSetMachines = 'providers/Microsoft.Compute/virtualMachineScaleSets/{scaleSetName}/virtualMachines';

/** A list shows what the caller may read: as in ARM it is filtered, not refused. */
const lists = [
  ['listVirtualMachines', `${subscriptionRoute}/${machines}`, subscriptionScope],
  ['listVirtualMachinesInGroup', `${resourceGroupRoute}/${machines}`, resourceGroupScope],
] as const;

for (const [name, route, scope] of lists) {
  serveArm(name, {
    methods: ['GET'],
    route,
    handle: (call) => list(call, `${scope(call.params)}/`, 'Microsoft.Compute/virtualMachines'),
  });
}

serveArm('listScaleSetInstances', {
  methods: ['GET'],
  route: `${resourceGroupRoute}/${scaleSetMachines}`,
  handle: (call) =>
    list(
      call,
      `${resourceGroupScope(call.params)}/providers/Microsoft.Compute/virtualMachineScaleSets/${call.params.scaleSetName}/`,
      'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    ),
});

async function list(call: Call, prefix: string, type: string) {
  const all = await call.deps.fleet.targets();
  const within = all.filter(
    ({ resourceId }) =>
      resourceKey(resourceId).startsWith(resourceKey(prefix)) && typeMatches(resourceId, type),
  );
  const value = [];
  for (const target of within) {
    const [decision] = await explainAccess(call.deps, call.caller, {
      actions: [`${type}/read`],
      scope: target.resourceId,
    });
    if (decision?.allowed === true) value.push(await present(call, target));
  }
  return { jsonBody: { value } };
}

const typeMatches = (resourceId: string, type: string): boolean =>
  resourceKey(resourceId).includes('/virtualmachinescalesets/') === type.includes('ScaleSets');

/** Power as the relay reported it last. */
async function present(call: Call, target: Target) {
  const relay = await call.deps.relays.get(target.relayId);
  const portId = portIdOf(call.deps.hash, target.resourceId);
  return toVirtualMachine(target, relay?.ports.find((port) => port.portId === portId)?.power);
}

const sasQuery = z.object({
  sasUriExpirationTimeInMinutes: z.coerce.number().int().min(1).max(1440).default(120),
});

for (const shape of targetShapes) {
  serveArm(`getVirtualMachine${shape.suffix}`, {
    methods: ['GET'],
    route: shape.route,
    rights: (params) => [{ action: `${shape.actions}/read`, scope: shape.scope(params) }],
    handle: async (call) => {
      const target = await requireTarget(call.deps.fleet, shape.scope(call.params));
      return { jsonBody: await present(call, target) };
    },
  });

  serveArm(`retrieveBootDiagnostics${shape.suffix}`, {
    methods: ['POST'],
    route: `${shape.route}/retrieveBootDiagnosticsData`,
    rights: (params) => [
      { action: `${shape.actions}/retrieveBootDiagnosticsData/action`, scope: shape.scope(params) },
    ],
    handle: async (call) => {
      const { sasUriExpirationTimeInMinutes } = readQuery(call.request, sasQuery);
      const target = await requireTarget(call.deps.fleet, shape.scope(call.params));
      const blob = bootLogOf(target);
      const expires = new Date(call.deps.now() + sasUriExpirationTimeInMinutes * 60_000);
      const url = blob === null ? undefined : await call.deps.bootDiagnostics.readUrl(blob, expires);
      if (url === undefined) throw noBootLog(target);
      return { jsonBody: { serialConsoleLogBlobUri: url } };
    },
  });
}

function noBootLog(target: Target): SallyportError {
  return new SallyportError(
    'BootDiagnosticsDisabled',
    `There is no boot log of '${target.name}' yet. Enable boot diagnostics, start the machine, and retry.`,
  );
}
