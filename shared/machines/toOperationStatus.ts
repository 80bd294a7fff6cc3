import { z } from 'zod';
import { commandOutput, machineAnswer } from '../contracts/machineOperation.ts';
import type { MachineOperation } from './ports.ts';

/** The body that ARM's clients poll. */
export const operationStatus = z.object({
  name: z.string(),
  status: machineAnswer.shape.status,
  startTime: z.string(),
  endTime: z.string().optional(),
  properties: z.object({ output: commandOutput.optional() }).optional(),
  error: machineAnswer.shape.error,
});
export type OperationStatus = z.infer<typeof operationStatus>;

export function toOperationStatus(operation: MachineOperation): OperationStatus {
  const { operationId, status, startTime, endTime, output, error } = operation;
  return {
    name: operationId,
    status,
    startTime: new Date(startTime).toISOString(),
    ...(endTime === undefined ? {} : { endTime: new Date(endTime).toISOString() }),
    ...(output === undefined ? {} : { properties: { output } }),
    // Of a group it may be there before all of its machines are done.
    ...(error === undefined || status === 'InProgress' ? {} : { error }),
  };
}
