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

/** What somebody else did with a session: whose it is, and what it is to. */
export const affectedBy = (
  session: Session,
): Pick<
  AuditEvent,
  'targetResourceId' | 'affectedPrincipalId' | 'affectedUserName' | 'targetIpAddress' | 'protocol'
> => ({
  targetResourceId: session.targetResourceId,
  affectedPrincipalId: session.principalId,
  affectedUserName: session.userEmail,
  targetIpAddress: session.targetIpAddress,
  protocol: session.protocol,
});

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
