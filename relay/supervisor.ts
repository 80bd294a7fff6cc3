import { join } from 'node:path';
import type { AppendBlob } from '../shared/console/appendBlob.ts';
import { relayCommand } from '../shared/contracts/frames.ts';
import { relayGroup } from '../shared/contracts/groups.ts';
import { limits } from '../shared/contracts/limits.ts';
import type { LogOutOutcome } from '../shared/contracts/logOut.ts';
import type {
  HeartbeatRequest,
  HeartbeatResponse,
  RelayPort,
  RelaySession,
} from '../shared/contracts/relayApi.ts';
import { backoffMs } from './backoff.ts';
import type { ControlPlane } from './controlPlane.ts';
import { followFleet, warnOfUnnamed } from './followFleet.ts';
import { Heartbeats } from './heartbeats.ts';
import { HeldPort } from './heldPort.ts';
import type { Hub, HubDeps, Publish } from './hub.ts';
import type { InputRecord, InputRecords } from './inputRecords.ts';
import { isLeaseLost, releaseLease } from './lease/endLease.ts';
import type { Lease } from './lease/lease.ts';
import { leasedPort } from './lease/leasedPort.ts';
import { faultFields, type Log } from './log.ts';
import { logOutPort } from './logOut/portLogOut.ts';
import { createAnswer } from './operations/createAnswer.ts';
import { MachineOperations } from './operations/machineOperations.ts';
import { openOperationRecords } from './operations/operationRecords.ts';
import type { PortPump } from './portPump.ts';
import type { PortSource } from './ports/portsFile.ts';
import type { SerialPort } from './ports/serialPort.ts';
import { openRecordingRecords } from './recording/recordingRecords.ts';
import { Recordings, type RecordingsDeps } from './recording/recordings.ts';
import type { PutPicture } from './screen/screenshots.ts';
import type { SshAddress, SshServer } from './ssh/sshServer.ts';
import { createSshSessions } from './ssh/sshSessions.ts';
import { ViewerSessions } from './viewerSessions.ts';

export type SupervisorDeps = {
  readonly relayId: string;
  readonly sources: readonly PortSource[];
  readonly stateFolder: string;
  readonly createPort: (source: PortSource) => SerialPort;
  readonly createSshServer: (address: SshAddress) => SshServer;
  readonly createHub: (deps: HubDeps) => Hub;
  readonly controlPlane: ControlPlane;
  readonly lease: Lease;
  /** Another process is this relay: this one should be disposed. */
  readonly onLeaseLost: () => void;
  readonly records: InputRecords;
  /** Undefined: no boot logs. */
  readonly openBlob: ((name: NonNullable<RelayPort['bootLog']>) => AppendBlob) | undefined;
  readonly putPicture: PutPicture | undefined;
  /** Undefined: nothing can be recorded. */
  readonly openRecording: RecordingsDeps['openStore'];
  readonly recordingKey: RecordingsDeps['key'];
  /** How long a guest may take to shut down. */
  readonly shutdownMs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly newEpoch: () => string;
  /** Runs `task` once; returns the cancel. */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
};

