import type { Caller } from '../access/caller.ts';
import type { AuditEvent } from './ports.ts';

/** Who wants something done, and from where. */
export type Order = { readonly caller: Caller; readonly sourceIpAddress: string };

/** The part of an audit row that says who did it. */
export const auditedOrder = ({
  caller,
  sourceIpAddress,
}: Order): Pick<AuditEvent, 'outcome' | 'principalId' | 'userName' | 'sourceIpAddress'> => ({
  outcome: 'Success',
  principalId: caller.principalId,
  userName: caller.userName,
  sourceIpAddress,
});
