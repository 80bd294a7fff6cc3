import * as z from 'zod';

export const sessionStates = ['Pending', 'Active', 'Disconnecting', 'Ended'] as const;
export type SessionState = (typeof sessionStates)[number];

export const endReasons = [
  'ClosedByUser',
  'DisconnectedByAdministrator',
  'TakenOver',
  'IdleTimeout',
  'MaxDuration',
  'AccessRevoked',
  'GuestGone',
  'RelayLost',
  'NeverConnected',
  'ConnectionLost',
  'LoginFailed',
  'HostKeyChanged',
  'RecordingFailed',
  'Locked',
] as const;
export type EndReason = (typeof endReasons)[number];

export const sessionProtocols = ['SSH', 'RDP', 'Serial'] as const;
export type SessionProtocol = (typeof sessionProtocols)[number];

/** Strict: a session that cannot be recorded ends. Lenient: it goes on, and the recording says what it lacks. */
export const recordingModes = ['lenient', 'strict'] as const;
export type RecordingMode = (typeof recordingModes)[number];

/** `behind`: nothing is lost yet. `complete`: over and signed. */
export const recordingStates = ['recording', 'behind', 'failed', 'complete'] as const;

export const consoleModes = ['operator', 'observer'] as const;
export type ConsoleMode = (typeof consoleModes)[number];

/**
 * A session as the API shows it: Azure's `BastionActiveSession` (api-version 2019-09-01 and later) plus
 * Sallyport's own members. Times are ISO 8601 in UTC. `sessionDurationInMins` counts from `startTime`.
 * `protocol`, `state` and `endReason` are open unions for clients: an unknown value must not break a list.
 */
export const sessionResource = z.object({
  sessionId: z.string(),
  startTime: z.string(),
  targetSubscriptionId: z.string(),
  resourceType: z.string(),
  targetHostName: z.string(),
  targetResourceGroup: z.string(),
  userName: z.string(),
  targetIpAddress: z.string(),
  protocol: z.string(),
  targetResourceId: z.string(),
  sessionDurationInMins: z.number(),
  sourceIpAddress: z.string(),
  userEmail: z.string(),
  principalId: z.string(),
  mode: z.enum(consoleModes),
  state: z.string(),
  lastActivityTime: z.string(),
  relayId: z.string(),
  /** Present while what the session shows is recorded. */
  recording: z.enum(recordingModes).optional(),
  endTime: z.string().optional(),
  endReason: z.string().optional(),
  endedBy: z.string().optional(),
  endMessage: z.string().optional(),
  /** Actions that the caller may take on this session now, e.g. `disconnect`. */
  allowedActions: z.array(z.string()),
});
export type SessionResource = z.infer<typeof sessionResource>;

export const sessionList = z.object({
  value: z.array(sessionResource),
  nextLink: z.string().optional(),
  /** Only on a refresh: relays that did not answer in time; their sessions are as last known. */
  unansweredRelays: z.array(z.string()).optional(),
  /** Session monitoring is blocked: the list is as last known and cannot be refreshed. */
  stale: z.boolean().optional(),
});
export type SessionList = z.infer<typeof sessionList>;
