import type { NoticeFrame } from '../contracts/frames.ts';
import type { OperationNotice } from '../contracts/machineOperation.ts';
import type { ConsoleMode } from '../contracts/session.ts';
import type { ApiError } from './apiError.ts';

/** `busy`, `refused` and `failed` are answers to `connect`; `disconnected` is the end of a session that was. */
export type ConsoleState =
  | 'idle'
  | 'connecting'
  | 'connected'
  | 'reconnecting'
  | 'disconnected'
  | 'busy'
  | 'refused'
  | 'failed';

export type ConsoleWarning = Extract<NoticeFrame, { kind: 'warning' }>;
export type ConsoleEnd = Extract<NoticeFrame, { kind: 'disconnected' }>;

/** All there is to show about a console but its output. A new object for every change. */
export type ConsoleSnapshot = {
  readonly state: ConsoleState;
  /** Wanted until the answer to `connect`, then granted. */
  readonly mode: ConsoleMode;
  /** Who types on this port; null = nobody. Undefined until it was told. */
  readonly operator?: { readonly name: string; readonly since: string } | null | undefined;
  readonly power?: 'running' | 'stopped' | undefined;
  readonly sessionId?: string | undefined;
  /** The end that is announced. A new object each time that it is said again, with the seconds that are left. */
  readonly warning?: ConsoleWarning | undefined;
  /** What somebody does to the machine, or did last while this session was there. */
  readonly operation?: OperationNotice | undefined;
  /** After a lost connection: so much came meanwhile. */
  readonly caughtUpBytes?: number | undefined;
  /** Present while what is shown is recorded. */
  readonly recording?: Extract<NoticeFrame, { kind: 'recording' }> | undefined;
  /** With `disconnected`: the session is not over, it goes on in another window. */
  readonly isMoved?: boolean | undefined;
  /** Why a session is over; with `disconnected`. */
  readonly end?: ConsoleEnd | undefined;
  /**
   * With `busy`, `refused` and `failed`; otherwise what went wrong without ending the session, such as
   * `SerialPortBusy` for an observer who wanted to type.
   */
  readonly error?: ApiError | undefined;
};

/** There is a session, whether or not its connection stands at this moment. */
export const isUp = ({ state }: Pick<ConsoleSnapshot, 'state'>): boolean =>
  state === 'connected' || state === 'reconnecting';

/** What is typed goes to the guest, at once or when the connection is back. */
export const canType = (snapshot: ConsoleSnapshot): boolean => snapshot.mode === 'operator' && isUp(snapshot);

/** What a reader of the output must know at that place in it. */
export type ConsoleRemark =
  | { readonly kind: 'gap'; readonly from: number; readonly to: number }
  /** Somebody else types from here on, `from` whom they took over; null = nobody does. */
  | { readonly kind: 'operator'; readonly name: string | null; readonly from?: string | undefined }
  /** Somebody does something to the machine. */
  | OperationNotice
  /** The guest's shell is being left after its operator, or how that ended. */
  | Extract<NoticeFrame, { kind: 'logOut' }>
  /** The boot log does not get what is shown at this moment, or has it again. */
  | Extract<NoticeFrame, { kind: 'bootLog' }>
  /** The relay lost its log: what follows does not join on to what is above. */
  | { readonly kind: 'restarted' }
  /** The session ended before these bytes were acknowledged; they may or may not have reached the machine. */
  | { readonly kind: 'inputLost'; readonly bytes: number };
