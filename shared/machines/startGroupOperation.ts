import { SallyportError } from '../contracts/errors.ts';
import type { Target } from '../fleet/fleet.ts';
import { operationIds } from './operationId.ts';
import type { MachineOperation } from './ports.ts';
import { type StartDeps, type StartInput, startOperation } from './startOperation.ts';

type GroupInput = Omit<StartInput, 'target'> & {
  /** The scale set. */
  readonly resourceId: string;
  readonly targets: readonly Target[];
};

/**
 * One action on several machines of a scale set: an operation for each, and one that is over when they are. A
 * machine that refuses does not keep the others from it; when all do, so does this.
 */
export async function startGroupOperation(deps: StartDeps, input: GroupInput): Promise<MachineOperation> {
  const { caller, resourceId, targets, action, skipShutdown = false, sourceIpAddress } = input;
  const clientRequestId = input.clientRequestId ?? deps.newId();
  const what = [resourceId.toLowerCase(), action, skipShutdown, ...targets.map(({ name }) => name)].join(' ');
  const ids = operationIds(deps.hash, { principalId: caller.principalId, clientRequestId, what }, deps.now());
  for (const id of [ids.current, ids.before]) {
    const same = await deps.machineOperations.get(id);
    if (same !== undefined) return same.value;
  }
  const started = await Promise.allSettled(
    targets.map((target) => startOperation(deps, { ...input, clientRequestId, target })),
  );
  const parts = started.filter((one) => one.status === 'fulfilled').map(({ value }) => value.operationId);
  const refused = started.find((one) => one.status === 'rejected')?.reason as unknown;
  if (parts.length === 0) throw refused;
  const operation: MachineOperation = {
    operationId: ids.current,
    action,
    skipShutdown,
    targetResourceId: resourceId,
    portId: '',
    relayId: '',
    principalId: caller.principalId,
    userName: caller.userName,
    displayName: caller.name,
    sourceIpAddress,
    startTime: deps.now(),
    isBegun: true,
    status: 'InProgress',
    parts,
    ...(refused === undefined ? {} : { error: errorOf(refused) }),
  };
  await deps.machineOperations.insert(operation);
  return operation;
}

function errorOf(refused: unknown): { readonly code: string; readonly message: string } {
  const { code, message } = SallyportError.from(refused);
  return { code, message };
}
