import { z } from 'zod';
import { type SerialPortResource, serialPortResource, serialPortUpdate } from '../shared/contracts/api.ts';
import { parseResourceId } from '../shared/fleet/resourceId.ts';
import { requireTarget } from '../shared/fleet/target.ts';
import { serialPortParents, subscriptionRoute, subscriptionScope } from './http/armPaths.ts';
import type { Answer } from './http/endpoint.ts';
import { readBody } from './http/parse.ts';
import { presentPorts } from './http/presentPorts.ts';
import { readable } from './http/readable.ts';
import { type Call, serveArm } from './http/route.ts';
import { turnConsole } from './http/turnConsole.ts';

const ports = 'providers/Microsoft.SerialConsole/serialPorts';
const actions = 'Microsoft.SerialConsole/serialPorts';
const serialPortList = z.object({ value: z.array(serialPortResource) });

for (const shape of serialPortParents) {
  const rights = (params: Call['params']) => [
    { action: `${shape.actions}/read`, scope: shape.scope(params) },
  ];
  const read = async (call: Call): Promise<readonly SerialPortResource[]> => {
    const target = await requireTarget(call.deps.fleet, shape.scope(call.params));
    return await presentPorts(call, [target]);
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

  const turn = async (call: Call, to: 'on' | 'off'): Promise<boolean> => {
    const { resourceId } = await requireTarget(call.deps.fleet, shape.scope(call.params));
    return await turnConsole(call, { scope: resourceId, to, of: 'this machine' });
  };
  serveArm(`putSerialPort${shape.suffix}`, {
    methods: ['PUT'],
    route: `${shape.route}/${ports}/{port:regex(^0$)}`,
    contract: {
      summary: "Turn a machine's serial port on or off",
      body: serialPortUpdate,
      answer: serialPortResource,
    },
    rights: (params) => [{ action: `${actions}/write`, scope: shape.scope(params) }],
    handle: async (call) => {
      const { properties } = await readBody(call.request, serialPortUpdate);
      await turn(call, properties.state === 'enabled' ? 'on' : 'off');
      return { status: 201, jsonBody: (await read(call))[0] };
    },
  });

  serveArm(`deleteSerialPort${shape.suffix}`, {
    methods: ['DELETE'],
    route: `${shape.route}/${ports}/{port:regex(^0$)}`,
    contract: { summary: "Turn a machine's serial port off: 200, or 204 when it was off already" },
    rights: (params) => [{ action: `${actions}/delete`, scope: shape.scope(params) }],
    handle: async (call): Promise<Answer> => ({ status: (await turn(call, 'off')) ? 200 : 204 }),
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
    return { jsonBody: { value: await presentPorts(call, shown) } };
  },
});
