import { decodeBytes, type NoticeFrame, viewerFrame } from '../shared/contracts/frames.ts';
import { downGroup } from '../shared/contracts/groups.ts';
import type { RelaySession } from '../shared/contracts/relayApi.ts';
import type { Publish } from './hub.ts';
import { InputGate } from './inputGate.ts';
import type { InputRecord } from './inputRecords.ts';
import type { Log } from './log.ts';
import { faultFields } from './log.ts';
import type { PortPump } from './portPump.ts';
import { replay } from './replay.ts';

export type ViewerSessionDeps = {
  readonly session: RelaySession;
  readonly pump: PortPump;
  readonly record: InputRecord;
  readonly publish: Publish;
  readonly now: () => number;
  /** Runs `task` once; returns the cancel. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
  /** The viewer has to say what it has received: told in `attached`. */
  readonly windowBytes?: number;
};

/**
 * Most bytes replayed for one question: 256 frames. A slow viewer has these waiting at the service, which
 * gives up on it at 1,000 messages or 16 MiB; it asks for the next part when it has this one.
 */
const maxReplayBytes = 4_194_304;

/** An acknowledgement sent at once would travel in front of the echo, which a person waits for. One is for all since. */
const ackDelayMs = 10;

/** One viewer of one port: answers its questions, lets its input through, notes its activity. */
export class ViewerSession {
  readonly #deps: ViewerSessionDeps;
  readonly #down: string;
  readonly #gate: InputGate;
  #lastActivityMs: number;
  /** The replay under way; a newer question ends it. */
  #replay: object | undefined;
  #cancelAck: (() => void) | undefined;

  constructor(deps: ViewerSessionDeps) {
    this.#deps = deps;
    this.#down = downGroup(deps.session.sessionId);
    this.#lastActivityMs = deps.now();
    this.#gate = new InputGate({
      lastSequence: deps.record.lastSequence,
      record: (sequence) => deps.record.save(sequence),
      write: (bytes) => deps.pump.write(bytes),
      acknowledge: () => this.#acknowledgeSoon(),
      onRefused: (fault) => this.#onRefused(fault),
    });
    deps.pump.viewers += 1;
  }

  get session(): RelaySession {
    return this.#deps.session;
  }

  get pump(): PortPump {
    return this.#deps.pump;
  }

  get lastActivityMs(): number {
    return Math.max(this.#lastActivityMs, this.#deps.pump.lastOutputMs);
  }

  /** Says where the port is and sends what is wanted; null = from where the control plane's attach says. */
  answer(wanted: number | null): void {
    const { log, power } = this.#deps.pump;
    const { mode, resumeOffset } = this.session;
    const start = wanted ?? resumeOffset ?? log.recentStart;
    const { end } = log;
    const from = Math.min(start, end);
    const kept = log.firstKept(from);
    const to = Math.min(end, kept + maxReplayBytes);
    const inputSequence = this.#gate.applied;
    const { windowBytes } = this.#deps;
    const window = windowBytes === undefined ? {} : { windowBytes };
    this.#send({ kind: 'attached', epoch: log.epoch, from, to, end, inputSequence, mode, power, ...window });
    if (this.pump.bootLog !== undefined) this.#send(this.pump.bootLog);
    if (kept > from) this.#send({ kind: 'gap', from, to: kept });
    this.#startReplay(kept, to);
  }

  /** Says where the port is and what the viewer may do, without a replay: who has a hole asks. */
  announce(): void {
    const { log, power } = this.#deps.pump;
    const { epoch, end } = log;
    const { mode } = this.session;
    const inputSequence = this.#gate.applied;
    this.#send({ kind: 'attached', epoch, from: end, to: end, end, inputSequence, mode, power });
  }

  /**
   * An observer's token cannot send here, and asks the control plane instead. So what comes is of one that types
   * already or still, by the control plane's word: answered now, it would be told that it may not.
   */
  receive(data: unknown): void {
    if (this.session.mode !== 'operator') return;
    if (data instanceof ArrayBuffer) return this.#onBytes(data);
    const frame = viewerFrame.safeParse(data).data;
    if (frame?.kind === 'resume') this.answer(frame.offset);
  }

  close(): void {
    this.#replay = undefined;
    this.#gate.close();
    this.#cancelAck?.();
    this.#deps.pump.viewers -= 1;
    this.#deps.record.close();
  }

  #onBytes(data: ArrayBuffer): void {
    const frame = decodeBytes(data);
    if (frame?.kind !== 'input') return;
    if (this.#gate.offer(frame.sequence, frame.bytes)) this.#lastActivityMs = this.#deps.now();
  }

  #acknowledgeSoon(): void {
    this.#cancelAck ??= this.#deps.schedule(() => {
      this.#cancelAck = undefined;
      this.#send({ kind: 'ack', sequence: this.#gate.applied });
    }, ackDelayMs);
  }

  #startReplay(from: number, to: number): void {
    const mine = {};
    this.#replay = mine;
    const { pump, publish, log } = this.#deps;
    replay(
      {
        log: pump.log,
        send: (frame) => publish(this.#down, frame),
        isCancelled: () => this.#replay !== mine,
      },
      from,
      to,
    ).catch((fault: unknown) =>
      log.warn('replayFailed', { sessionId: this.session.sessionId, ...faultFields(fault) }),
    );
  }

  #onRefused(fault: unknown): void {
    const { sessionId } = this.session;
    this.#deps.log.info('inputRefused', { sessionId, ...faultFields(fault) });
    const message = 'The virtual machine is not running: what you typed did not reach it.';
    this.#send({ kind: 'error', error: { code: 'VirtualMachineNotRunning', message } });
  }

  #send(notice: NoticeFrame): void {
    void this.#deps.publish(this.#down, notice);
  }
}
