import { encodeOutput, type NoticeFrame } from '../shared/contracts/frames.ts';
import { liveGroup } from '../shared/contracts/groups.ts';
import { limits } from '../shared/contracts/limits.ts';
import type { OperationNotice } from '../shared/contracts/machineOperation.ts';
import type { RelayPort } from '../shared/contracts/relayApi.ts';
import type { TerminalSize } from '../shared/contracts/sshFrames.ts';
import type { Publish } from './hub.ts';
import type { OperatedPort, PortWatcher } from './operations/operatedPort.ts';
import type { OutputLog } from './outputLog.ts';
import type { MachineControl } from './ports/machineControl.ts';
import type { Power, SerialPort } from './ports/serialPort.ts';

type LogOutNotice = Extract<NoticeFrame, { kind: 'logOut' }>;
type BootLogNotice = Extract<NoticeFrame, { kind: 'bootLog' }>;

export type PortPumpDeps = {
  readonly port: SerialPort;
  readonly log: OutputLog;
  readonly publish: Publish;
  readonly now: () => number;
};

/**
 * Serial port → log → live group. Has no timers: the port gives the first bytes after silence at once and
 * paces itself in a burst, so each of its chunks is one frame.
 */
export class PortPump implements OperatedPort {
  readonly #deps: PortPumpDeps;
  #live: string | undefined;
  #viewers = 0;
  #wasLeft = false;
  lastOutputMs = 0;
  /** Called after each chunk; must be cheap. */
  onAppended: (() => void) | undefined;
  #announced = 0;
  /** What kind of guest is logged out here when its operator goes; undefined: none. */
  logOut: RelayPort['logOut'];
  #alone: Promise<unknown> | undefined;
  #bootLog: BootLogNotice | undefined;
  readonly #watchers = new Set<PortWatcher>();

  constructor(deps: PortPumpDeps) {
    this.#deps = deps;
  }

  /** Live frames go out only while somebody watches; who comes later gets a replay first. */
  get viewers(): number {
    return this.#viewers;
  }

  set viewers(count: number) {
    this.#viewers = count;
    if (count === 0) this.#wasLeft = true;
  }

  /** Whether its last viewer has left it since this was asked last, even if somebody watches again. */
  takeLeft(): boolean {
    const wasLeft = this.#wasLeft;
    this.#wasLeft = false;
    return wasLeft;
  }

  /** What was taken has been told to nobody. */
  keepLeft(): void {
    this.#wasLeft = true;
  }

  get log(): OutputLog {
    return this.#deps.log;
  }

  get power(): Power {
    return this.#deps.port.power;
  }

  get control(): MachineControl | undefined {
    return this.#deps.port.control;
  }

  watch(watcher: PortWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  notify(notice: OperationNotice): void {
    this.#send(notice);
  }

  /** What whoever comes must know about the boot log, if anything. */
  get bootLog(): BootLogNotice | undefined {
    return this.#bootLog;
  }

  tellBootLog(state: BootLogNotice['state']): void {
    this.#bootLog = { kind: 'bootLog', state };
    this.#send(this.#bootLog);
  }

  resized(size: TerminalSize): void {
    for (const { onResize } of this.#watchers) onResize?.(size);
  }

  tell(notice: LogOutNotice): void {
    this.#send(notice);
  }

  /** Known from the control plane's answer; until then output is only kept. */
  set portId(portId: string) {
    this.publishTo(liveGroup(portId));
  }

  publishTo(group: string): void {
    this.#live = group;
  }

  /** Not this relay's to show any more. */
  left(): void {
    this.#live = undefined;
    this.#bootLog = undefined;
    this.logOut = undefined;
    this.onAppended = undefined;
    this.log.archive = undefined;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#alone === undefined ? this.writeAlone(bytes) : this.#alone.then(() => this.write(bytes));
  }

  /** Inside of `alone`. */
  writeAlone(bytes: Uint8Array): Promise<void> {
    return this.#deps.port.write(bytes);
  }

  /** What is typed meanwhile comes after it. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#alone;
    const mine = Promise.resolve(before).then(work);
    const done = mine.catch(() => undefined);
    this.#alone = done;
    try {
      return await mine;
    } finally {
      if (this.#alone === done) this.#alone = undefined;
    }
  }

  start(): Promise<void> {
    return this.#deps.port.open(this.log.end, {
      onOutput: (bytes) => this.#onOutput(bytes),
      onPower: (power) => this.#onPower(power),
    });
  }

  /**
   * Says where the port is, with a frame without bytes, if that is news. A viewer that lost the last frames
   * before a silence learns of it here.
   */
  announceEnd(): void {
    if (this.log.end === this.#announced) return;
    this.#announced = this.log.end;
    this.#send(encodeOutput(this.log.end, new Uint8Array(0)));
  }

  /** Forget what was announced: the connection that carried it is not the present one. */
  forgetAnnounced(): void {
    this.#announced = 0;
  }

  #onPower(power: Power): void {
    this.#send({ kind: 'power', power });
    for (const { onPower } of this.#watchers) onPower?.(power);
  }

  #onOutput(bytes: Uint8Array): void {
    const offset = this.log.append(bytes);
    this.lastOutputMs = this.#deps.now();
    for (let cut = 0; cut < bytes.length; cut += limits.maxOutputBytes) {
      this.#send(encodeOutput(offset + cut, bytes.subarray(cut, cut + limits.maxOutputBytes)));
    }
    this.onAppended?.();
    for (const { onOutput } of this.#watchers) onOutput?.(bytes);
  }

  #send(data: Parameters<Publish>[1]): void {
    if (this.#live !== undefined && this.viewers > 0) void this.#deps.publish(this.#live, data);
  }
}
