import type { ConsoleGroups } from '../contracts/api.ts';
import type { NoticeFrame, ViewerFrame } from '../contracts/frames.ts';

/**
 * The viewer's end of a console, free of any SDK: merges live output and replay by offset into one gapless
 * stream, and sends input with sequence numbers until it is acknowledged. One per session; it outlives the
 * Web PubSub connections that carry it.
 */
export type ViewerDeps = {
  readonly groups: ConsoleGroups;
  /** The first byte wanted, asked for until the relay has answered; undefined = the relay knows. */
  readonly startOffset?: number | undefined;
  /** Publish on a group, best effort: what is lost is sent again. */
  readonly send: (group: string, data: ArrayBuffer | ViewerFrame) => void;
  /** Output in order, each byte once. `offset` is that of the first byte. */
  readonly onOutput: (bytes: Uint8Array, offset: number) => void;
  /** Every notice but `ack`, which is the viewer's own business. `gap` says which bytes are truly gone. */
  readonly onNotice: (notice: NoticeFrame) => void;
  /** Input was taken by the guest: `pendingInputBytes` has become less. */
  readonly onInputTaken?: () => void;
  /** Runs `task` once after `delayMs`; returns the cancel. Passed in so that tests own the clock. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

export type ConsoleViewer = {
  /** Feed every group message of the connection: ArrayBuffer for binary, the parsed value for json. */
  receive(group: string, data: unknown): void;
  /** Bytes typed or pasted. Cut into frames of at most `limits.maxInputBytes`. */
  type(bytes: Uint8Array): void;
  /** The control plane made an observer the operator: what is typed from now on waits until the relay knows it too. */
  allowInput(): void;
  /** Call when the connection is up (first time and after each loss): resumes output, sends unacknowledged input again. */
  connected(): void;
  /** Offset of the next byte that `onOutput` will get; undefined before the first byte is known. */
  readonly offset: number | undefined;
  /** Input bytes not yet acknowledged. */
  readonly pendingInputBytes: number;
  close(): void;
};
