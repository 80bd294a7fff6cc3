import { SallyportError } from '../shared/contracts/errors.ts';
import { toNetworkSecurityGroup } from '../shared/network/toSecurityRule.ts';
import {
  resourceGroupRoute,
  resourceGroupScope,
  subscriptionRoute,
  subscriptionScope,
} from './http/armPaths.ts';
import { readable } from './http/readable.ts';
import { type Params, serveArm } from './http/route.ts';

const type = 'providers/Microsoft.Network/networkSecurityGroups';
const action = 'Microsoft.Network/networkSecurityGroups/read';
const lists = [
  ['listNetworkSecurityGroups', subscriptionRoute, subscriptionScope],
  ['listNetworkSecurityGroupsInGroup', resourceGroupRoute, resourceGroupScope],
] as const;

for (const [name, route, scope] of lists) {
  serveArm(name, {
    methods: ['GET'],
    route: `${route}/${type}`,
    contract: { summary: 'The network security groups that the caller may read' },
    handle: async (call) => {
      const groups = await call.deps.fleet.networkSecurityGroups();
      const shown = await readable(call, groups, { within: scope(call.params), action });
      return { jsonBody: { value: shown.map(toNetworkSecurityGroup) } };
    },
  });
}

const groupId = (params: Params): string =>
  `${resourceGroupScope(params)}/${type}/${params.networkSecurityGroupName ?? ''}`;

serveArm('getNetworkSecurityGroup', {
  methods: ['GET'],
  route: `${resourceGroupRoute}/${type}/{networkSecurityGroupName}`,
  contract: { summary: 'One network security group, with its default rules' },
  rights: (params) => [{ action, scope: groupId(params) }],
  handle: async ({ deps, params }) => {
    const group = await deps.fleet.networkSecurityGroup(groupId(params));
    if (group !== undefined) return { jsonBody: toNetworkSecurityGroup(group) };
    throw new SallyportError('ResourceNotFound', `The resource '${groupId(params)}' was not found.`, {
      target: groupId(params),
    });
  },
});
