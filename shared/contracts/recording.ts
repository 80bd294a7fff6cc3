import { z } from 'zod';
import { recordingModes } from './session.ts';

/** `growing`: its session is live. `complete`: signed. `unsigned`: its relay died before it could sign. */
export const recordingResource = z.object({
  id: z.string(),
  /** The session that was recorded. */
  name: z.string(),
  type: z.literal('Microsoft.Network/bastionHosts/recordings'),
  properties: z.object({
    startTime: z.string(),
    endTime: z.string().optional(),
    /** Absent once the session is no longer in the history. */
    targetResourceId: z.string().optional(),
    protocol: z.string().optional(),
    userName: z.string().optional(),
    userEmail: z.string().optional(),
    recordingMode: z.enum(recordingModes).optional(),
    /** The session lives, so the recording grows. */
    isLive: z.boolean(),
  }),
});
export type RecordingResource = z.infer<typeof recordingResource>;

export const recordingList = z.object({ value: z.array(recordingResource), nextLink: z.string().optional() });
export type RecordingList = z.infer<typeof recordingList>;

const recordingFile = z.object({ name: z.string(), bytes: z.number().int(), uri: z.string() });

/** `POST {bastion}/recordings/{sessionId}/retrieveRecordingData`. */
export const recordingData = z.object({
  /** In order: one after the other they are an asciicast v3 file. */
  chunks: z.array(recordingFile),
  /** The signed statement; absent while the recording is not complete. */
  statement: recordingFile.optional(),
  /** Ed25519 (SPKI, base64) that its relay reports as its own; absent when the relay is not known. */
  publicKey: z.string().optional(),
});
export type RecordingData = z.infer<typeof recordingData>;
