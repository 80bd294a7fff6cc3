import { defaultPorts, storageConnection } from '../../infra/local/addresses.ts';
import { createPolicyTable } from '../../shared/azure/policyTable.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { bastionKey } from '../../shared/fleet/keys.ts';
import type { Policy } from '../../shared/policies/ports.ts';
import { defaultPolicy } from '../../shared/policies/readPolicy.ts';
import { bastionPath, type LocalStack } from './localStack.ts';

/** The policy of a running stack's bastion: the default but for `over`. Past the API, which counts in whole minutes. */
export async function putPolicy(stack: LocalStack, over: Partial<Policy>): Promise<void> {
  const tables = Number(new URL(stack.addresses.tables).port);
  const policies = createPolicyTable(openTables(storageConnection({ ...defaultPorts, tables })).policies);
  const bastion = bastionKey(sha256, bastionPath);
  await policies.put(bastion, { ...defaultPolicy, ...over }, (await policies.get(bastion))?.version);
}
