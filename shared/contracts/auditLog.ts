import { z } from 'zod';
import { auditOutcomes } from './audit.ts';
import { sessionProtocols } from './session.ts';

/** One row of `GET {bastion}/auditLogs`. */
const auditLogEntry = z.object({
  time: z.string(),
  event: z.string(),
  outcome: z.enum(auditOutcomes),
  principalId: z.string(),
  userName: z.string(),
  sourceIpAddress: z.string(),
  /** What the event is about: a bastion, a machine, a subscription. */
  scope: z.string(),
  /** The machine, where `scope` is a bastion. */
  targetResourceId: z.string().optional(),
  /** Whose session, role or lock it was, where that is not whoever did it. */
  affectedPrincipalId: z.string().optional(),
  affectedUserName: z.string().optional(),
  /** Of a role that was assigned, removed, defined or deleted. */
  roleName: z.string().optional(),
  /** What was refused, or what a machine was told. */
  action: z.string().optional(),
  sessionId: z.string().optional(),
  protocol: z.enum(sessionProtocols).optional(),
  targetIpAddress: z.string().optional(),
  /** Of an `end`: how long the session was. */
  durationMs: z.number().optional(),
  reason: z.string().optional(),
});
export type AuditLogEntry = z.infer<typeof auditLogEntry>;

export const auditLog = z.object({ value: z.array(auditLogEntry), nextLink: z.string().optional() });
export type AuditLog = z.infer<typeof auditLog>;
