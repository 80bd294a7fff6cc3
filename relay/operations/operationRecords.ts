import { mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import {
  type MachineAnswer,
  machineAnswer,
  type OperateCommand,
  operateCommand,
} from '../../shared/contracts/machineOperation.ts';

const record = z.object({ command: operateCommand, answer: machineAnswer.optional() });
export type OperationRecord = {
  readonly command: OperateCommand;
  /** How it ended; absent while it is under way. */
  readonly answer?: MachineAnswer | undefined;
};

/**
 * What this relay was told to do and has not been able to report yet, beyond this process: an operation that a
 * relay dies in is reported as failed by the next one, never silently lost. And which machines it deallocated.
 */
export type OperationRecords = {
  /** Durable when it returns, as far as the relay's own death is concerned. */
  save(record: OperationRecord): void;
  forget(operationId: string): void;
  list(): readonly OperationRecord[];
  isDeallocated(portId: string): boolean;
  setDeallocated(portId: string, isDeallocated: boolean): void;
};

/** One small file per operation; an operation id is a GUID and safe as a name. */
export function openOperationRecords(directory: string): OperationRecords {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (name: string): string => join(directory, `${name}.json`);
  const write = (name: string, value: unknown): void => {
    writeFileSync(`${pathOf(name)}.new`, JSON.stringify(value), { mode: 0o600 });
    renameSync(`${pathOf(name)}.new`, pathOf(name));
  };
  const deallocated = new Set(
    z
      .array(z.string())
      .catch([])
      .parse(read(pathOf('deallocated'))),
  );
  return {
    save: (one) => write(one.command.operationId, one),
    forget: (operationId) => {
      try {
        unlinkSync(pathOf(operationId));
      } catch {
        // Forgotten before.
      }
    },
    list: () =>
      readdirSync(directory)
        .filter((name) => /^[\da-f-]{36}\.json$/i.test(name))
        .map((name) => record.safeParse(read(join(directory, name))).data)
        .filter((one) => one !== undefined),
    isDeallocated: (portId) => deallocated.has(portId),
    setDeallocated: (portId, isDeallocated) => {
      if (deallocated.has(portId) === isDeallocated) return;
      if (isDeallocated) deallocated.add(portId);
      else deallocated.delete(portId);
      write('deallocated', [...deallocated]);
    },
  };
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // Not there, or cut short by a crash: nothing that could be reported.
  }
}
