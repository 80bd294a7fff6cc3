import { z } from 'zod';
import { authorizeAll } from '../shared/access/authorize.ts';
import { SallyportError } from '../shared/contracts/errors.ts';
import { parseResourceId, resourceKey } from '../shared/fleet/resourceId.ts';
import { operationNotFound, settleOperation } from '../shared/machines/endOperation.ts';
import type { MachineOperation } from '../shared/machines/ports.ts';
import { operationStatus, toOperationStatus } from '../shared/machines/toOperationStatus.ts';
import { subscriptionRoute, subscriptionScope } from './http/armPaths.ts';
import type { Answer } from './http/endpoint.ts';
import { retryAfter } from './http/operationAccepted.ts';
import { readQuery } from './http/parse.ts';
import { type Call, serveArm } from './http/route.ts';

/** The form of the address that a 202 has as its `Location`. */
const monitorQuery = z.object({ monitor: z.enum(['true', 'false']).default('false') });

serveArm('getMachineOperation', {
  methods: ['GET'],
  route: `${subscriptionRoute}/providers/Microsoft.Compute/locations/{location}/operations/{operationId:guid}`,
  contract: {
    summary: 'How an operation on a machine is going, for whoever began it or may read the machine',
    query: monitorQuery,
    answer: operationStatus,
  },
  handle: async (call) => {
    const found = await call.deps.machineOperations.get(call.params.operationId?.toLowerCase() ?? '');
    if (found === undefined || !(await maySee(call, found.value))) throw operationNotFound();
    const operation = await settleOperation(call.deps, found);
    const { monitor } = readQuery(call.request, monitorQuery);
    return monitor === 'true' ? monitorAnswer(operation) : statusAnswer(operation);
  },
});

function statusAnswer(operation: MachineOperation): Answer {
  const isOver = operation.status !== 'InProgress';
  return { headers: isOver ? {} : retryAfter, jsonBody: toOperationStatus(operation) };
}

/** What ARM has at `Location`: 202 until it is over, then what the call itself would have answered. */
function monitorAnswer({ status, error }: MachineOperation): Answer {
  if (status === 'InProgress') return { status: 202, headers: retryAfter };
  if (error === undefined) return { status: 200 };
  return { status: 409, jsonBody: { error }, headers: { 'x-ms-error-code': error.code } };
}

async function maySee({ deps, caller, params }: Call, operation: MachineOperation): Promise<boolean> {
  const { targetResourceId, principalId } = operation;
  if (!resourceKey(targetResourceId).startsWith(`${resourceKey(subscriptionScope(params))}/`)) return false;
  if (principalId === caller.principalId) return true;
  const action = `${parseResourceId(targetResourceId).type}/read`;
  try {
    await authorizeAll(deps, caller, [{ action, scope: targetResourceId }]);
    return true;
  } catch (thrown) {
    if (SallyportError.from(thrown).code === 'AuthorizationFailed') return false;
    throw thrown;
  }
}
