import type { KeyObject } from 'node:crypto';
import { chainHash, signStatement, toPublicKey } from '../../shared/azure/recordingCrypto.ts';
import { downGroup } from '../../shared/contracts/groups.ts';
import type { RelaySession } from '../../shared/contracts/relayApi.ts';
import { noHash } from '../../shared/recording/chunk.ts';
import { type RecordingName, recordingOf } from '../../shared/recording/recordingName.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { Publish } from '../hub.ts';
import { faultFields, type Log } from '../log.ts';
import type { OutputLog } from '../outputLog.ts';
import type { PortPump } from '../portPump.ts';
import { noOutput, outputUpTo } from './pastOutput.ts';
import { Recorder, type RecorderDeps, type RecordingState } from './recorder.ts';
import type { RecordingRecord, RecordingRecords } from './recordingRecords.ts';

/** Whose output a port is, and the storage account of its boot log, which recordings go to as well. */
export type RecordedPort = {
  readonly title: string;
  readonly account: string;
  /** Of its serial line, and where that was when this relay began. */
  readonly log: OutputLog;
  readonly begunAt: number;
};

export type RecordingsDeps = {
  /** Undefined: this relay has no storage, and no recording ever succeeds. */
  readonly openStore: ((name: RecordingName) => RecordingStore) | undefined;
  readonly findPort: (portId: string) => RecordedPort | undefined;
  readonly key: KeyObject;
  readonly records: RecordingRecords;
  readonly publish: Publish;
  readonly now: () => number;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** A session must end because its recording failed. */
  readonly onFailed: () => void;
  readonly log: Log;
};

type Running = {
  readonly recorder: Recorder | undefined;
  readonly stop: () => void;
  mode: RelaySession['mode'];
  state: RecordingState;
};

/** Markers of a recording: who typed what follows, is a question that replays are looked at for. */
const modeMarkers = {
  operator: 'this session types from here on',
  observer: 'this session only watches from here on',
} as const;

/** The recordings of the sessions that this relay serves, as the control plane wants them. */
export class Recordings {
  readonly #deps: RecordingsDeps;
  readonly #running = new Map<string, Running>();
  /** Over, but not yet written to the end. */
  readonly #ending = new Set<Recorder>();
  /** What an earlier relay did not sign, by session id. */
  readonly #left: Map<string, RecordingRecord>;

  constructor(deps: RecordingsDeps) {
    this.#deps = deps;
    this.#left = new Map(deps.records.list().map((record) => [record.session.sessionId, record]));
  }

  /** Base64 SPKI: what a recording's signature is to be compared with. */
  get publicKey(): string {
    return toPublicKey(this.#deps.key);
  }

  /** May be told again: a session is recorded once, whatever becomes of its mode. */
  begin(session: RelaySession, pump: PortPump): void {
    const { sessionId, recording, mode } = session;
    const running = this.#running.get(sessionId);
    if (running !== undefined) return this.#changeMode(running, mode);
    if (recording === undefined) return;
    const recorder = this.#open(session, pump);
    const stop = recorder === undefined ? () => undefined : watch(pump, recorder);
    this.#running.set(sessionId, { recorder, stop, mode, state: 'recording' });
    if (recorder === undefined) this.#onState(session, recording === 'strict' ? 'failed' : 'behind');
  }

  #changeMode(running: Running, mode: RelaySession['mode']): void {
    if (running.mode === mode) return;
    running.mode = mode;
    running.recorder?.event('m', modeMarkers[mode]);
  }

  /** The session is over. Its recording is written to the end and signed in its own time. */
  end(sessionId: string): void {
    const running = this.#running.get(sessionId);
    if (running === undefined) return;
    this.#running.delete(sessionId);
    running.stop();
    const { recorder } = running;
    if (recorder !== undefined && recorder.state !== 'failed') void this.#finish(recorder);
  }

  /** Signs what an earlier relay left, of sessions that have ended since: `wanted` are those that live. */
  finishLeft(wanted: ReadonlySet<string>): void {
    for (const [sessionId, record] of this.#left) {
      const port = this.#deps.findPort(record.session.portId);
      if (wanted.has(sessionId) || port === undefined) continue;
      this.#left.delete(sessionId);
      void this.#finishOne(record, port);
    }
  }

