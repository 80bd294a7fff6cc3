import { createConsoleViewer } from '../console/consoleViewer.ts';
import type { ConsoleViewer } from '../console/viewer.ts';
import type { ConsoleGroups } from '../contracts/api.ts';
import type { NoticeFrame, ViewerFrame } from '../contracts/frames.ts';

export type ConsoleStreamDeps = {
  readonly send: (group: string, data: ArrayBuffer | ViewerFrame) => void;
  /** Output in order, each byte once. `isNew`: it was written while we were there. */
  readonly onOutput: (bytes: Uint8Array, isNew: boolean) => void;
  readonly onNotice: (notice: NoticeFrame) => void;
  readonly onInputTaken: () => void;
  /** A session ended before so much of what was typed was acknowledged. */
  readonly onInputLost: (bytes: number) => void;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
};

/** What a console shows and takes, over as many sessions as it has: each goes on where the one before stopped. */
export class ConsoleStream {
  readonly #deps: ConsoleStreamDeps;
  #viewer: ConsoleViewer | undefined;
  #isOpen = false;
  /** Where the viewer before the present one stopped: this one knows no offset until the relay has answered. */
  #offsetBefore: number | undefined;
  /** Output before this offset was written before we were there. */
  #newFrom = Number.POSITIVE_INFINITY;

  constructor(deps: ConsoleStreamDeps) {
    this.#deps = deps;
  }

  /** Offset of the next byte of output; undefined before the first is known. */
  get offset(): number | undefined {
    return this.#viewer?.offset ?? this.#offsetBefore;
  }

  get pendingInputBytes(): number {
    return this.#viewer?.pendingInputBytes ?? 0;
  }

  /** Between `begin` and `close`. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What comes before `offset` was shown elsewhere, or is not wanted. */
  startAt(offset: number | undefined): void {
    this.#viewer = undefined;
    this.#offsetBefore = offset;
  }

  /** Another session, of which nothing is known yet. */
  begin(groups: ConsoleGroups): void {
    const lostBytes = this.pendingInputBytes;
    this.#viewer?.close();
    if (lostBytes > 0) this.#deps.onInputLost(lostBytes);
    this.interrupted();
    this.#offsetBefore = this.offset;
    this.#isOpen = true;
    const { send, onNotice, onInputTaken, schedule } = this.#deps;
    this.#viewer = createConsoleViewer({
      groups,
      startOffset: this.#offsetBefore,
      send,
      onOutput: (bytes, offset) => this.#onOutput(bytes, offset),
      onNotice,
      onInputTaken,
      schedule,
    });
  }

  /** A connection of the present session is up. */
  connected(): void {
    this.#viewer?.connected();
  }

  receive(group: string, data: unknown): void {
    this.#viewer?.receive(group, data);
  }

  type(bytes: Uint8Array): void {
    this.#viewer?.type(bytes);
  }

  allowInput(): void {
    this.#viewer?.allowInput();
  }

  /** What comes until the relay has answered again was written while we were away. */
  interrupted(): void {
    this.#newFrom = Number.POSITIVE_INFINITY;
  }

  /** The relay has answered: what it has by now is not new. */
  attachedAt(end: number): void {
    this.#newFrom = end;
  }

  /** It keeps its offset, which the next session goes on from. */
  close(): void {
    this.#isOpen = false;
    this.#viewer?.close();
  }

  #onOutput(bytes: Uint8Array, offset: number): void {
    const old = Math.min(Math.max(this.#newFrom - offset, 0), bytes.length);
    if (old > 0) this.#deps.onOutput(bytes.subarray(0, old), false);
    if (old < bytes.length) this.#deps.onOutput(bytes.subarray(old), true);
  }
}
