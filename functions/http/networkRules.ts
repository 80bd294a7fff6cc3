import { explainAccess } from '../../shared/access/authorize.ts';
import { SallyportError } from '../../shared/contracts/errors.ts';
import type { Bastion } from '../../shared/fleet/fleet.ts';
import type { Requirement } from '../../shared/network/bastionRequirements.ts';
import type { Call } from './route.ts';

/** The rules at a bastion's subnet are another resource than the bastion: who may read the one may not know the other. */
export async function mayReadRules({ deps, caller }: Call, { subnet }: Bastion): Promise<boolean> {
  const scope = subnet?.networkSecurityGroupId;
  if (scope === undefined) return true;
  const actions = ['Microsoft.Network/networkSecurityGroups/read'];
  const [decision] = await explainAccess(deps, caller, { actions, scope });
  return decision?.allowed === true;
}

const blocked =
  'The rules at the subnet keep out what this needs. Ask somebody who may read its network security group.';

/** Whether it holds, and nothing of the rules that decide it. */
export function withoutRules(row: Requirement): Requirement {
  if (row.decidedBy === undefined) return row;
  const { name, importance, status } = row;
  const message = status === 'Pass' ? 'The rules at the subnet let this through.' : blocked;
  return { name, importance, status, message };
}

/** Why the sessions cannot be asked for, for whoever may not know the rules. */
export const blockedByRules = (): SallyportError =>
  new SallyportError('SessionMonitoringBlocked', `The sessions cannot be refreshed. ${blocked}`);
