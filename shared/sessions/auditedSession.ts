import type { AuditEvent } from './ports.ts';
import type { Session } from './session.ts';

/** The part of an audit row that says whose session it is about, from where and to what. */
export const auditedSession = (
  session: Session,
): Pick<AuditEvent, 'principalId' | 'userName' | 'sourceIpAddress' | 'scope'> => ({
  principalId: session.principalId,
  userName: session.userEmail,
  sourceIpAddress: session.sourceIpAddress,
  scope: session.targetResourceId,
});
