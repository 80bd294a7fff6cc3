import * as z from 'zod';

/**
 * What can be done to a machine besides typing: its power, and the keys of last resort. The control plane
 * decides and sends `operate` to the relay; the relay does it, tells every viewer of the port, and answers
 * with `POST /relays/{relayId}/operations/{operationId}`.
 */
export const powerActions = ['start', 'restart', 'powerOff', 'deallocate', 'reset'] as const;
export type PowerAction = (typeof powerActions)[number];
export const adminCommands = ['nmi', 'sysrq', 'break', 'reset'] as const;
export type AdminCommand = (typeof adminCommands)[number];
export const machineActions = [...powerActions, 'nmi', 'sysrq', 'break'] as const;
export type MachineAction = (typeof machineActions)[number];

/** ARM's `PowerState/…`. A guest's own power is `running` or `stopped`; the rest is what is being done to it. */
export const machinePowerStates = [
  'starting',
  'running',
  'stopping',
  'stopped',
  'deallocating',
  'deallocated',
] as const;
export type MachinePower = (typeof machinePowerStates)[number];

/** Without power: there is no console to open, and nothing to restart. */
export const isOff = (power: MachinePower | undefined): boolean =>
  power === 'stopped' || power === 'deallocated' || power === 'deallocating';

/** Most SysRq keys in one command. */
export const maxSysRqKeys = 16;
/** Letters and digits, as they are pressed: kernels tell `r` from `R`. */
export const sysRqKeys = z
  .string()
  .regex(/^[A-Za-z0-9]+$/, 'SysRq keys are letters and digits, such as "reisub"')
  .max(maxSysRqKeys, `at most ${maxSysRqKeys} SysRq keys at once`);

/** Control plane → relay. The same `operationId` again is the same operation, which is done once. */
export const operateCommand = z.object({
  kind: z.literal('operate'),
  operationId: z.guid(),
  portId: z.string().max(64),
  action: z.enum(machineActions),
  /** Power goes away without asking the guest. */
  skipShutdown: z.boolean(),
  /** For `sysrq` only. */
  keys: sysRqKeys.optional(),
  /** Whose name the viewers are shown. */
  by: z.string().max(200),
});
export type OperateCommand = z.infer<typeof operateCommand>;

const operationStatuses = ['InProgress', 'Succeeded', 'Failed'] as const;
/** The code becomes a header. */
const operationError = z.object({ code: z.string().regex(/^\w{1,64}$/), message: z.string().max(1_000) });

/** Relay → every viewer of a port. `message` is for people. */
export const operationNotice = z.object({
  kind: z.literal('operation'),
  operationId: z.string(),
  action: z.string(),
  status: z.enum(operationStatuses),
  by: z.string(),
  message: z.string().optional(),
});
export type OperationNotice = z.infer<typeof operationNotice>;

/**
 * One SysRq key: `confirmed` by the kernel's own line, `disabled` by its mask (`kernel.sysrq`), `unknown` to
 * it, `noAnswer` after it was sent, or `notSent`.
 */
const sysRqOutcomes = ['confirmed', 'disabled', 'unknown', 'noAnswer', 'notSent'] as const;
const keyOutcome = z.object({
  key: z.string().max(1),
  outcome: z.enum(sysRqOutcomes),
  /** What the kernel said. */
  said: z.string().max(200).optional(),
});
export type KeyOutcome = z.infer<typeof keyOutcome>;

/** What was seen of an admin command. `warning` is there when it did not do what it is for. */
export const commandOutput = z.object({
  command: z.enum(machineActions),
  keys: z.array(keyOutcome).optional(),
  message: z.string().max(1_000).optional(),
  warning: z.string().max(1_000).optional(),
});
export type CommandOutput = z.infer<typeof commandOutput>;

/** Relay → control plane. */
export const machineAnswer = z.object({
  status: z.enum(operationStatuses),
  output: commandOutput.optional(),
  error: operationError.optional(),
});
export type MachineAnswer = z.infer<typeof machineAnswer>;