  stateOf(sessionId: string): RecordingState | undefined {
    return this.#running.get(sessionId)?.state;
  }

  /** Lets the viewer know that it is recorded. */
  tell(session: RelaySession): void {
    const state = this.stateOf(session.sessionId);
    if (state === undefined || state === 'complete' || session.recording === undefined) return;
    void this.#deps.publish(downGroup(session.sessionId), {
      kind: 'recording',
      state,
      mode: session.recording,
    });
  }

  /** The relay stops. Sessions go on at the next one, and so do their recordings. */
  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { stop } of running) stop();
    const recorders = running.flatMap(({ recorder }) => recorder ?? []);
    await Promise.all([...recorders, ...this.#ending].map((recorder) => recorder.close()));
  }

  #open(session: RelaySession, pump: PortPump): Recorder | undefined {
    const { openStore, findPort, log } = this.#deps;
    const { sessionId, portId, protocol } = session;
    const port = findPort(portId);
    if (openStore === undefined || port === undefined) {
      log.error('recordingImpossible', { sessionId, portId });
      return undefined;
    }
    log.info('recordingStarted', { sessionId, portId });
    const left = this.#left.get(sessionId);
    this.#left.delete(sessionId);
    const { title, account } = left ?? { title: `${port.title} (${protocol})`, account: port.account };
    const { chunks, hash } = left ?? { chunks: 0, hash: noHash };
    const isStrict = session.recording === 'strict';
    const store = openStore({ account, ...recordingOf(sessionId) });
    return this.#record({ session, title, account, chunks, hash }, { isStrict, store, output: pump.log });
  }

  #record(record: RecordingRecord, how: Pick<RecorderDeps, 'isStrict' | 'store' | 'output'>): Recorder {
    const { key, now, schedule, log, records } = this.#deps;
    const { session, title, chunks, hash } = record;
    this.#note(record);
    const recorder: Recorder = new Recorder({
      ...how,
      session: session.sessionId,
      title,
      chainHash,
      sign: (statement) => signStatement(key, statement),
      now,
      schedule,
      known: { chunks, hash },
      onChunk: (known) => this.#note({ ...record, ...known }),
      onState: (state) => {
        if (state === 'complete' || state === 'failed') {
          this.#ending.delete(recorder);
          records.forget(session.sessionId);
        }
        this.#onState(session, state);
      },
      log,
    });
    return recorder;
  }

  /** A disk that is full costs a later signature, and no console. */
  #note(record: RecordingRecord): void {
    try {
      this.#deps.records.save(record);
    } catch (fault) {
      this.#deps.log.warn('recordingNoteFault', {
        sessionId: record.session.sessionId,
        ...faultFields(fault),
      });
    }
  }

  async #finishOne(record: RecordingRecord, { log: output, begunAt }: RecordedPort): Promise<void> {
    const { openStore, records, log } = this.#deps;
    const { session, account } = record;
    const { sessionId, protocol } = session;
    try {
      const store = openStore?.({ account, ...recordingOf(sessionId) });
      if (store === undefined) return;
      // Signed by a relay that died before it could note that.
      if ((await store.readStatement()) !== undefined) return records.forget(sessionId);
      const shown = protocol === 'Serial' ? outputUpTo(output, begunAt) : noOutput;
      await this.#finish(this.#record(record, { isStrict: false, store, output: shown }));
    } catch (fault) {
      log.warn('recordingFault', { sessionId, ...faultFields(fault) });
      this.#left.set(sessionId, record); // For the next heartbeat.
    }
  }

  #onState(session: RelaySession, state: RecordingState): void {
    const running = this.#running.get(session.sessionId);
    if (running === undefined) return;
    running.state = state;
    this.tell(session);
    if (state === 'failed') this.#deps.onFailed();
  }

  async #finish(recorder: Recorder): Promise<void> {
    // With the store down it goes on by its own timer, until it is complete.
    this.#ending.add(recorder);
    await recorder.finish();
  }
}

function watch(pump: PortPump, recorder: Recorder): () => void {
  let size = '';
  return pump.watch({
    onOutput: (bytes) => recorder.output(pump.log.end - bytes.length, bytes),
    onResize({ columns, rows }) {
      const before = size;
      size = `${columns}x${rows}`;
      // A viewer that comes back says it again.
      if (size !== before) recorder.event('r', size);
    },
  });
}
