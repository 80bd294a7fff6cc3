import { z } from 'zod';
import { limits } from './limits.ts';
import { machinePowerStates } from './machineOperation.ts';
import { consoleModes, recordingModes } from './session.ts';

/** What every way to connect takes. */
const sameForAll = {
  /** First byte wanted; omitted = what the relay keeps in its ring. */
  resumeOffset: z.number().int().nonnegative().optional(),
  /** Continue this session of the caller's own (new URL, same session) after its connection was lost. */
  sessionId: z.string().max(64).optional(),
  /** Record what is shown, where the bastion's policy leaves it to the caller. */
  record: z.boolean().default(false),
  /** BCP 47; language of the message shown on a forced disconnect. */
  language: z.string().max(35).optional(),
};

/** `POST {vm}/providers/Microsoft.SerialConsole/serialPorts/0/connect`. An empty body means operator. */
export const connectRequest = z.object({
  /** Absent: operator, or with `sessionId` the mode that the session has by now. */
  mode: z.enum(consoleModes).optional(),
  /** Makes the present operator an observer instead of answering 409 `SerialPortBusy`. */
  takeOver: z.boolean().default(false),
  ...sameForAll,
});
export type ConnectRequest = z.infer<typeof connectRequest>;

/** `POST {bastion}/connect`. Credentials are not part of it: they go to the relay alone, see sshFrames.ts. */
export const connectSshRequest = z.object({
  targetResourceId: z.string().max(2_048),
  protocol: z.literal('SSH'),
  ...sameForAll,
});
export type ConnectSshRequest = z.infer<typeof connectSshRequest>;

/** Names of the three groups that one viewer uses on the hub `console`. See docs/protocol.md. */
const consoleGroups = z.object({ live: z.string(), down: z.string(), up: z.string() });
export type ConsoleGroups = z.infer<typeof consoleGroups>;

export const connectResponse = z.object({
  /** A Web PubSub client URL, usable once and for two minutes. Holds a secret: never log it. */
  connectionString: z.string(),
  sessionId: z.string(),
  mode: z.enum(consoleModes),
  /** Present when what is shown is recorded. */
  recording: z.enum(recordingModes).optional(),
  groups: consoleGroups,
});
export type ConnectResponse = z.infer<typeof connectResponse>;

/** `GET {vm}/providers/Microsoft.SerialConsole/serialPorts/0`: ARM's shape, and who is there. */
export const serialPortResource = z.object({
  id: z.string(),
  name: z.literal('0'),
  type: z.literal('Microsoft.SerialConsole/serialPorts'),
  properties: z.object({
    /** Whether a console may be opened: boot diagnostics are on. */
    state: z.enum(['enabled', 'disabled']),
    connectionState: z.enum(['active', 'inactive']),
    /** As the relay reported it last; absent when it never did. */
    power: z.enum(machinePowerStates).optional(),
    /** Name of the one who may type; absent when nobody may. */
    operator: z.string().optional(),
    observers: z.number().int(),
    /** The bastion that leads to the machine's shell; absent for callers who may not read it. */
    bastionId: z.string().optional(),
  }),
});
export type SerialPortResource = z.infer<typeof serialPortResource>;

/** `PUT {vm}/providers/Microsoft.SerialConsole/serialPorts/0`. */
export const serialPortUpdate = z.object({
  properties: z.object({ state: z.enum(['enabled', 'disabled']).default('enabled') }).prefault({}),
});

/** `{sub}/providers/Microsoft.SerialConsole/consoleServices/default`. */
export const consoleService = z.object({
  disabled: z.boolean(),
  properties: z.object({ disabled: z.boolean() }),
});

export const disconnectRequest = z.object({ reason: z.string().max(500).optional() });
export const disconnectSessionsRequest = disconnectRequest.extend({
  sessionIds: z.array(z.string().max(64)).max(limits.maxSessionIds),
});
/** Azure's `BastionSessionState`: one row per distinct id, always within a 200. */
export const sessionStateRow = z.object({
  sessionId: z.string(),
  state: z.enum(['Disconnected', 'Failed', 'NotFound']),
  message: z.string(),
});
export type SessionStateRow = z.infer<typeof sessionStateRow>;

export const bootDiagnosticsData = z.object({
  consoleScreenshotBlobUri: z.string().optional(),
  /** The same as PNG, which Azure does not have. */
  consoleScreenshotPngBlobUri: z.string().optional(),
  serialConsoleLogBlobUri: z.string(),
});
export type BootDiagnosticsData = z.infer<typeof bootDiagnosticsData>;
