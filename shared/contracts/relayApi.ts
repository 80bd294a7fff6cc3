import * as z from 'zod';
import { limits } from './limits.ts';
import { machinePowerStates } from './machineOperation.ts';
import { consoleModes, recordingModes, recordingStates, sessionProtocols } from './session.ts';
import { hostKey } from './sshFrames.ts';

/**
 * What a relay and the control plane say to each other over HTTP. A relay calls, the control plane answers;
 * commands the other way travel through the relay's own group (see frames.ts, `RelayCommand`).
 */

/** One viewer that the relay serves. `resumeOffset` null = replay the whole ring. */
export const relaySession = z.object({
  sessionId: z.string(),
  /** Absent from a control plane that knows serial ports only. */
  protocol: z.enum(sessionProtocols).default('Serial'),
  /** A serial port, or a target's SSH server. */
  portId: z.string(),
  mode: z.enum(consoleModes),
  resumeOffset: z.number().int().nonnegative().nullable(),
  /** What the viewer is shown is recorded. */
  recording: z.enum(recordingModes).optional(),
});
export type RelaySession = z.infer<typeof relaySession>;

/** A serial port that the relay has to hold, and the blob that its boot log goes to. */
const relayPort = z.object({
  portId: z.string(),
  /** Names the target's SSH server in sessions, where the relay knows an address of it. */
  sshPortId: z.string().optional(),
  targetResourceId: z.string(),
  bootLog: z.object({ account: z.string(), container: z.string(), blob: z.string() }).nullable(),
  /** The kind of guest that is logged out when its operator goes; absent: none is. */
  logOut: z.enum(['Linux', 'Windows']).optional(),
});
export type RelayPort = z.infer<typeof relayPort>;

/**
 * `PUT /relays/{relayId}/lease`: to be the relay, or to go on with it. Every other call says in the header
 * `sallyport-lease` which lease it is made with: `<process>.<fence>`. 409 `RelayLeaseHeld` while another has it.
 */
export const leaseRequest = z.object({ holder: z.guid(), process: z.guid() });
export const leaseHeader = 'sallyport-lease';

/** From when the request was sent, the relay may act for so long. No clocks are compared. */
export const grantedLease = z.object({ fence: z.number().int().positive(), forMs: z.number().positive() });
export type GrantedLease = z.infer<typeof grantedLease>;

/** `POST /relays/{relayId}/connect` → 200. No request body. */
export const relayConnectResponse = z.object({
  /** Web PubSub client URL for the hub `console`; its token may send to live groups of `ports` and down groups of `sessions`. */
  connectionString: z.string(),
  ports: z.array(relayPort),
  sessions: z.array(relaySession),
});
export type RelayConnectResponse = z.infer<typeof relayConnectResponse>;

export const powerStates = ['running', 'stopped'] as const;

/**
 * `PUT /relays/{relayId}/heartbeat`. `connectionId` is the relay's connection on the hub, so that rights can
 * be granted to it. `sessions` are the viewers it serves now; `lastActivityTime` is ISO 8601.
 */
export const heartbeatRequest = z.object({
  /** Now, by the relay's own clock: the times below are by that clock too. */
  time: z.string().max(40).optional(),
  connectionId: z.string().max(256).nullable(),
  ports: z.array(
    z.object({
      portId: z.string().max(64),
      power: z.enum(machinePowerStates),
      /** Offset of the next byte the port will produce. */
      endOffset: z.number().int().nonnegative(),
      /** The relay knows where the target's SSH server is. */
      hasSsh: z.boolean().optional(),
      /** There is a display to take screenshots of. */
      hasScreen: z.boolean().optional(),
    }),
  ),
  sessions: z
    .array(
      z.object({
        sessionId: z.string().max(64),
        lastActivityTime: z.string().max(40),
        recording: z.enum(recordingStates).optional(),
      }),
    )
    .max(limits.maxRelaySessions),
  /** Ports that their last viewer has left since the heartbeat before. */
  leftPorts: z.array(z.string().max(64)).max(limits.maxRelaySessions).optional(),
  /** Ports that this relay was told of and that it does not hold: it need not be told again. */
  unheldPorts: z.array(z.string().max(64)).max(limits.maxRelaySessions).optional(),
  /** Ed25519 (SPKI, base64): what this relay signs recordings with. */
  recordingKey: z.string().max(200).optional(),
});
export type HeartbeatRequest = z.infer<typeof heartbeatRequest>;

/** Sessions that the relay should serve: it attaches those it lacks and detaches all others. */
export const heartbeatResponse = z.object({
  sessions: z.array(relaySession),
  lease: grantedLease,
  /** Ports of this relay that its heartbeat did not name: machines that came to the fleet, or to this relay. */
  ports: z.array(relayPort).optional(),
  /** Ports that the heartbeat named and that are not this relay's any more: nothing of them leaves it. */
  lostPorts: z.array(z.string()).optional(),
});
export type HeartbeatResponse = z.infer<typeof heartbeatResponse>;

/** `POST /relays/{relayId}/operations/{operationId}`: the answer to a command that asked for one. 204. */
export const operationResult = z.object({
  sessions: heartbeatRequest.shape.sessions,
});
export type OperationResult = z.infer<typeof operationResult>;

/** `GET` and `PUT /relays/{relayId}/sessions/{sessionId}/hostKey`: the key that the session's target must prove. */
export const pinnedHostKey = z.object({ hostKey: hostKey.nullable() });

/** `POST /relays/{relayId}/sessions/{sessionId}/end`: an SSH session is over at the relay's side. 204. */
export const sshEnd = z.object({
  reason: z.enum(['ClosedByUser', 'GuestGone', 'RelayLost', 'LoginFailed', 'HostKeyChanged']),
  message: z.string().max(200).optional(),
});
export type SshEnd = z.infer<typeof sshEnd>;
