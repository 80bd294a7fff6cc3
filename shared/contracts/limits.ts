/** Sizes and times that both ends of a wire must agree on. Each name carries its unit. */
export const limits = {
  /** Largest HTTP request body that the API reads. Sets of 10,000 session ids fit. */
  maxRequestBodyBytes: 1_048_576,
  /** Levels of objects and lists in a request body; the deepest that the API knows has six. */
  maxJsonDepth: 32,
  /** Longest address of a request, with its query. A host in Azure reads no longer request line. */
  maxUrlChars: 8_192,
  /** Of a relay, which reports what it serves. 10,000 sessions and 10,000 ports fit. */
  maxRelayBodyBytes: 4_194_304,
  /** Groups that one connection to Web PubSub may be allowed to send to. */
  maxConnectionRights: 1_000,
  /** Most sessions in a report of a relay, which is one row of storage. Its connection has rights for fewer. */
  maxRelaySessions: 10_000,
  /** Most session ids in one disconnectActiveSessions call. */
  maxSessionIds: 10_000,
  /** Raw console bytes in one output frame. Web PubSub allows 1 MiB a message; small ones keep an echo quick. */
  maxOutputBytes: 16_384,
  /** Raw bytes in one input frame: a paste is cut into these. */
  maxInputBytes: 4_096,
  /** Output kept in the relay's memory per port for replay. */
  ringBytes: 1_048_576,
  /** A viewer that has not connected by then never will (`NeverConnected`). */
  pendingSeconds: 120,
  /** Between two heartbeats of a relay. */
  heartbeatSeconds: 5,
  /** A relay that has been silent for this long is lost, and its sessions with it. */
  relayLostSeconds: 60,
  /** An operator who did nothing for longer than this is told to others as inactive. */
  activeLatelySeconds: 300,
  /** Locks at one scope: each connect in the subscription reads them all, and every machine is a scope. */
  maxLocksPerScope: 100,
  /** Azure's own. */
  maxRoleAssignmentsPerSubscription: 4_000,
  /** Whoever asks why something is refused has them all looked through. */
  maxCustomRoles: 1_000,
  /** Pushed lists that one person may have open, in all pages together. */
  maxSubscriptionsPerUser: 100,
  /** How often an active session's connection is verified against Web PubSub. */
  connectionCheckSeconds: 30,
  /** How often the warning of an end is said again while it stands. */
  warningRepeatSeconds: 10,
  /** Output of an SSH session that may be under way to its viewer; the relay keeps twice as much. */
  sshWindowBytes: 524_288,
  /** Logins that one SSH session may try. */
  sshLoginAttempts: 3,
  /** An SSH session whose viewer's connection is gone waits so long for it to come back. */
  sshGraceSeconds: 60,
  /** How long a caller waits for a refresh before it is told to come back for it. */
  refreshPatienceMs: 1_000,
  /** How long a refresh waits for relays before it says which did not answer. */
  refreshTimeoutMs: 5_000,
  /** How long the answer of a refresh may be fetched. */
  refreshKeptSeconds: 120,
  /** How long a repeated disconnect of a set is answered as the first was. SDKs retry for some seconds. */
  outcomeKeptSeconds: 600,
  /** An operation on a machine that its relay has not begun by then has failed. */
  operationBeginSeconds: 15,
  /** No operation takes longer: a guest may have 240 s to shut down, and its start comes after that. */
  operationSeconds: 300,
  /** An operation can be asked about for a day. */
  operationKeptSeconds: 86_400,
  /** An admin command that takes longer is answered 202, to be polled. */
  adminCommandSeconds: 25,
} as const;
