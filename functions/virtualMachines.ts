import type { Target } from '../shared/fleet/fleet.ts';
import { resourceKey } from '../shared/fleet/resourceId.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { toVirtualMachine } from '../shared/fleet/toVirtualMachine.ts';
import {
  resourceGroupRoute,
  resourceGroupScope,
  scaleSetScope,
  subscriptionRoute,
  subscriptionScope,
  targetShapes,
} from './http/armPaths.ts';
import { createPowerReader, powerOf } from './http/powerOf.ts';
import { readable } from './http/readable.ts';
import { serveArm } from './http/route.ts';

const [machineShape, instanceShape] = targetShapes;
const machines = 'providers/Microsoft.Compute/virtualMachines';
const scaleSets = 'providers/Microsoft.Compute/virtualMachineScaleSets';

const lists = [
  ['listVirtualMachines', `${subscriptionRoute}/${machines}`, subscriptionScope, machineShape],
  ['listVirtualMachinesInGroup', `${resourceGroupRoute}/${machines}`, resourceGroupScope, machineShape],
  [
    'listScaleSetInstances',
    `${resourceGroupRoute}/${scaleSets}/{scaleSetName}/virtualMachines`,
    scaleSetScope,
    instanceShape,
  ],
] as const;

for (const [name, route, scope, shape] of lists) {
  serveArm(name, {
    methods: ['GET'],
    route,
    contract: { summary: 'The machines that the caller may read' },
    handle: async (call) => {
      const ofKind = (await call.deps.fleet.targets()).filter(
        (target) => isInstance(target) === (shape === instanceShape),
      );
      const shown = await readable(call, ofKind, {
        within: scope(call.params),
        action: `${shape.actions}/read`,
      });
      const power = createPowerReader(call.deps);
      const value = shown.map(async (target) => toVirtualMachine(target, await power(target)));
      return { jsonBody: { value: await Promise.all(value) } };
    },
  });
}

for (const shape of targetShapes) {
  serveArm(`getVirtualMachine${shape.suffix}`, {
    methods: ['GET'],
    route: shape.route,
    contract: { summary: 'One machine' },
    rights: (params) => [{ action: `${shape.actions}/read`, scope: shape.scope(params) }],
    handle: async (call) => {
      const target = await requireTarget(call.deps.fleet, shape.scope(call.params));
      return { jsonBody: toVirtualMachine(target, await powerOf(call.deps, target)) };
    },
  });
}

const setLists = [
  ['listScaleSets', `${subscriptionRoute}/${scaleSets}`, subscriptionScope],
  ['listScaleSetsInGroup', `${resourceGroupRoute}/${scaleSets}`, resourceGroupScope],
] as const;

for (const [name, route, scope] of setLists) {
  serveArm(name, {
    methods: ['GET'],
    route,
    contract: { summary: 'The scale sets that the caller may read' },
    handle: async (call) => {
      const sets = scaleSetsOf(await call.deps.fleet.targets());
      const action = 'Microsoft.Compute/virtualMachineScaleSets/read';
      const shown = await readable(call, sets, { within: scope(call.params), action });
      return { jsonBody: { value: shown.map(({ resourceId, ...set }) => ({ id: resourceId, ...set })) } };
    },
  });
}

const isInstance = ({ resourceId }: Target): boolean =>
  resourceKey(resourceId).includes('/virtualmachinescalesets/');

/** The scale sets that the fleet's instances belong to. */
function scaleSetsOf(targets: readonly Target[]) {
  const ids = new Map(
    targets.filter(isInstance).map((target) => {
      const resourceId = target.resourceId.split('/').slice(0, -2).join('/');
      return [resourceKey(resourceId), { resourceId, location: target.location }];
    }),
  );
  return [...ids.values()].map(({ resourceId, location }) => ({
    resourceId,
    name: resourceId.split('/').at(-1) ?? '',
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    location,
    properties: { provisioningState: 'Succeeded' },
  }));
}
