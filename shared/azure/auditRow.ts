import { z } from 'zod';
import type { AuditRow } from '../audit/ports.ts';
import { auditOutcomes } from '../contracts/audit.ts';
import { sessionProtocols } from '../contracts/session.ts';
import type { AuditEvent } from '../sessions/ports.ts';
import { toAsciiJson } from './splitJson.ts';

const event = z.object({
  time: z.iso.datetime().transform((text) => Date.parse(text)),
  event: z.string(),
  outcome: z.enum(auditOutcomes),
  principalId: z.string(),
  userName: z.string(),
  sourceIpAddress: z.string(),
  scope: z.string(),
  sessionId: z.string().exactOptional(),
  reason: z.string().exactOptional(),
  bastionId: z.string().exactOptional(),
  targetResourceId: z.string().exactOptional(),
  affectedPrincipalId: z.string().exactOptional(),
  affectedUserName: z.string().exactOptional(),
  roleName: z.string().exactOptional(),
  action: z.string().exactOptional(),
  targetIpAddress: z.string().exactOptional(),
  protocol: z.enum(sessionProtocols).exactOptional(),
  durationMs: z.number().exactOptional(),
});
const keys = z.object({ partitionKey: z.string(), rowKey: z.string() });
const outboxRow = z.object({ json: z.string() });

export const pendingPrefix = 'pending_';

/**
 * What callers write, such as the path of a refused call, may be longer than one property holds (32 Ki letters, and
 * as JSON a letter may take six): the row must not get lost by it.
 */
const maxTextLength = 1_500;

export const shortened = (audited: AuditEvent): AuditEvent => ({
  ...audited,
  scope: short(audited.scope),
  ...(audited.reason === undefined ? {} : { reason: short(audited.reason) }),
});

const short = (text: string): string =>
  text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength).toWellFormed()}…`;

/** PartitionKey = UTC day, RowKey = time newest first and the event's id, or a random part. */
export function auditKeys({ time, id }: AuditEvent, newId: () => string) {
  const day = new Date(time).toISOString().slice(0, 10);
  return { partitionKey: day, rowKey: `${String(1e15 - time).padStart(16, '0')}_${id ?? newId()}` };
}

export function toAuditRow(audited: AuditEvent, rowKeys: z.infer<typeof keys>) {
  const { id: _, time, durationMs, ...rest } = audited;
  // As a whole number it would be one of 32 bits, which 25 days do not fit into.
  const duration =
    durationMs === undefined ? {} : { durationMs: { type: 'Double', value: String(durationMs) } };
  return { ...rowKeys, ...rest, ...duration, time: new Date(time).toISOString() };
}

/** The same event in one property, so that nobody takes it for another row. */
export function toOutboxRow(audited: AuditEvent, rowKeys: z.infer<typeof keys>) {
  const { id: _, ...rest } = audited;
  const json = toAsciiJson({ ...rest, time: new Date(audited.time).toISOString() });
  return { ...rowKeys, rowKey: `${pendingPrefix}${rowKeys.rowKey}`, json };
}

export function fromAuditRow(entity: unknown): AuditRow {
  const { partitionKey, rowKey } = keys.parse(entity);
  return { ...event.parse(entity), day: partitionKey, key: rowKey };
}

export function fromOutboxRow(entity: unknown): AuditRow {
  const { partitionKey, rowKey } = keys.parse(entity);
  const { json } = outboxRow.parse(entity);
  return { ...event.parse(JSON.parse(json)), day: partitionKey, key: rowKey.slice(pendingPrefix.length) };
}
