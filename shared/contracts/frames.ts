import * as z from 'zod';
import { limits } from './limits.ts';
import { logOutOutcomes } from './logOut.ts';
import { operateCommand, operationNotice } from './machineOperation.ts';
import { powerStates, relaySession } from './relayApi.ts';
import { consoleModes, endReasons, recordingModes, recordingStates } from './session.ts';
import { sshState } from './sshFrames.ts';

/**
 * What travels through the hub `console`. docs/protocol.md shows each frame with example bytes.
 *
 * Console bytes are Web PubSub messages of `dataType: "binary"`: one kind byte, eight bytes big-endian
 * position, then the bytes. Everything else is `dataType: "json"` with a `kind`.
 *
 * | frame   | kind byte | position                       | direction                              |
 * | output  | 0x01      | absolute offset of first byte  | relay → live group, or → one down group |
 * | input   | 0x02      | sequence, from 1, per session  | operator → up group                    |
 *
 * An output frame without bytes says where the port is, so that a lost last frame is noticed.
 */
const outputKind = 0x01;
const inputKind = 0x02;
const frameHeaderBytes = 9;

type OutputFrame = { readonly kind: 'output'; readonly offset: number; readonly bytes: Uint8Array };
type InputFrame = { readonly kind: 'input'; readonly sequence: number; readonly bytes: Uint8Array };
export type ByteFrame = OutputFrame | InputFrame;

function encode(kind: number, position: number, bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(frameHeaderBytes + bytes.length);
  const view = new DataView(buffer);
  view.setUint8(0, kind);
  view.setUint32(1, Math.floor(position / 0x1_0000_0000));
  view.setUint32(5, position % 0x1_0000_0000);
  new Uint8Array(buffer).set(bytes, frameHeaderBytes);
  return buffer;
}

/** The Web PubSub client takes an ArrayBuffer for binary data and refuses a view, hence the return type. */
export function encodeOutput(offset: number, bytes: Uint8Array): ArrayBuffer {
  return encode(outputKind, offset, bytes);
}

export function encodeInput(sequence: number, bytes: Uint8Array): ArrayBuffer {
  return encode(inputKind, sequence, bytes);
}

/** Undefined for anything that is not a well-formed frame: a peer's bytes are never trusted. `bytes` is a view. */
export function decodeBytes(data: ArrayBuffer): ByteFrame | undefined {
  if (data.byteLength < frameHeaderBytes) return undefined;
  const view = new DataView(data);
  const position = view.getUint32(1) * 0x1_0000_0000 + view.getUint32(5);
  if (!Number.isSafeInteger(position)) return undefined;
  const bytes = new Uint8Array(data, frameHeaderBytes);
  switch (view.getUint8(0)) {
    case outputKind:
      return bytes.length <= limits.maxOutputBytes ? { kind: 'output', offset: position, bytes } : undefined;
    case inputKind:
      return bytes.length <= limits.maxInputBytes ? { kind: 'input', sequence: position, bytes } : undefined;
    default:
      return undefined;
  }
}

const offset = z.number().int().nonnegative();

/** Viewer → relay, on the session's up group. */
export const viewerFrame = z.discriminatedUnion('kind', [
  /**
   * "Send me everything from this offset": on every connection and after a hole. Null = the viewer knows no
   * offset yet: replay from where its attach says.
   */
  z.object({ kind: z.literal('resume'), offset: offset.nullable() }),
  /** Output up to here has arrived: said where `attached` has a `windowBytes`. */
  z.object({ kind: z.literal('received'), offset }),
]);
export type ViewerFrame = z.infer<typeof viewerFrame>;

/** The ends that are announced. */
export const limitReasons = ['IdleTimeout', 'MaxDuration'] as const;
export type LimitReason = (typeof limitReasons)[number];

