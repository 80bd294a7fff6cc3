import type { AuditEvent } from './ports.ts';
import type { Session } from './session.ts';

type Named =
  | 'principalId'
  | 'userName'
  | 'sourceIpAddress'
  | 'scope'
  | 'bastionId'
  | 'targetIpAddress'
  | 'protocol';

/** The part of an audit row that says whose session it is about, from where and to what. */
export const auditedSession = (session: Session): Pick<AuditEvent, Named> => ({
  principalId: session.principalId,
  userName: session.userEmail,
  sourceIpAddress: session.sourceIpAddress,
  scope: session.targetResourceId,
  bastionId: session.bastionId,
  targetIpAddress: session.targetIpAddress,
  protocol: session.protocol,
});
