import { decodeBytes, isForAll, type NoticeFrame, noticeFrame } from '../contracts/frames.ts';
import { InputQueue } from './inputQueue.ts';
import { OutputMerge } from './outputMerge.ts';
import { createResumeAsker, type ResumeAsker } from './resumeAsker.ts';
import type { ConsoleViewer, ViewerDeps } from './viewer.ts';

type Attached = Extract<NoticeFrame, { kind: 'attached' }>;

export function createConsoleViewer(deps: ViewerDeps): ConsoleViewer {
  return new Viewer(deps);
}

class Viewer implements ConsoleViewer {
  readonly #deps: ViewerDeps;
  readonly #output: OutputMerge;
  readonly #input: InputQueue;
  readonly #resume: ResumeAsker;
  #epoch: string | undefined;
  /** Whether the relay has answered on the present connection. */
  #isAttached = false;
  /** Where the replay under way stops short of the port's end; what is beyond has to be asked for. */
  #replayTo: number | undefined;
  /** Set where the relay waits to hear what has arrived, see `received`. */
  #windowBytes: number | undefined;
  #toldReceived = 0;
  #isOver = false;

  constructor(deps: ViewerDeps) {
    const { groups, schedule } = deps;
    this.#deps = deps;
    this.#output = new OutputMerge({
      onOutput: deps.onOutput,
      onGap: (from, to) => deps.onNotice({ kind: 'gap', from, to }),
    });
    this.#input = new InputQueue({ send: (frame) => deps.send(groups.up, frame), schedule });
    this.#resume = createResumeAsker({
      isNeeded: () => !this.#isAttached || this.#output.isMissing,
      offset: () => this.#output.offset ?? deps.startOffset,
      send: (offset) => deps.send(groups.up, { kind: 'resume', offset }),
      schedule,
    });
  }

  get offset(): number | undefined {
    return this.#output.offset;
  }

  get pendingInputBytes(): number {
    return this.#input.pendingBytes;
  }

  receive(group: string, data: unknown): void {
    const { live, down } = this.#deps.groups;
    if (this.#isOver || (group !== live && group !== down)) return;
    if (data instanceof ArrayBuffer) {
      const frame = decodeBytes(data);
      if (frame?.kind === 'output') {
        this.#output.add(frame.offset, frame.bytes);
        this.#tellReceived(frame.bytes.length === 0);
      }
    } else {
      const notice = noticeFrame.safeParse(data).data;
      if (notice !== undefined && (group === down || isForAll(notice))) this.#onNotice(notice);
    }
    if (!this.#isOver) this.#checkResume();
  }

  type(bytes: Uint8Array): void {
    this.#input.add(bytes);
  }

  allowInput(): void {
    this.#input.unmute();
  }

  connected(): void {
    if (this.#isOver) return;
    this.#isAttached = false;
    this.#input.hold();
    this.#resume.ask();
  }

  close(): void {
    this.#isOver = true;
    this.#input.close();
    this.#resume.close();
  }

  /** Now and then, and whenever the relay says where it is: what was told last may have been lost. */
  #tellReceived(isAsked: boolean): void {
    const { offset } = this.#output;
    if (this.#windowBytes === undefined || offset === undefined) return;
    if (!isAsked && offset - this.#toldReceived < this.#windowBytes / 8) return;
    this.#toldReceived = offset;
    this.#deps.send(this.#deps.groups.up, { kind: 'received', offset });
  }

  #checkResume(): void {
    const { offset } = this.#output;
    if (this.#replayTo === undefined || offset === undefined || offset < this.#replayTo) {
      return this.#resume.check();
    }
    this.#replayTo = undefined;
    if (this.#output.isMissing) this.#resume.ask();
  }

  #onNotice(notice: NoticeFrame): void {
    if (notice.kind === 'ack') return this.#onAck(notice.sequence);
    if (notice.kind === 'gap') return this.#output.skip(notice.from, notice.to);
    if (notice.kind === 'attached') this.#onAttached(notice);
    if (notice.kind === 'disconnected') this.close();
    this.#deps.onNotice(notice);
  }

  #onAck(sequence: number): void {
    this.#input.acknowledged(sequence);
    this.#deps.onInputTaken?.();
  }

  #onAttached(notice: Attached): void {
    if (this.#epoch !== undefined && this.#epoch !== notice.epoch) {
      this.#output.reset();
      this.#input.renumber();
      this.#toldReceived = 0;
    }
    this.#epoch = notice.epoch;
    this.#isAttached = true;
    if (this.#output.offset === undefined) this.#output.startAt(notice.from);
    this.#output.announce(notice.end);
    if (notice.mode === 'operator') this.#input.attached(notice.inputSequence);
    else this.#input.mute();
    this.#windowBytes = notice.windowBytes;
    this.#replayTo = notice.to < notice.end ? notice.to : undefined;
    this.#resume.answered();
  }
}
