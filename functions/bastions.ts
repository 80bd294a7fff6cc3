import type { Bastion } from '../shared/fleet/fleet.ts';
import { requireBastion } from '../shared/fleet/target.ts';
import {
  bastionRoute,
  bastionScope,
  resourceGroupRoute,
  resourceGroupScope,
  subscriptionRoute,
  subscriptionScope,
} from './http/armPaths.ts';
import { readable } from './http/readable.ts';
import { serveArm } from './http/route.ts';

const action = 'Microsoft.Network/bastionHosts/read';
const lists = [
  ['listBastions', subscriptionRoute, subscriptionScope],
  ['listBastionsInGroup', resourceGroupRoute, resourceGroupScope],
] as const;

for (const [name, route, scope] of lists) {
  serveArm(name, {
    methods: ['GET'],
    route: `${route}/providers/Microsoft.Network/bastionHosts`,
    contract: { summary: 'The bastions that the caller may read' },
    handle: async (call) => {
      const bastions = await readable(call, await call.deps.fleet.bastions(), {
        within: scope(call.params),
        action,
      });
      return { jsonBody: { value: bastions.map(toBastionHost) } };
    },
  });
}

serveArm('getBastion', {
  methods: ['GET'],
  route: bastionRoute,
  contract: { summary: 'One bastion' },
  rights: (params) => [{ action, scope: bastionScope(params) }],
  handle: async (call) => ({
    jsonBody: toBastionHost(await requireBastion(call.deps.fleet, bastionScope(call.params))),
  }),
});

/** ARM's shape of `Microsoft.Network/bastionHosts`, as far as Sallyport knows it. */
function toBastionHost({ resourceId, name, location, dnsName }: Bastion) {
  return {
    id: resourceId,
    name,
    type: 'Microsoft.Network/bastionHosts',
    location,
    properties: { provisioningState: 'Succeeded', dnsName },
  };
}
