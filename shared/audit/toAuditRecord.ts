import type { Bastion } from '../fleet/fleet.ts';
import { parseResourceId } from '../fleet/resourceId.ts';
import type { AuditRow } from './ports.ts';

/** What Azure Bastion says itself; other events tell their own name. */
const messages: Readonly<Record<string, string>> = {
  'connect Success': 'Successfully Connected.',
  'refused Failure': 'Login Failed',
  'end Success': 'Successfully Disconnected',
};
const connections = ['connect', 'refused', 'end'];

/** One line of Azure's log `BastionAuditLogs`. What Azure has no column for has Sallyport's name. */
export function toAuditRecord(row: AuditRow, bastion: Bastion): object {
  const { event, outcome, scope, bastionId } = row;
  // Only a session's own rows name a bastion: their scope is its machine.
  const machine = row.targetResourceId ?? (bastionId === undefined ? undefined : scope);
  const operation = connections.includes(event) ? 'connect' : event;
  return {
    time: new Date(row.time).toISOString(),
    resourceId: bastion.resourceId.toUpperCase(),
    operationName: `Microsoft.Network/BastionHost/${operation}`,
    category: 'BastionAuditLogs',
    level: 'Informational',
    location: bastion.location,
    properties: {
      userName: row.userName,
      userEmail: row.userName,
      clientIpAddress: row.sourceIpAddress,
      ...(row.protocol === undefined ? {} : { protocol: row.protocol.toLowerCase() }),
      targetResourceId: row.targetResourceId ?? scope,
      subscriptionId: parseResourceId(bastion.resourceId).subscriptionId,
      message: messages[`${event} ${outcome}`] ?? `${event}: ${outcome}`,
      ...(machine === undefined ? {} : { resourceType: /scalesets/i.test(machine) ? 'VMSS' : 'VM' }),
      ...(row.targetIpAddress === undefined ? {} : { targetVMIPAddress: row.targetIpAddress }),
      ...(row.sessionId === undefined ? {} : { tunnelId: row.sessionId }),
      ...(row.durationMs === undefined ? {} : durationOf(row, row.durationMs)),
      principalId: row.principalId,
      event,
      outcome,
      ...affectedOf(row),
      ...(row.reason === undefined ? {} : { reason: row.reason }),
    },
  };
}

const affectedOf = ({ affectedPrincipalId, affectedUserName, roleName, action }: AuditRow) => ({
  ...(affectedPrincipalId === undefined ? {} : { affectedPrincipalId }),
  ...(affectedUserName === undefined ? {} : { affectedUserName }),
  ...(roleName === undefined ? {} : { roleName }),
  ...(action === undefined ? {} : { action }),
});

const durationOf = ({ time }: AuditRow, durationMs: number) => ({
  duration: durationMs,
  sessionStartTime: new Date(time - durationMs).toISOString(),
  sessionEndTime: new Date(time).toISOString(),
});

/** Where Azure keeps the log of a resource: one blob an hour, named after the resource and the hour. */
export function auditBlobOf({ time }: AuditRow, { resourceId }: Bastion) {
  const [, year, month, day, hour] = /^(\d+)-(\d+)-(\d+)T(\d+)/.exec(new Date(time).toISOString()) ?? [];
  return {
    container: 'insights-logs-bastionauditlogs',
    blob: `resourceId=${resourceId.toUpperCase()}/y=${year}/m=${month}/d=${day}/h=${hour}/m=00/PT1H.json`,
  };
}
