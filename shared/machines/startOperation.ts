import type { Caller } from '../access/caller.ts';
import type { Messaging } from '../console/messaging.ts';
import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import { isOff, type MachineAction } from '../contracts/machineOperation.ts';
import type { Target } from '../fleet/fleet.ts';
import { type Hash, portIdOf } from '../fleet/keys.ts';
import { auditOperation, type EndDeps } from './endOperation.ts';
import { operationIds } from './operationId.ts';
import type { MachineOperation } from './ports.ts';

export type StartDeps = EndDeps & {
  readonly messaging: Pick<Messaging, 'command'>;
  readonly hash: Hash;
  readonly newId: () => string;
};

export type StartInput = {
  readonly caller: Caller;
  readonly target: Target;
  readonly action: MachineAction;
  readonly skipShutdown?: boolean | undefined;
  readonly keys?: string | undefined;
  readonly sourceIpAddress: string;
  /** The same one makes the same operation; none makes a new one each time. */
  readonly clientRequestId: string | undefined;
};

/** Needs a machine that is on. */
const needPower: ReadonlySet<MachineAction> = new Set(['restart', 'reset', 'nmi', 'sysrq', 'break']);

/**
 * Hands an action to the machine's relay and resolves before it is done. A request that is sent again, because
 * its answer was lost, resolves to the same operation, and the relay is told again if it has not begun.
 */
export async function startOperation(deps: StartDeps, input: StartInput): Promise<MachineOperation> {
  const { action, keys = '', skipShutdown = false, clientRequestId, caller, target } = input;
  const what = [target.resourceId.toLowerCase(), action, keys, skipShutdown].join(' ');
  const request = { principalId: caller.principalId, clientRequestId: clientRequestId ?? deps.newId(), what };
  const ids = operationIds(deps.hash, request, deps.now());
  for (const id of [ids.current, ids.before]) {
    const same = await deps.machineOperations.get(id);
    if (same !== undefined) return await command(deps, same.value);
  }
  const operation = toOperation(deps, input, ids.current);
  await requireAble(deps, target, operation);
  if (await deps.machineOperations.insert(operation)) await auditOperation(deps, operation);
  return await command(deps, operation);
}

async function command(deps: StartDeps, operation: MachineOperation): Promise<MachineOperation> {
  const { operationId, portId, action, skipShutdown, keys, displayName, relayId } = operation;
  if (operation.isBegun || operation.status !== 'InProgress') return operation;
  await deps.messaging.command(relayId, {
    kind: 'operate',
    operationId,
    portId,
    action,
    skipShutdown,
    ...(keys === undefined ? {} : { keys }),
    by: displayName.slice(0, 200),
  });
  return operation;
}

async function requireAble(
  deps: StartDeps,
  target: Target,
  { portId, action }: MachineOperation,
): Promise<void> {
  if (action === 'sysrq' && target.osType === 'Windows') {
    throw new SallyportError(
      'SysRqNotSupported',
      `'${target.name}' runs Windows, which has no SysRq. Use the Special Administration Console, or nmi.`,
    );
  }
  const relay = await deps.relays.get(target.relayId);
  const silentMs = deps.now() - (relay?.heartbeatTime ?? 0);
  if (!relay?.connectionId || silentMs > limits.relayLostSeconds * 1_000) {
    throw new SallyportError(
      'RelayUnavailable',
      `The relay of '${target.name}' is not there. Start it and retry.`,
    );
  }
  const power = relay.ports.find((port) => port.portId === portId)?.power;
  if (needPower.has(action) && isOff(power)) {
    throw new SallyportError('VirtualMachineNotRunning', `'${target.name}' is off. Start it and retry.`);
  }
}

function toOperation(deps: StartDeps, input: StartInput, operationId: string): MachineOperation {
  const { caller, target, action, skipShutdown = false, keys, sourceIpAddress } = input;
  return {
    operationId,
    action,
    skipShutdown,
    keys,
    targetResourceId: target.resourceId,
    portId: portIdOf(deps.hash, target.resourceId),
    relayId: target.relayId,
    principalId: caller.principalId,
    userName: caller.userName,
    displayName: caller.name,
    sourceIpAddress,
    startTime: deps.now(),
    isBegun: false,
    status: 'InProgress',
  };
}
