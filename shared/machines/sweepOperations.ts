import { limits } from '../contracts/limits.ts';
import { type EndDeps, settleOperation } from './endOperation.ts';

/**
 * Ends what nobody asks about and its relay will not end; forgets what is older than a day. One that faults keeps
 * no other one from its end: the faults are returned.
 */
export async function sweepOperations(deps: EndDeps): Promise<readonly unknown[]> {
  const now = deps.now();
  const late = await deps.machineOperations.pending(now - limits.operationBeginSeconds * 1_000);
  const faults: unknown[] = [];
  for (const operation of late) {
    try {
      await settleOperation(deps, operation);
    } catch (fault) {
      faults.push(fault);
    }
  }
  await deps.machineOperations.purge(now - limits.operationKeptSeconds * 1_000);
  return faults;
}
