import type { CommandOutput, MachineAction, MachineAnswer } from '../contracts/machineOperation.ts';
import type { Versioned } from '../sessions/session.ts';

/** Something that somebody does to a machine through its relay. Times are milliseconds since 1970, UTC. */
export type MachineOperation = {
  readonly operationId: string;
  readonly action: MachineAction;
  readonly skipShutdown: boolean;
  readonly keys?: string | undefined;
  readonly targetResourceId: string;
  readonly portId: string;
  readonly relayId: string;
  readonly principalId: string;
  readonly userName: string;
  /** As the viewers of the machine are told. */
  readonly displayName: string;
  readonly sourceIpAddress: string;
  readonly startTime: number;
  /** Operations of single machines that this one stands for: no relay knows it. */
  readonly parts?: readonly string[] | undefined;
  /** The relay has said that it does it. */
  readonly isBegun: boolean;
  readonly status: MachineAnswer['status'];
  readonly endTime?: number | undefined;
  readonly output?: CommandOutput | undefined;
  /** Of parts that are not over: what one machine refused. */
  readonly error?: MachineAnswer['error'];
};

/** Keeps operations. Every change is one conditional write: of two writers with one version, one wins. */
export type MachineOperationStore = {
  /** False, and nothing changed, when there is one with this id. */
  insert(operation: MachineOperation): Promise<boolean>;
  get(operationId: string): Promise<Versioned<MachineOperation> | undefined>;
  /** False, and nothing changed, when the operation is no longer at `version`. */
  replace(operation: MachineOperation, version: string): Promise<boolean>;
  /** Operations that are in progress and were started before this time. Costs what is kept, a day's operations. */
  pending(before: number): Promise<readonly Versioned<MachineOperation>[]>;
  /** Forgets operations that were started before this time. */
  purge(before: number): Promise<void>;
};
