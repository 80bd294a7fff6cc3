import { randomBytes } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import { toSessionRow } from '../../shared/azure/sessionRow.ts';
import { sha256 } from '../../shared/azure/sha256.ts';
import type { Target } from '../../shared/fleet/fleet.ts';
import { bastionKey, portIdOf } from '../../shared/fleet/keys.ts';
import type { Session } from '../../shared/sessions/session.ts';
import { newSessionId } from '../../shared/sessions/sessionId.ts';

const batchRows = 100;
const dayMs = 86_400_000;

/** Sessions on one target as the control plane would have stored them. No sweep looks at them today. */
export function benchSessions(
  target: Target,
  count: number,
  now: number,
  change: Partial<Session> = {},
): Session[] {
  return Array.from({ length: count }, (_, index) => {
    const startTime = now - index * 1_000;
    return {
      ...sessionOn(target, startTime),
      principalId: `20000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      userName: `user${index}@contoso.example`,
      userEmail: `user${index}@contoso.example`,
      connectionId: randomBytes(16).toString('hex'),
      dueAt: now + dayMs,
      ...change,
    };
  });
}

function sessionOn(target: Target, startTime: number): Session {
  const key = bastionKey(sha256, target.bastionId);
  return {
    sessionId: newSessionId({ now: startTime, random: randomBytes(10), bastionKey: key }),
    bastionId: target.bastionId,
    targetResourceId: target.resourceId,
    targetHostName: target.computerName,
    targetIpAddress: target.privateIpAddress,
    protocol: 'Serial',
    mode: 'observer',
    tookOverFrom: undefined,
    isHandingOver: undefined,
    state: 'Active',
    portId: portIdOf(sha256, target.resourceId),
    relayId: target.relayId,
    principalId: '',
    userName: '',
    userEmail: '',
    sourceIpAddress: '127.0.0.1',
    language: 'en',
    startTime,
    lastActivityTime: startTime,
    ticketHash: undefined,
    connectionId: undefined,
    resumeOffset: null,
    dueAt: 0,
    endTime: undefined,
    endReason: undefined,
    endedBy: undefined,
    endMessage: undefined,
  };
}

export async function insertSessions(table: TableClient, sessions: readonly Session[]): Promise<void> {
  const rows = sessions.map((session) => toSessionRow(session, bastionKey(sha256, session.bastionId)));
  await insertRows(table, rows);
}

/** When a sweep looks at each session next. */
export async function insertDue(table: TableClient, sessions: readonly Session[]): Promise<void> {
  const rows = sessions.map(({ dueAt, sessionId }) => ({
    partitionKey: 'due',
    rowKey: `${String(dueAt).padStart(15, '0')}_${sessionId}`,
  }));
  await insertRows(table, rows);
}

/** All rows are of one partition. */
async function insertRows(
  table: TableClient,
  rows: readonly { readonly partitionKey: string; readonly rowKey: string }[],
): Promise<void> {
  for (let first = 0; first < rows.length; first += batchRows) {
    const batch = rows.slice(first, first + batchRows);
    await table.submitTransaction(batch.map((row) => ['create', { ...row }]));
  }
}