/** Relay or control plane → one viewer (down group), or → all viewers of a port (live group: see `isForAll`). */
export const noticeFrame = z.discriminatedUnion('kind', [
  /**
   * First frame after an attach, and the answer to every `resume`: what follows is a replay of `from` (the
   * wanted offset; a `gap` tells what of it is gone) to `to`, the port is at `end`, and input up to
   * `inputSequence` was applied. A replay is bounded so that a slow viewer's buffer at the service holds it: when `to` is
   * before `end`, the viewer asks for the next part once it has this one.
   * `epoch` names the journal: another one means that the relay lost its own and counts offsets anew.
   * `windowBytes`: the relay stops reading when so much is under way, until `received` says that it arrived.
   */
  z.object({
    kind: z.literal('attached'),
    epoch: z.string().min(1).max(64),
    from: offset,
    to: offset,
    end: offset,
    inputSequence: offset,
    mode: z.enum(consoleModes),
    power: z.enum(powerStates),
    windowBytes: z.number().int().positive().optional(),
  }),
  /** Bytes `from` (inclusive) to `to` (exclusive) are truly gone. */
  z.object({ kind: z.literal('gap'), from: offset, to: offset }),
  /** Input up to and including `sequence` was applied, exactly once each. */
  z.object({ kind: z.literal('ack'), sequence: offset }),
  z.object({ kind: z.literal('power'), power: z.enum(powerStates) }),
  /**
   * Who may type now and since when (ISO 8601); null = nobody, the port is free. `takenOverFrom` names the one who
   * typed before and was made an observer.
   */
  z.object({
    kind: z.literal('operator'),
    operator: z.object({ name: z.string(), since: z.string() }).nullable(),
    takenOverFrom: z.string().optional(),
  }),
  /**
   * The session ends this soon unless something happens: a number of seconds, since clocks differ. `canStay`: typing,
   * output and the event `stay` all help. Repeated while it stands.
   */
  z.object({
    kind: z.literal('warning'),
    reason: z.enum(limitReasons),
    endsInSeconds: z.number().int().nonnegative(),
    canStay: z.boolean(),
  }),
  /** The warning no longer stands. */
  z.object({ kind: z.literal('warningWithdrawn') }),
  /** What the viewer is shown is recorded; after every `attached` by command and whenever it changes. */
  z.object({ kind: z.literal('recording'), state: z.enum(recordingStates), mode: z.enum(recordingModes) }),
  /** The boot log does not get the port's output at this moment, which is kept for it; or has all of it again. */
  z.object({ kind: z.literal('bootLog'), state: z.enum(['delayed', 'caughtUp']) }),
  /** Where an SSH session stands; after every `attached` and whenever it changes. */
  z.object({ kind: z.literal('ssh'), state: sshState }),
  /** What somebody does to the machine, when it begins and when it is over. */
  operationNotice,
  /** The operator is gone and the guest's shell is being left, or how that ended. */
  z.object({ kind: z.literal('logOut'), outcome: z.enum(['Started', ...logOutOutcomes]) }),
  /** The session is over; the connection is closed next. `text` is in the viewer's language. */
  z.object({
    kind: z.literal('disconnected'),
    reason: z.enum(endReasons),
    text: z.string(),
    by: z.string().optional(),
    message: z.string().optional(),
  }),
  z.object({ kind: z.literal('error'), error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type NoticeFrame = z.infer<typeof noticeFrame>;

/** The live group is everybody's: nothing else in it may end one viewer's session or move its offset. */
export const isForAll = ({ kind }: NoticeFrame): boolean =>
  kind === 'power' || kind === 'operator' || kind === 'operation' || kind === 'logOut';

/** Control plane → relay, on the group `relay-{relayId}`. */
export const relayCommand = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('attach'), session: relaySession }),
  z.object({ kind: z.literal('detach'), sessionId: z.string() }),
  /** Who was operator only watches from now on. Nothing that it has typed and the guest has not read is typed. */
  z.object({ kind: z.literal('demote'), sessionId: z.string() }),
  /** Store a new screenshot of this machine now; the blob is the answer. */
  z.object({ kind: z.literal('screenshot'), portId: z.string().max(64) }),
  /** Answer at once with `POST /relays/{relayId}/operations/{operationId}`. */
  z.object({ kind: z.literal('report'), operationId: z.string() }),
  /** Do this to a machine, say at once that it is begun and then how it ended, by the same call as `report`. */
  operateCommand,
]);
export type RelayCommand = z.infer<typeof relayCommand>;
