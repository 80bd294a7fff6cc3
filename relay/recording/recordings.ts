import type { KeyObject } from 'node:crypto';
import { chainHash, signStatement, toPublicKey } from '../../shared/azure/recordingCrypto.ts';
import { downGroup } from '../../shared/contracts/groups.ts';
import type { RelaySession } from '../../shared/contracts/relayApi.ts';
import { type RecordingName, recordingOf } from '../../shared/recording/recordingName.ts';
import type { RecordingStore } from '../../shared/recording/recordingStore.ts';
import type { Publish } from '../hub.ts';
import type { Log } from '../log.ts';
import type { PortPump } from '../portPump.ts';
import { Recorder, type RecordingState } from './recorder.ts';

/** Whose output a port is, and the storage account of its boot log, which recordings go to as well. */
export type RecordedPort = { readonly title: string; readonly account: string };

export type RecordingsDeps = {
  /** Undefined: this relay has no storage, and no recording ever succeeds. */
  readonly openStore: ((name: RecordingName) => RecordingStore) | undefined;
  readonly findPort: (portId: string) => RecordedPort | undefined;
  readonly key: KeyObject;
  readonly publish: Publish;
  readonly now: () => number;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  /** A session must end because its recording failed. */
  readonly onFailed: () => void;
  readonly log: Log;
};

type Running = { readonly recorder: Recorder | undefined; readonly stop: () => void; state: RecordingState };

/** The recordings of the sessions that this relay serves, as the control plane wants them. */
export class Recordings {
  readonly #deps: RecordingsDeps;
  readonly #running = new Map<string, Running>();
  /** Over, but not yet written to the end. */
  readonly #ending = new Set<Recorder>();

  constructor(deps: RecordingsDeps) {
    this.#deps = deps;
  }

  /** Base64 SPKI: what a recording's signature is to be compared with. */
  get publicKey(): string {
    return toPublicKey(this.#deps.key);
  }

  /** May be told again: a session is recorded once, whatever becomes of its mode. */
  begin(session: RelaySession, pump: PortPump): void {
    const { sessionId, recording } = session;
    if (recording === undefined || this.#running.has(sessionId)) return;
    const recorder = this.#open(session, pump);
    const stop = recorder === undefined ? () => undefined : watch(pump, recorder);
    this.#running.set(sessionId, { recorder, stop, state: 'recording' });
    if (recorder === undefined) this.#onState(session, recording === 'strict' ? 'failed' : 'behind');
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
    const { openStore, findPort, key, now, schedule, log } = this.#deps;
    const { sessionId, portId, protocol } = session;
    const port = findPort(portId);
    if (openStore === undefined || port === undefined) {
      log.error('recordingImpossible', { sessionId, portId });
      return undefined;
    }
    log.info('recordingStarted', { sessionId, portId });
    const recorder: Recorder = new Recorder({
      session: sessionId,
      title: `${port.title} (${protocol})`,
      isStrict: session.recording === 'strict',
      store: openStore({ account: port.account, ...recordingOf(sessionId) }),
      output: pump.log,
      chainHash,
      sign: (statement) => signStatement(key, statement),
      now,
      schedule,
      onState: (state) => {
        if (state === 'complete' || state === 'failed') this.#ending.delete(recorder);
        this.#onState(session, state);
      },
      log,
    });
    return recorder;
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
