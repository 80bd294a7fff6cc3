import { z } from 'zod';
import { limitReasons } from '../contracts/frames.ts';
import {
  consoleModes,
  endReasons,
  recordingModes,
  sessionProtocols,
  sessionStates,
} from '../contracts/session.ts';
import type { ListedSession, Session } from '../sessions/session.ts';

/** Version of the row's shape; a row of another version is refused rather than misread. */
export const rowVersion = 1;

const row = z.object({
  v: z.literal(rowVersion),
  rowKey: z.string(),
  bastionId: z.string(),
  targetResourceId: z.string(),
  targetHostName: z.string(),
  targetIpAddress: z.string(),
  protocol: z.enum(sessionProtocols),
  mode: z.enum(consoleModes),
  tookOverFrom: z.string().optional(),
  isHandingOver: z.literal(true).optional(),
  state: z.enum(sessionStates),
  portId: z.string(),
  relayId: z.string(),
  principalId: z.string(),
  userName: z.string(),
  userEmail: z.string(),
  sourceIpAddress: z.string(),
  language: z.string(),
  startTime: z.number(),
  lastActivityTime: z.number(),
  ticketHash: z.string().optional(),
  connectionId: z.string().optional(),
  resumeOffset: z.number().optional(),
  warnedOf: z.enum(limitReasons).optional(),
  warnedUntil: z.number().optional(),
  countedBy: z.string().optional(),
  recording: z.enum(recordingModes).optional(),
  dueAt: z.number(),
  endTime: z.number().optional(),
  endReason: z.enum(endReasons).optional(),
  endedBy: z.string().optional(),
  endMessage: z.string().optional(),
});

/** What a list reads. The service sends null for a column that was asked for and that the row does not have. */
const listedRow = row
  .pick({
    v: true,
    rowKey: true,
    targetResourceId: true,
    targetHostName: true,
    targetIpAddress: true,
    protocol: true,
    mode: true,
    state: true,
    relayId: true,
    principalId: true,
    userName: true,
    userEmail: true,
    sourceIpAddress: true,
    startTime: true,
    lastActivityTime: true,
  })
  .extend({
    recording: row.shape.recording.nullable(),
    endTime: row.shape.endTime.nullable(),
    endReason: row.shape.endReason.nullable(),
    endedBy: row.shape.endedBy.nullable(),
    endMessage: row.shape.endMessage.nullable(),
  });

/** A third less than the whole row, and half the work of reading it. */
export const listedColumns: readonly string[] = Object.keys(listedRow.shape);

export type SessionRow = { partitionKey: string; rowKey: string; v: number };

/** Numbers travel as doubles: exact for times and offsets up to 2^53, and no BigInt comes back. */
const double = (value: number): { type: 'Double'; value: string } => ({
  type: 'Double',
  value: String(value),
});

export function toSessionRow(session: Session, partitionKey: string): SessionRow {
  const { sessionId, resumeOffset, ...rest } = session;
  const members = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, typeof value === 'number' ? double(value) : value] as const);
  return {
    partitionKey,
    rowKey: sessionId,
    v: rowVersion,
    ...Object.fromEntries(members),
    ...(resumeOffset === null ? {} : { resumeOffset: double(resumeOffset) }),
  };
}

export function fromSessionRow(entity: unknown): Session {
  const { rowKey, v: _v, ...members } = row.parse(entity);
  return {
    ...members,
    sessionId: rowKey,
    tookOverFrom: members.tookOverFrom,
    isHandingOver: members.isHandingOver,
    ticketHash: members.ticketHash,
    connectionId: members.connectionId,
    resumeOffset: members.resumeOffset ?? null,
    endTime: members.endTime,
    endReason: members.endReason,
    endedBy: members.endedBy,
    endMessage: members.endMessage,
  };
}

export function fromListedRow(entity: unknown): ListedSession {
  const { rowKey, v: _v, ...members } = listedRow.parse(entity);
  return {
    ...members,
    sessionId: rowKey,
    recording: members.recording ?? undefined,
    endTime: members.endTime ?? undefined,
    endReason: members.endReason ?? undefined,
    endedBy: members.endedBy ?? undefined,
    endMessage: members.endMessage ?? undefined,
  };
}
