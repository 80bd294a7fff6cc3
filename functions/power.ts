import { z } from 'zod';
import { requireTarget } from '../shared/fleet/target.ts';
import { startOperation } from '../shared/machines/startOperation.ts';
import { targetShapes } from './http/armPaths.ts';
import { operationAccepted } from './http/operationAccepted.ts';
import { readQuery } from './http/parse.ts';
import { auditRefusal, serveArm } from './http/route.ts';

/** ARM's own name of each action is the last part of its path and of its right. */
export const powerActions = ['start', 'restart', 'powerOff', 'deallocate'] as const;
const summaries = {
  start: 'Give a machine power',
  restart: 'Shut a machine down and start it again; with skipShutdown by its reset button',
  powerOff: 'Shut a machine down; with skipShutdown cut its power',
  deallocate: 'Shut a machine down and free what it held of its host',
};
export const powerQuery = z.object({
  /** Do not ask the guest. ARM knows it for powerOff. */
  skipShutdown: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

for (const shape of targetShapes) {
  for (const action of powerActions) {
    serveArm(`${action}VirtualMachine${shape.suffix}`, {
      methods: ['POST'],
      route: `${shape.route}/${action}`,
      contract: { summary: summaries[action], query: powerQuery },
      rights: (params) => [{ action: `${shape.actions}/${action}/action`, scope: shape.scope(params) }],
      rate: 'command',
      handle: async (call) => {
        const { deps, caller, params, request } = call;
        const target = await requireTarget(deps.fleet, shape.scope(params));
        const { skipShutdown } = readQuery(request, powerQuery);
        const operation = await auditRefusal(call, target.resourceId, () =>
          startOperation(deps, {
            caller,
            target,
            action,
            skipShutdown,
            sourceIpAddress: deps.sourceAddress(request.headers),
            clientRequestId: request.headers.get('x-ms-client-request-id') ?? undefined,
          }),
        );
        return operationAccepted(request, operation, target.location);
      },
    });
  }
}
