import { limits } from '../contracts/limits.ts';
import { type EndDeps, settleOperation } from './endOperation.ts';

/** Ends what nobody asks about and its relay will not end; forgets what is older than a day. */
export async function sweepOperations(deps: EndDeps): Promise<void> {
  const now = deps.now();
  const late = await deps.machineOperations.pending(now - limits.operationBeginSeconds * 1_000);
  for (const operation of late) await settleOperation(deps, operation);
  await deps.machineOperations.purge(now - limits.operationKeptSeconds * 1_000);
}
