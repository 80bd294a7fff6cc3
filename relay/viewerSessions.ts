import { downGroup, upGroup } from '../shared/contracts/groups.ts';
import type { HeartbeatRequest, RelaySession } from '../shared/contracts/relayApi.ts';
import type { Publish } from './hub.ts';
import type { InputRecord, InputRecords } from './inputRecords.ts';
import { faultFields, type Log } from './log.ts';
import type { PortPump } from './portPump.ts';
import type { Recordings } from './recording/recordings.ts';
import type { ServedSession } from './servedSession.ts';
import { ViewerSession } from './viewerSession.ts';

export type ViewerSessionsDeps = {
  readonly findPump: (portId: string) => PortPump | undefined;
  /** Undefined when there is nothing to serve: the control plane is told then. */
  readonly openSsh: (session: RelaySession, record: InputRecord) => ServedSession | undefined;
  /** The operator of a port is not its operator any more. */
  readonly onOperatorGone?: (pump: PortPump, sessionId: string) => void;
  readonly records: InputRecords;
  readonly recordings: Pick<Recordings, 'begin' | 'end' | 'finishLeft' | 'stateOf' | 'tell'>;
  readonly publish: Publish;
  readonly now: () => number;
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
};

const diskFull = {
  code: 'RelayUnavailable',
  message:
    'The relay of this machine cannot write to its own disk, which may be full. Free some of it: the session ' +
    'goes on by itself.',
} as const;

/** The viewers that this relay serves now. The control plane decides which; the relay only follows. */
export class ViewerSessions {
  readonly #deps: ViewerSessionsDeps;
  readonly #bySessionId = new Map<string, ServedSession>();
  readonly #byUpGroup = new Map<string, ServedSession>();
  /** Counts changes, so that an answer which was made before a change cannot undo it. */
  #changes = 0;
  readonly #changedAt = new Map<string, number>();

  constructor(deps: ViewerSessionsDeps) {
    this.#deps = deps;
  }

  /**
   * By command: the viewer is there and waits for `attached`, whether or not the session is known already. An
   * observer, who may not send to the relay, asks for what it misses through the control plane and this.
   */
  attach(session: RelaySession): void {
    this.#remember(session.sessionId);
    this.#serve(session)?.viewer.answer(session.resumeOffset);
    this.#deps.recordings.tell(session);
  }

  /** Who typed only watches from now on. What it has typed and the guest has not taken is gone. */
  demote(sessionId: string): void {
    this.#remember(sessionId);
    const session = this.#bySessionId.get(sessionId)?.session;
    if (session !== undefined) this.#serve({ ...session, mode: 'observer' })?.viewer.announce();
  }

  detach(sessionId: string): void {
    this.#remember(sessionId);
    this.#end(sessionId);
  }

  receive(group: string, data: unknown): void {
    this.#byUpGroup.get(group)?.receive(data);
  }

  announceEnds(isNewConnection: boolean): void {
    for (const viewer of this.#bySessionId.values()) viewer.announceEnd?.(isNewConnection);
  }

  list(): HeartbeatRequest['sessions'] {
    return [...this.#bySessionId.values()].map(({ session: { sessionId }, lastActivityMs }) => {
      const recording = this.#deps.recordings.stateOf(sessionId);
      const lastActivityTime = new Date(lastActivityMs).toISOString();
      return { sessionId, lastActivityTime, ...(recording === undefined ? {} : { recording }) };
    });
  }

  get isEmpty(): boolean {
    return this.#bySessionId.size === 0;
  }

  /** To be taken before the control plane is asked, and handed to `reconcile` with its answer. */
  get moment(): number {
    return this.#changes;
  }

