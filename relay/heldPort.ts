import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AppendBlob } from '../shared/console/appendBlob.ts';
import type { HeartbeatRequest, RelayPort } from '../shared/contracts/relayApi.ts';
import type { BlobName } from '../shared/fleet/bootLog.ts';
import { resourceKey } from '../shared/fleet/resourceId.ts';
import { backoffMs } from './backoff.ts';
import { BootLog } from './bootLog.ts';
import type { Publish } from './hub.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Lease } from './lease/lease.ts';
import { faultFields, type Log } from './log.ts';
import { OutputLog } from './outputLog.ts';
import { PortPump } from './portPump.ts';
import type { SerialPort } from './ports/serialPort.ts';
import type { RecordedPort } from './recording/recordings.ts';
import { type PutPicture, Screenshots } from './screen/screenshots.ts';
import type { SshServer } from './ssh/sshServer.ts';

export type PortToHold = {
  readonly targetResourceId: string;
  readonly port: SerialPort;
  /** The target's SSH server, where its address is known. */
  readonly ssh: SshServer | undefined;
};

export type HeldPortDeps = {
  readonly relayId: string;
  readonly stateFolder: string;
  readonly ringBytes: number;
  readonly publish: Publish;
  readonly now: () => number;
  readonly random: () => number;
  readonly newEpoch: () => string;
  readonly lease: Pick<Lease, 'fence'>;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
};

/** Where blobs go. Undefined: this relay has no storage. */
export type PortBlobs = {
  readonly openBlob: ((name: BlobName) => AppendBlob) | undefined;
  readonly putPicture: PutPicture | undefined;
};

/** Without output for so long, a guest will not go on in the next moment. */
const idleMs = 10_000;

/** One serial port with its journal, its pump and, once it is known where, its boot log. */
export class HeldPort {
  readonly #deps: HeldPortDeps;
  readonly #held: PortToHold;
  readonly pump: PortPump;
  readonly #journal: Journal;
  /** Where an earlier relay stopped. */
  readonly #begunAt: number;
  #portId: string | undefined;
  #sshPortId: string | undefined;
  #account: string | undefined;
  #screenshots: Screenshots | undefined;
  #bootLog: BootLog | undefined;
  #cancelRetry: (() => void) | undefined;
  #isStarted = false;
  #isClosed = false;

