import { z } from 'zod';
import { SallyportError } from '../shared/contracts/errors.ts';
import type { Target } from '../shared/fleet/fleet.ts';
import { parseResourceId, resourceKey } from '../shared/fleet/resourceId.ts';
import { startGroupOperation } from '../shared/machines/startGroupOperation.ts';
import { resourceGroupRoute, scaleSetScope } from './http/armPaths.ts';
import { operationAccepted } from './http/operationAccepted.ts';
import { readBody, readQuery } from './http/parse.ts';
import { auditRefusal, type Call, serveArm } from './http/route.ts';
import { powerActions, powerQuery } from './power.ts';

const scaleSet = 'Microsoft.Compute/virtualMachineScaleSets';
/** No body, and `["*"]`, mean every instance. */
const instancesRequest = z.object({
  instanceIds: z.array(z.string().max(64)).min(1).max(100).default(['*']),
});

for (const action of powerActions) {
  serveArm(`${action}ScaleSet`, {
    methods: ['POST'],
    route: `${resourceGroupRoute}/providers/${scaleSet}/{scaleSetName}/${action}`,
    contract: { summary: `${action} of several instances`, query: powerQuery, body: instancesRequest },
    rights: (params) => [{ action: `${scaleSet}/${action}/action`, scope: scaleSetScope(params) }],
    rate: 'command',
    handle: async (call) => {
      const { deps, caller, params, request } = call;
      const targets = await instancesOf(call);
      const { skipShutdown } = readQuery(request, powerQuery);
      const operation = await auditRefusal(call, scaleSetScope(params), () =>
        startGroupOperation(deps, {
          caller,
          resourceId: scaleSetScope(params),
          targets,
          action,
          skipShutdown,
          sourceIpAddress: deps.sourceAddress(request.headers),
          clientRequestId: request.headers.get('x-ms-client-request-id') ?? undefined,
        }),
      );
      return operationAccepted(request, operation, targets[0]?.location ?? '');
    },
  });
}

async function instancesOf({ deps, params, request }: Call): Promise<readonly Target[]> {
  const { instanceIds } = await readBody(request, instancesRequest);
  const prefix = `${resourceKey(scaleSetScope(params))}/virtualmachines/`;
  const all = (await deps.fleet.targets()).filter(({ resourceId }) =>
    resourceKey(resourceId).startsWith(prefix),
  );
  const found = instanceIds.includes('*')
    ? all
    : all.filter(({ resourceId }) => instanceIds.includes(parseResourceId(resourceId).name));
  const isWhole = instanceIds.includes('*') || found.length === new Set(instanceIds).size;
  if (found.length > 0 && isWhole) return found;
  throw new SallyportError('ResourceNotFound', 'The scale set has no such instance.', {
    target: 'instanceIds',
  });
}