/** The whole relay: ports drained from the start, and a connection to the hub that follows the control plane. */
export class Supervisor implements AsyncDisposable {
  readonly #deps: SupervisorDeps;
  readonly #hub: Hub;
  readonly #ports: readonly HeldPort[];
  readonly #unheld = new Set<string>();
  readonly #viewers: ViewerSessions;
  readonly #recordings: Recordings;
  readonly #ssh: ReturnType<typeof createSshSessions>;
  readonly #operations: MachineOperations;
  /** From the connect call, to be followed once the connection stands: before that no answer reaches a viewer. */
  #wanted: { sessions: readonly RelaySession[]; moment: number } | undefined;
  #cancelConnect: (() => void) | undefined;
  readonly #heartbeats: Heartbeats;
  #isSilent = false;
  /** The control plane knows our connection: consoles can be opened. */
  #isServing = false;
  #isClosed = false;

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
    const { now, schedule, log, records } = deps;
    this.#hub = deps.createHub({
      getClientAccessUrl: () => this.#getClientAccessUrl(),
      onMessage: (group, data) => this.#guard(() => this.#onMessage(group, data)),
      onConnected: () => this.#guard(() => this.#onConnected()),
      onRestored: () => this.#announceEnds(true),
      log,
    });
    const { lease } = deps;
    const publish: Publish = async (group, data) => lease.isHeld && (await this.#hub.publish(group, data));
    const held = { ...deps, publish, ringBytes: limits.ringBytes };
    this.#ports = deps.sources.map((source) => {
      const { targetResourceId } = source;
      const port = leasedPort(deps.createPort(source), lease);
      return new HeldPort(held, {
        targetResourceId,
        port,
        ssh: source.ssh && deps.createSshServer(source.ssh),
      });
    });
    const findPump = (portId: string) => this.#findPump(portId);
    const findServer = (portId: string) => this.#ports.find((held) => held.sshPortId === portId)?.ssh;
    this.#ssh = createSshSessions({ ...deps, findServer, publish });
    const openSsh = (session: RelaySession, record: InputRecord) => this.#ssh.open(session, record);
    const { controlPlane } = deps;
    const report = (sessionId: string, outcome: LogOutOutcome) =>
      controlPlane.reportLogOut(sessionId, outcome);
    const onOperatorGone = (pump: PortPump, sessionId: string): void =>
      void logOutPort({ report, log }, pump, sessionId);
    this.#recordings = this.#createRecordings(publish);
    this.#viewers = new ViewerSessions({
      recordings: this.#recordings,
      findPump,
      openSsh,
      onOperatorGone,
      records,
      publish,
      now,
      schedule,
      log,
    });
    this.#operations = this.#createOperations();
    this.#heartbeats = new Heartbeats({
      beat: () => this.#beat(),
      // Several of them in the time of one lease.
      pauseMs: () => Math.min(limits.heartbeatSeconds * 1_000, lease.forMs / 4),
      schedule,
    });
  }

  #createRecordings(publish: Publish): Recordings {
    const { openRecording: openStore, recordingKey: key, stateFolder, now, schedule, log } = this.#deps;
    return new Recordings({
      openStore,
      findPort: (portId) => this.#ports.find((one) => one.serves(portId))?.recordedPort,
      key,
      records: openRecordingRecords(join(stateFolder, 'recordings'), now),
      publish,
      now,
      schedule,
      onFailed: () => void this.#heartbeat(),
      log,
    });
  }

  #createOperations(): MachineOperations {
    const { stateFolder, shutdownMs, schedule, log } = this.#deps;
    const watcher = { onPower: () => void this.#heartbeat() };
    for (const { pump } of this.#ports) pump.watch(watcher);
    return new MachineOperations({
      findPort: (portId) => this.#findPump(portId),
      records: openOperationRecords(join(stateFolder, 'operations')),
      answer: createAnswer(this.#deps),
      announcePower: () => this.#heartbeat(),
      shutdownMs,
      schedule,
      log,
    });
  }

  #findPump(portId: string): PortPump | undefined {
    return this.#ports.find((held) => held.portId === portId)?.pump;
  }

  get isWatched(): boolean {
    return !this.#viewers.isEmpty;
  }

  /** Returns at once: neither a port nor the control plane has to be there yet. */
  start(): void {
    for (const port of this.#ports) void port.start();
    this.#operations.resume();
    void this.#connect(1);
    void this.#heartbeat();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#cancelConnect?.();
    this.#heartbeats.close();
    this.#viewers.close();
    this.#ssh.close();
    await this.#hub[Symbol.asyncDispose]();
    await this.#recordings.close();
    await Promise.all(this.#ports.map((port) => port.close()));
    await releaseLease(this.#deps);
  }

  #isLeaseLost(fault: unknown): boolean {
    const isLost = isLeaseLost(this.#deps, fault);
    if (isLost && !this.#isClosed) this.#deps.onLeaseLost();
    return isLost;
  }

  async #connect(attempt: number): Promise<void> {
    const { log, random, schedule } = this.#deps;
    try {
      await this.#hub.start();
    } catch (fault) {
      if (this.#isClosed || this.#isLeaseLost(fault)) return;
      log.warn('connectFault', faultFields(fault));
      this.#cancelConnect = schedule(() => void this.#connect(attempt + 1), backoffMs(attempt, random()));
    }
  }

  async #getClientAccessUrl(): Promise<string> {
    const moment = this.#viewers.moment;
    const { controlPlane } = this.#deps;
    await controlPlane.takeLease();
    const answer = await controlPlane.connect();
    this.#followFleet(answer);
    warnOfUnnamed(this.#deps, this.#ports);
    this.#wanted = { sessions: answer.sessions, moment };
    return answer.connectionString;
  }

  #followFleet(answer: Pick<HeartbeatResponse, 'ports' | 'lostPorts'>): void {
    followFleet({ ...this.#deps, unheld: this.#unheld }, this.#ports, answer);
  }

  /** Without a connection nobody could be answered: what is new begins when there is one. */
  #follow(answer: HeartbeatResponse, moment: number): void {
    this.#followFleet(answer);
    this.#viewers.reconcile(answer.sessions, moment, this.#hub.connectionId !== null);
  }

  #onConnected(): void {
    if (this.#wanted !== undefined) this.#viewers.reconcile(this.#wanted.sessions, this.#wanted.moment);
    this.#wanted = undefined;
    this.#announceEnds(true);
    void this.#heartbeat();
  }

  #announceEnds(isNewConnection: boolean): void {
    for (const { pump } of this.#ports) {
      if (isNewConnection) pump.forgetAnnounced();
      pump.announceEnd();
    }
    this.#viewers.announceEnds(isNewConnection);
  }

  /** One message that cannot be served (a full disk) must not be the end of the others. */
  #guard(serve: () => void): void {
    try {
      serve();
    } catch (fault) {
      this.#deps.log.error('messageFault', faultFields(fault));
    }
  }

  #onMessage(group: string, data: unknown): void {
    if (!this.#deps.lease.isHeld) return; // What is typed comes again, and so does what is asked.
    if (group !== relayGroup(this.#deps.relayId)) return this.#viewers.receive(group, data);
    const command = relayCommand.safeParse(data).data;
    switch (command?.kind) {
      case 'attach':
        return this.#viewers.attach(command.session);
      case 'detach':
        return this.#viewers.detach(command.sessionId);
      case 'demote':
        return this.#viewers.demote(command.sessionId);
      case 'report':
        void this.#report(command.operationId);
        return;
      case 'screenshot':
        void this.#ports.find(({ portId }) => portId === command.portId)?.takeScreenshot();
        return;
      case 'operate':
        return this.#operations.operate(command);
      case undefined:
        this.#deps.log.warn('unknownCommand');
    }
  }

  async #report(operationId: string): Promise<void> {
    try {
      await this.#deps.controlPlane.answer(operationId, { sessions: this.#viewers.list() });
    } catch (fault) {
      this.#deps.log.warn('reportFault', faultFields(fault));
    }
  }

  /** Says what is true here and makes true what is answered. */
  #heartbeat(): Promise<void> {
    return this.#heartbeats.beatNow();
  }

  /** A machine's power is its guest's and what is being done to it. */
  #portStates(): HeartbeatRequest['ports'] {
    return this.#ports.flatMap(({ state, pump }) =>
      state === undefined ? [] : [{ ...state, power: this.#operations.powerOf(state.portId, pump.power) }],
    );
  }

  async #beat(): Promise<void> {
    const { controlPlane, lease, log, now } = this.#deps;
    this.#announceEnds(false);
    for (const port of this.#ports) port.restIfIdle();
    if (lease.claim === undefined) return; // Not even the control plane knows it yet.
    const wasHeld = lease.isHeld;
    const moment = this.#viewers.moment;
    const { connectionId } = this.#hub;
    const ports = this.#portStates();
    const left = connectionId === null ? [] : this.#ports.filter(({ pump }) => pump.takeLeft());
    try {
      const time = new Date(now()).toISOString();
      const sessions = this.#viewers.list();
      const leftPorts = left.flatMap(({ portId }) => portId ?? []);
      const recordingKey = this.#recordings.publicKey;
      const unheldPorts = [...this.#unheld];
      const beat = { time, connectionId, ports, sessions, leftPorts, unheldPorts, recordingKey };
      const answer = await controlPlane.heartbeat(beat);
      if (!this.#isClosed) this.#follow(answer, moment);
      if (!wasHeld) this.#announceEnds(true); // Nothing of what came meanwhile was shown.
      if (this.#isSilent) log.info('heartbeatRestored', { wasHeld });
      if (!this.#isServing && connectionId !== null) {
        this.#isServing = true;
        log.info('serving');
      }
      this.#isSilent = false;
    } catch (fault) {
      for (const { pump } of left) pump.keepLeft();
      if (this.#isLeaseLost(fault)) return;
      if (!this.#isSilent) log.warn('heartbeatFault', faultFields(fault));
      this.#isSilent = true;
    }
  }
}