  /** `deps` is the same object for all ports. */
  constructor(deps: HeldPortDeps, held: PortToHold) {
    this.#deps = deps;
    this.#held = held;
    this.#journal = openJournal({
      directory: join(deps.stateFolder, 'ports', journalName(held.targetResourceId)),
      newEpoch: () => held.port.recordId ?? deps.newEpoch(),
      onFault: (fault) => this.#warn('journalFault', fault),
    });
    const output = new OutputLog(this.#journal, deps.ringBytes);
    this.#begunAt = output.end;
    this.pump = new PortPump({ port: held.port, log: output, publish: deps.publish, now: deps.now });
  }

  get key(): string {
    return resourceKey(this.#held.targetResourceId);
  }

  get ssh(): SshServer | undefined {
    return this.#held.ssh;
  }

  get sshPortId(): string | undefined {
    return this.#sshPortId;
  }

  /** Undefined until the control plane has named an account to record to. */
  get recordedPort(): RecordedPort | undefined {
    const title = this.#held.targetResourceId.split('/').slice(8).join('/');
    const { log } = this.pump;
    const begunAt = this.#begunAt;
    return this.#account === undefined ? undefined : { title, account: this.#account, log, begunAt };
  }

  serves(portId: string): boolean {
    return this.#portId === portId || this.#sshPortId === portId;
  }

  get portId(): string | undefined {
    return this.#portId;
  }

  /** For the heartbeat; undefined until the control plane has named the port. */
  get state(): HeartbeatRequest['ports'][number] | undefined {
    if (this.#portId === undefined) return undefined;
    const { power, log } = this.pump;
    const hasSsh = this.ssh !== undefined;
    const hasScreen = this.#screenshots !== undefined;
    return { portId: this.#portId, power, endOffset: log.end, hasSsh, hasScreen };
  }

  /** Drains the port from now on; one that cannot be opened is tried again for as long as it takes. */
  async start(attempt = 1): Promise<void> {
    try {
      await this.pump.start();
      this.#isStarted = true;
      this.#bootLog?.notify();
      this.#deps.log.info('portOpened', { targetResourceId: this.#held.targetResourceId });
    } catch (fault) {
      if (this.#isClosed) return;
      this.#warn('portFault', fault);
      const delayMs = backoffMs(attempt, this.#deps.random());
      this.#cancelRetry = this.#deps.schedule(() => void this.start(attempt + 1), delayMs);
    }
  }

  /** Stores a new picture of the display, where there is one. */
  async takeScreenshot(): Promise<void> {
    await this.#screenshots?.take(true);
  }

  /** What the control plane says about this port; may be told again. */
  named(port: RelayPort, { openBlob, putPicture }: PortBlobs): void {
    this.#portId = port.portId;
    this.#sshPortId = port.sshPortId;
    this.#account = port.bootLog?.account;
    this.pump.portId = port.portId;
    this.pump.logOut = port.logOut;
    if (this.#bootLog !== undefined || port.bootLog === null || openBlob === undefined) return;
    const { relayId, lease, schedule, log } = this.#deps;
    const fence = (): number => lease.fence;
    if (putPicture !== undefined) this.#screenshots = this.#startScreenshots(port.bootLog, putPicture);
    const bootLog = new BootLog({
      blob: openBlob(port.bootLog),
      output: this.pump.log,
      isCaughtUp: () => this.#isStarted || this.#held.port.recordId !== this.#journal.epoch,
      relayId,
      fence,
      schedule,
      log,
      onDelayed: (isDelayed) => this.pump.tellBootLog(isDelayed ? 'delayed' : 'caughtUp'),
    });
    this.#bootLog = bootLog;
    this.pump.log.archive = bootLog;
    this.pump.onAppended = () => bootLog.notify();
    bootLog.notify();
  }

  /** Another relay has the machine now, or none: what the guest writes here is kept, and nothing of it leaves. */
  left(): void {
    this.#portId = this.#sshPortId = this.#account = undefined;
    this.pump.left();
    this.#bootLog?.leave();
    this.#bootLog = undefined;
    void this.#screenshots?.close();
    this.#screenshots = undefined;
  }

  #startScreenshots(bootLog: BlobName, put: PutPicture): Screenshots | undefined {
    const { schedule, log } = this.#deps;
    const { port } = this.#held;
    const { control } = port;
    if (control?.readScreen === undefined) return undefined;
    return new Screenshots({ bootLog, control, power: () => port.power, put, schedule, log });
  }

  /** Looked at again and again: a thousand silent ports that nobody watches must cost next to nothing. */
  restIfIdle(): void {
    const { viewers, lastOutputMs, log } = this.pump;
    if (viewers === 0 && this.#deps.now() - lastOutputMs > idleMs) log.rest();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry?.();
    await this.#screenshots?.close();
    await this.#held.port[Symbol.asyncDispose]();
    await this.#bootLog?.close();
    this.#journal.close();
  }

  #warn(event: string, fault: unknown): void {
    this.#deps.log.warn(event, { targetResourceId: this.#held.targetResourceId, ...faultFields(fault) });
  }
}

/** Known before the control plane is; readable for people, unique by the hash of the whole id. */
function journalName(targetResourceId: string): string {
  const key = resourceKey(targetResourceId);
  const name = key
    .split('/')
    .slice(-1)
    .join('')
    .replaceAll(/[^a-z0-9-]/g, '-')
    .slice(0, 40);
  return `${name}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}
