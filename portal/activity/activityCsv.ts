import type { AuditLogEntry } from '../../shared/contracts/auditLog.ts';
import { toCsv } from '../download/toCsv.ts';

/** For programs as much as for people: names and values as the API has them, in every language. */
const columns = [
  'time',
  'event',
  'outcome',
  'userName',
  'principalId',
  'sourceIpAddress',
  'scope',
  'targetResourceId',
  'affectedUserName',
  'affectedPrincipalId',
  'roleName',
  'action',
  'sessionId',
  'protocol',
  'targetIpAddress',
  'durationMs',
  'reason',
] as const satisfies readonly (keyof AuditLogEntry)[];

export const activityCsv = (rows: readonly AuditLogEntry[]): string =>
  toCsv([columns, ...rows.map((row) => columns.map((column) => row[column]))]);
