import { z } from 'zod';
import { type SerialPortResource, serialPortResource } from '../shared/contracts/api.ts';
import type { Target } from '../shared/fleet/fleet.ts';
import { portIdOf } from '../shared/fleet/keys.ts';
import { parseResourceId, resourceKey } from '../shared/fleet/resourceId.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { allActive } from '../shared/sessions/allActive.ts';
import { inParallel } from '../shared/sessions/inParallel.ts';
import { occupancyOf } from '../shared/sessions/portOccupancy.ts';
import type { Session } from '../shared/sessions/session.ts';
import { serialPortParents, subscriptionRoute, subscriptionScope } from './http/armPaths.ts';
import { powerOf } from './http/powerOf.ts';
import { readable } from './http/readable.ts';
import { type Call, serveArm } from './http/route.ts';

const ports = 'providers/Microsoft.SerialConsole/serialPorts';
const serialPortList = z.object({ value: z.array(serialPortResource) });

for (const shape of serialPortParents) {
  const rights = (params: Call['params']) => [
    { action: `${shape.actions}/read`, scope: shape.scope(params) },
  ];
  const read = async (call: Call): Promise<readonly SerialPortResource[]> => {
    const target = await requireTarget(call.deps.fleet, shape.scope(call.params));
    return await present(call, [target]);
  };
  serveArm(`getSerialPort${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/${ports}/{port:regex(^0$)}`,
    contract: { summary: 'State of a serial port, and who types there', answer: serialPortResource },
    rights,
    handle: async (call) => ({ jsonBody: (await read(call))[0] }),
  });

  serveArm(`listSerialPorts${shape.suffix}`, {
    methods: ['GET'],
    route: `${shape.route}/${ports}`,
    contract: { summary: "A machine's serial ports: there is one", answer: serialPortList },
    rights,
    handle: async (call) => ({ jsonBody: { value: await read(call) } }),
  });
}

serveArm('listSerialPortsInSubscription', {
  methods: ['GET'],
  route: `${subscriptionRoute}/${ports}`,
  contract: { summary: 'The serial ports of the machines that the caller may read', answer: serialPortList },
  withoutApiVersion: true,
  handle: async (call) => {
    const shown = await readable(call, await call.deps.fleet.targets(), {
      within: subscriptionScope(call.params),
      action: 'Microsoft.Compute/virtualMachines/read',
      actionOn: ({ resourceId }) => `${parseResourceId(resourceId).type}/read`,
    });
    return { jsonBody: { value: await present(call, shown) } };
  },
});

async function present(call: Call, targets: readonly Target[]): Promise<readonly SerialPortResource[]> {
  const bastions = [...new Set(targets.map(({ bastionId }) => resourceKey(bastionId)))];
  const sessions = (await inParallel(bastions, (id) => allActive(call.deps, id))).flat();
  return await inParallel(targets, (target) => toSerialPort(call, target, sessions));
}

async function toSerialPort(
  { deps }: Call,
  target: Target,
  sessions: readonly Session[],
): Promise<SerialPortResource> {
  const occupancy = occupancyOf(sessions, portIdOf(deps.hash, target.resourceId));
  const power = await powerOf(deps, target);
  const isUsed = occupancy.operator !== undefined || occupancy.observers > 0;
  return {
    id: `${target.resourceId}/${ports}/0`,
    name: '0',
    type: 'Microsoft.SerialConsole/serialPorts',
    properties: {
      state: target.bootDiagnostics.enabled ? 'enabled' : 'disabled',
      connectionState: isUsed ? 'active' : 'inactive',
      ...(power === undefined ? {} : { power }),
      ...occupancy,
    },
  };
}
