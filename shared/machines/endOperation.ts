import { SallyportError } from '../contracts/errors.ts';
import { limits } from '../contracts/limits.ts';
import { adminCommands, type MachineAnswer } from '../contracts/machineOperation.ts';
import type { AuditLog, RelayStore } from '../sessions/ports.ts';
import type { Versioned } from '../sessions/session.ts';
import type { MachineOperation, MachineOperationStore } from './ports.ts';

export type EndDeps = {
  readonly machineOperations: MachineOperationStore;
  readonly relays: RelayStore;
  readonly audit: AuditLog;
  readonly now: () => number;
};

/**
 * A relay's word about an operation of its own. What comes after the end changes nothing, and who would begin then
 * is refused with `OperationNotFound`: somebody was told that it failed, and may have asked for it again.
 */
export async function answerOperation(
  deps: EndDeps,
  answer: { readonly relayId: string; readonly operationId: string; readonly answer: MachineAnswer },
): Promise<void> {
  for (;;) {
    const found = await deps.machineOperations.get(answer.operationId);
    const isBeginning = answer.answer.status === 'InProgress';
    if (found?.value.relayId !== answer.relayId) {
      if (isBeginning) throw operationNotFound();
      return;
    }
    if (found.value.status !== 'InProgress') {
      if (isBeginning) throw operationNotFound();
      // Again, in case whoever ended it died before this.
      return await auditOperation(deps, found.value);
    }
    if (await apply(deps, found, answer.answer)) return;
  }
}

/**
 * The operation as it is now: one that its relay did not take up, or that has gone on for longer than anything
 * may, has failed. Nobody waits for ever, whoever looks first.
 */
export async function settleOperation(
  deps: EndDeps,
  found: Versioned<MachineOperation>,
): Promise<MachineOperation> {
  const { operationId, relayId, parts } = found.value;
  if (parts !== undefined) return await settleParts(deps, found, parts);
  const message = found.value.status === 'InProgress' ? await whyLost(deps, found.value) : undefined;
  if (message === undefined) return found.value;
  const error = { code: 'RelayUnavailable', message } as const;
  await answerOperation(deps, { operationId, relayId, answer: { status: 'Failed', error } });
  return (await deps.machineOperations.get(operationId))?.value ?? found.value;
}

/** Over when all of them are; failed when one of them is, or refused. Their own rows are the audit of it. */
async function settleParts(
  deps: EndDeps,
  { value, version }: Versioned<MachineOperation>,
  ids: readonly string[],
): Promise<MachineOperation> {
  if (value.status !== 'InProgress') return value;
  const parts: MachineOperation[] = [];
  for (const id of ids) {
    const part = await deps.machineOperations.get(id);
    if (part !== undefined) parts.push(await settleOperation(deps, part));
  }
  if (parts.some(({ status }) => status === 'InProgress')) return value;
  const error = value.error ?? parts.find(({ status }) => status === 'Failed')?.error;
  const status = error === undefined ? 'Succeeded' : 'Failed';
  const ended = { ...value, status, error, endTime: deps.now() } as const;
  await deps.machineOperations.replace(ended, version);
  return ended;
}

async function whyLost(
  deps: EndDeps,
  { isBegun, startTime, relayId }: MachineOperation,
): Promise<string | undefined> {
  const ageMs = deps.now() - startTime;
  if (!isBegun && ageMs > limits.operationBeginSeconds * 1_000) {
    return 'The relay did not take this up in time. Look at it, and retry.';
  }
  if (ageMs > limits.operationSeconds * 1_000) {
    return 'The relay did not finish this in time. Look at the machine’s power state, and at the relay.';
  }
  const relay = await deps.relays.get(relayId);
  const silentMs = deps.now() - (relay?.heartbeatTime ?? 0);
  if (!isBegun || silentMs <= limits.relayLostSeconds * 1_000) return undefined;
  return 'The relay fell silent in the middle of this. Look at the machine’s power state once it is back.';
}

async function apply(
  deps: EndDeps,
  { value, version }: Versioned<MachineOperation>,
  answer: MachineAnswer,
): Promise<boolean> {
  if (answer.status === 'InProgress') {
    return value.isBegun || deps.machineOperations.replace({ ...value, isBegun: true }, version);
  }
  const { status, output, error } = answer;
  const ended = { ...value, isBegun: true, status, output, error, endTime: deps.now() };
  // The row is written first: of two who end it, one audits.
  if (!(await deps.machineOperations.replace(ended, version))) return false;
  await auditOperation(deps, ended);
  return true;
}

const outcomeWords = { InProgress: 'begun', Succeeded: 'succeeded', Failed: 'failed' } as const;

/** Who did what to which machine: once when it begins and once, with the outcome, when it is over. */
export async function auditOperation(
  deps: Pick<EndDeps, 'audit'>,
  operation: MachineOperation,
): Promise<void> {
  const { operationId, action, status, keys, skipShutdown, startTime, endTime, error, output } = operation;
  const what = [action, keys, skipShutdown ? 'skipShutdown' : undefined, outcomeWords[status]];
  const said = error?.message ?? output?.warning ?? output?.message;
  await deps.audit.write({
    time: endTime ?? startTime,
    event: adminCommands.some((one) => one === action) ? 'adminCommand' : 'power',
    outcome: status === 'Failed' ? 'Failure' : 'Success',
    principalId: operation.principalId,
    userName: operation.userName,
    sourceIpAddress: operation.sourceIpAddress,
    scope: operation.targetResourceId,
    action,
    reason: what.filter(Boolean).join(' ') + (said === undefined ? '' : `: ${said}`),
    id: `${operationId}_${status === 'InProgress' ? 'begin' : 'end'}`,
  });
}

export function operationNotFound(): SallyportError {
  return new SallyportError(
    'OperationNotFound',
    'There is no such operation. It is forgotten a day after its start; look at the machine’s power state.',
  );
}
