import { z } from 'zod';
import { recordingModes } from './session.ts';

const recordingPolicies = ['off', 'onDemand', 'always'] as const;

const minutes = (most: number) => z.number().int().min(1).max(most).nullable();
const count = z.number().int().min(1).max(10_000).nullable();

/** What a bastion asks of its sessions. Null turns a limit off; what a PUT leaves out is the default. */
export const policyProperties = z.strictObject({
  /** A session without keystrokes and without output for this long ends with `IdleTimeout`. */
  idleTimeoutInMinutes: minutes(1_440).default(null),
  /** However busy, a session that is this old ends with `MaxDuration`. */
  maxDurationInMinutes: minutes(43_200).default(null),
  /** How long before either end the person is told. */
  warningInSeconds: z.number().int().min(10).max(3_600).default(60),
  /** Ended sessions are listed for this long. */
  historyRetentionInDays: z.number().int().min(1).max(3_650).default(90),
  /** Sessions that may be open at the bastion at once. */
  maxSessions: count.default(null),
  /** Sessions that one person may have open at the bastion at once: more than anybody works with. */
  maxSessionsPerUser: count.default(100),
  /** Whether what sessions show is recorded; `onDemand` leaves it to whoever connects. */
  recording: z.enum(recordingPolicies).default('off'),
  /** What becomes of a session that cannot be recorded. */
  recordingMode: z.enum(recordingModes).default('lenient'),
});
export type PolicyProperties = z.infer<typeof policyProperties>;

/** `PUT {bastion}/policies/default`. Unknown members are refused: a misspelt limit must not look as if it held. */
export const putPolicyRequest = z.object({ properties: policyProperties });

const { shape } = policyProperties;
/** `PATCH`: what is left out stays as it is. */
export const patchPolicyRequest = z.object({
  properties: z.strictObject({
    idleTimeoutInMinutes: shape.idleTimeoutInMinutes.unwrap().exactOptional(),
    maxDurationInMinutes: shape.maxDurationInMinutes.unwrap().exactOptional(),
    warningInSeconds: shape.warningInSeconds.unwrap().exactOptional(),
    historyRetentionInDays: shape.historyRetentionInDays.unwrap().exactOptional(),
    maxSessions: shape.maxSessions.unwrap().exactOptional(),
    maxSessionsPerUser: shape.maxSessionsPerUser.unwrap().exactOptional(),
    recording: shape.recording.unwrap().exactOptional(),
    recordingMode: shape.recordingMode.unwrap().exactOptional(),
  }),
});

export const policyResource = z.object({
  id: z.string(),
  name: z.literal('default'),
  type: z.literal('Microsoft.Network/bastionHosts/policies'),
  /** For `If-Match`: the change is made only while the policy is still this one. */
  etag: z.string(),
  properties: policyProperties,
});
export type PolicyResource = z.infer<typeof policyResource>;