  /**
   * Makes the list true. A session that this relay served in an earlier life is taken up without a replay:
   * its viewer has what it has, and asks if the port is further. What changed after `moment` stays. Where nothing
   * new may begin, what is wanted lives all the same: its recording is not over.
   */
  reconcile(wanted: readonly RelaySession[], moment: number, mayBegin = true): void {
    const isCurrent = (sessionId: string): boolean => (this.#changedAt.get(sessionId) ?? 0) <= moment;
    const wantedIds = new Set(wanted.map(({ sessionId }) => sessionId));
    for (const sessionId of this.#bySessionId.keys()) {
      if (!wantedIds.has(sessionId) && isCurrent(sessionId)) this.#end(sessionId);
    }
    for (const session of wanted) {
      if (!isCurrent(session.sessionId) || this.#isServed(session)) continue;
      if (!mayBegin && !this.#bySessionId.has(session.sessionId)) continue;
      const served = this.#serve(session);
      if (served?.isNew === true) served.viewer.answer(null);
    }
    this.#deps.recordings.finishLeft(wantedIds);
    for (const [sessionId, changed] of this.#changedAt) {
      if (changed <= moment) this.#changedAt.delete(sessionId);
    }
  }

  close(): void {
    for (const sessionId of this.#bySessionId.keys()) this.#forget(sessionId);
  }

  #remember(sessionId: string): void {
    this.#changes += 1;
    this.#changedAt.set(sessionId, this.#changes);
  }

  #isServed(session: RelaySession): boolean {
    const served = this.#bySessionId.get(session.sessionId)?.session;
    return served !== undefined && served.mode === session.mode && served.portId === session.portId;
  }

  #serve(session: RelaySession): { viewer: ServedSession; isNew: boolean } | undefined {
    const { sessionId, portId, mode } = session;
    const present = this.#bySessionId.get(sessionId);
    if (present !== undefined && this.#isServed(session)) return { viewer: present, isNew: false };
    const wasOperator = present?.session.mode === 'operator' && mode === 'observer';
    if (wasOperator) this.#drop(sessionId);
    else this.#forget(sessionId);
    const opened = session.protocol === 'Serial' ? this.#openSerial(session) : this.#openSsh(session);
    if (opened === undefined) return undefined;
    const { viewer } = opened;
    this.#bySessionId.set(sessionId, viewer);
    this.#byUpGroup.set(upGroup(sessionId), viewer);
    this.#deps.recordings.begin(session, viewer.pump);
    this.#deps.log.info('attached', { sessionId, portId, mode });
    return opened;
  }

  #openSerial(session: RelaySession): { viewer: ServedSession; isNew: boolean } | undefined {
    const { findPump, publish, now, schedule, log } = this.#deps;
    const { sessionId, portId } = session;
    const pump = findPump(portId);
    if (pump === undefined) {
      log.warn('unknownPort', { sessionId, portId });
      return undefined;
    }
    const record = this.#openRecord(sessionId);
    if (record === undefined) return undefined;
    const viewer = new ViewerSession({ session, pump, record, publish, now, schedule, log });
    return { viewer, isNew: record.isNew };
  }

  /** Where it cannot be had, this session waits for the next heartbeat, and no other one does. */
  #openRecord(sessionId: string): InputRecord | undefined {
    const { records, publish, log } = this.#deps;
    try {
      return records.open(sessionId);
    } catch (fault) {
      log.warn('inputRecordFault', { sessionId, ...faultFields(fault) });
      void publish(downGroup(sessionId), { kind: 'error', error: diskFull });
      return undefined;
    }
  }

  #openSsh(session: RelaySession): { viewer: ServedSession; isNew: boolean } | undefined {
    const record = this.#openRecord(session.sessionId);
    const viewer = record && this.#deps.openSsh(session, record);
    return viewer && { viewer, isNew: record.isNew };
  }

  /** The session is over, not only this way of serving it. */
  #end(sessionId: string): void {
    this.#drop(sessionId);
    this.#deps.recordings.end(sessionId);
    this.#deps.records.forget(sessionId);
  }

  /** Not served in this mode any more: whoever typed leaves the line to the next one. */
  #drop(sessionId: string): void {
    const session = this.#bySessionId.get(sessionId)?.session;
    this.#forget(sessionId);
    if (session?.protocol !== 'Serial' || session.mode !== 'operator') return;
    const pump = this.#deps.findPump(session.portId);
    if (pump !== undefined) this.#deps.onOperatorGone?.(pump, sessionId);
  }

  #forget(sessionId: string): void {
    const viewer = this.#bySessionId.get(sessionId);
    if (viewer === undefined) return;
    viewer.close();
    this.#bySessionId.delete(sessionId);
    this.#byUpGroup.delete(upGroup(sessionId));
    this.#deps.log.info('detached', { sessionId });
  }
}
