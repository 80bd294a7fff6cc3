import { type NoticeFrame, viewerFrame } from '../../shared/contracts/frames.ts';
import { downGroup } from '../../shared/contracts/groups.ts';
import { limits } from '../../shared/contracts/limits.ts';
import type { RelaySession, SshEnd } from '../../shared/contracts/relayApi.ts';
import { type SshViewerFrame, sshViewerFrame, type TerminalSize } from '../../shared/contracts/sshFrames.ts';
import type { Publish } from '../hub.ts';
import type { InputRecord } from '../inputRecords.ts';
import type { Log } from '../log.ts';
import { PortPump } from '../portPump.ts';
import type { ServedSession } from '../servedSession.ts';
import { ViewerSession } from '../viewerSession.ts';
import { createFlowControl } from './flowControl.ts';
import type { Shell, ShellEnd } from './shell.ts';
import { createShellOutput } from './shellOutput.ts';
import { createShellPort } from './shellPort.ts';
import { type HostKeys, SshLogin } from './sshLogin.ts';
import type { SshServer } from './sshServer.ts';

export type SshSessionDeps = {
  readonly session: RelaySession;
  readonly record: InputRecord;
  readonly server: SshServer;
  readonly hostKeys: HostKeys;
  /** The session is over at this side. Called at most once; detaching follows from it. */
  readonly onEnd: (end: SshEnd) => void;
  readonly publish: Publish;
  readonly now: () => number;
  readonly newEpoch: () => string;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
};

/** One person's shell: the way to it, its stream to one viewer, and its end. */
export class SshSession implements ServedSession {
  readonly #deps: SshSessionDeps;
  readonly #port;
  readonly #pump: PortPump;
  readonly #viewer: ViewerSession;
  readonly #login: SshLogin;
  readonly #flow;
  #shell: Shell | undefined;
  /** The shell has ended; told once the viewer has its last output. */
  #end: SshEnd | undefined;
  #isOver = false;
  #cancelWait: (() => void) | undefined;

  constructor(deps: SshSessionDeps) {
    this.#deps = deps;
    const { session, record, publish, now, schedule, log } = deps;
    this.#port = createShellPort(schedule);
    const output = createShellOutput(deps.newEpoch(), limits.ringBytes);
    this.#pump = new PortPump({ port: this.#port, log: output, publish, now });
    this.#pump.publishTo(downGroup(session.sessionId));
    void this.#pump.start();
    this.#flow = createFlowControl({
      windowBytes: limits.sshWindowBytes,
      end: () => output.end,
      pause: () => this.#shell?.pause(),
      resume: () => this.#shell?.resume(),
    });
    this.#pump.onAppended = () => this.#flow.produced();
    const windowBytes = limits.sshWindowBytes;
    this.#viewer = new ViewerSession({
      session,
      pump: this.#pump,
      record,
      publish,
      now,
      schedule,
      log,
      windowBytes,
    });
    this.#login = new SshLogin({
      server: deps.server,
      hostKeys: deps.hostKeys,
      onState: () => this.#tellState(),
      onShell: (shell, size) => this.#onShell(shell, size),
      onFailed: (end) => this.#finish(end),
    });
    this.#login.start();
  }

  get session(): RelaySession {
    return this.#deps.session;
  }

  get pump(): PortPump {
    return this.#pump;
  }

  get lastActivityMs(): number {
    return this.#viewer.lastActivityMs;
  }

  answer(wanted: number | null): void {
    this.#viewer.answer(wanted);
    this.#tellState();
  }

  announce(): void {
    this.answer(this.#pump.log.end);
  }

  announceEnd(isNewConnection: boolean): void {
    if (isNewConnection) this.#pump.forgetAnnounced();
    // Also while nothing is new: a paused shell waits for what its viewer says, which may have been lost.
    if (!this.#flow.isDrained()) this.#pump.forgetAnnounced();
    this.#pump.announceEnd();
  }

  receive(data: unknown): void {
    if (data instanceof ArrayBuffer) return this.#viewer.receive(data);
    const stream = viewerFrame.safeParse(data).data;
    if (stream?.kind === 'resume') this.answer(stream.offset);
    if (stream !== undefined && stream.offset !== null) return this.#onReceived(stream.offset);
    const frame = sshViewerFrame.safeParse(data).data;
    if (frame !== undefined) this.#onFrame(frame);
  }

  close(): void {
    this.#isOver = true;
    this.#cancelWait?.();
    this.#login.close();
    void this.#port[Symbol.asyncDispose]();
    this.#viewer.close();
  }

  #onFrame(frame: SshViewerFrame): void {
    if (frame.kind === 'resize') this.#resize(frame);
    else this.#login.receive(frame);
  }

  #resize({ columns, rows }: TerminalSize): void {
    if (this.#shell === undefined) return;
    this.#shell.resize({ columns, rows });
    this.#pump.resized({ columns, rows });
  }

  #onReceived(offset: number): void {
    this.#flow.received(offset);
    if (this.#end !== undefined && this.#flow.isDrained()) this.#finish(this.#end);
  }

  #onShell(shell: Shell, size: TerminalSize): void {
    this.#shell = shell;
    this.#pump.resized(size);
    this.#deps.log.info('shellOpened', { sessionId: this.session.sessionId });
    this.#port.connect(shell, (end) => this.#onShellEnd(end));
  }

  /** The viewer gets all output before it is told that this was all. Who does not come back for it is not waited for. */
  #onShellEnd(end: ShellEnd): void {
    this.#end = toSshEnd(end);
    if (this.#flow.isDrained()) return this.#finish(this.#end);
    const { schedule } = this.#deps;
    this.#cancelWait = schedule(() => this.#end && this.#finish(this.#end), limits.sshGraceSeconds * 1_000);
  }

  #finish(end: SshEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelWait?.();
    this.#deps.log.info('sshEnded', { sessionId: this.session.sessionId, reason: end.reason });
    this.#deps.onEnd(end);
  }

  #tellState(): void {
    const notice: NoticeFrame = { kind: 'ssh', state: this.#login.state };
    void this.#deps.publish(downGroup(this.session.sessionId), notice);
  }
}

function toSshEnd(end: ShellEnd): SshEnd {
  if (end.kind === 'gone') return { reason: 'GuestGone' };
  const how = end.status === undefined ? 'was ended by a signal' : `ended with status ${end.status}`;
  return { reason: 'ClosedByUser', message: `The shell ${how}.` };
}
