import { OutputLog } from '../../relay/outputLog.ts';
import { PortPump } from '../../relay/portPump.ts';
import { ViewerSessions } from '../../relay/viewerSessions.ts';
import { createConsoleViewer } from '../../shared/console/consoleViewer.ts';
import type { ConsoleViewer } from '../../shared/console/viewer.ts';
import type { NoticeFrame, ViewerFrame } from '../../shared/contracts/frames.ts';
import { downGroup, liveGroup, upGroup } from '../../shared/contracts/groups.ts';
import type { RelaySession } from '../../shared/contracts/relayApi.ts';
import { createBadChannel } from './badChannel.ts';
import { createFakeSerialPort } from './fakeSerialPort.ts';
import { createManualSchedule } from './manualSchedule.ts';
import { createMemoryInputRecords } from './memoryInputRecords.ts';
import { createMemoryJournal } from './memoryJournal.ts';
import { noRecordings } from './noRecordings.ts';
import { silentLog } from './silentLog.ts';

type Message = { readonly group: string; readonly data: ArrayBuffer | NoticeFrame | ViewerFrame };
export type Seen =
  | { readonly kind: 'bytes'; readonly from: number; readonly bytes: Uint8Array }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

export type ConsoleWorldOptions = {
  readonly journalBytes?: number;
  readonly ringBytes?: number;
  readonly session?: Partial<RelaySession>;
};

/** A viewer and a relay with one port, joined by a channel that the test controls. No sockets, no timers. */
export function createConsoleWorld(options: ConsoleWorldOptions = {}) {
  const session: RelaySession = {
    sessionId: 's1',
    protocol: 'Serial',
    portId: 'p1',
    mode: 'operator',
    resumeOffset: 0,
    ...options.session,
  };
  const groups = { live: liveGroup('p1'), down: downGroup('s1'), up: upGroup('s1') };
  const journal = createMemoryJournal(options.journalBytes);
  const records = createMemoryInputRecords();
  const clock = createManualSchedule();
  const seen: Seen[] = [];
  const notices: NoticeFrame[] = [];
  const down = createBadChannel<Message>(({ group, data }) => viewer.receive(group, data));
  const up = createBadChannel<Message>(({ group, data }) => relay.viewers.receive(group, data));
  const port = createFakeSerialPort();
  let generation = 0;
  let relay = createRelay();
  const viewer: ConsoleViewer = createConsoleViewer({
    groups,
    send: (group, data) => up.send({ group, data }),
    onOutput: (bytes, from) => void seen.push({ kind: 'bytes', from, bytes: bytes.slice() }),
    onNotice(notice) {
      notices.push(notice);
      if (notice.kind === 'gap') seen.push(notice);
    },
    schedule: clock.schedule,
  });

  function createRelay() {
    generation += 1;
    const mine = generation;
    const publish = async (group: string, data: ArrayBuffer | NoticeFrame): Promise<boolean> => {
      if (mine !== generation) return false;
      down.send({ group, data });
      return true;
    };
    const log = new OutputLog(journal, options.ringBytes ?? 1_048_576);
    const pump = new PortPump({ port, log, publish, now: () => 0 });
    pump.portId = session.portId;
    void pump.start();
    const findPump = (portId: string) => (portId === session.portId ? pump : undefined);
    return {
      pump,
      viewers: new ViewerSessions({
        findPump,
        openSsh: () => undefined,
        recordings: noRecordings,
        records,
        publish,
        now: () => 0,
        schedule: clock.schedule,
        log: silentLog,
      }),
    };
  }

  return {
    session,
    groups,
    viewer,
    port,
    journal,
    clock,
    down,
    up,
    seen,
    notices,
    get relay() {
      return relay;
    },
    /** The relay dies and another one takes up what it left; the control plane names the session again. */
    restartRelay() {
      up.clear();
      relay = createRelay();
      relay.viewers.reconcile([session], relay.viewers.moment);
    },
    /** What the relay does with every heartbeat. */
    beat: () => relay.pump.announceEnd(),
    /** Lets what runs in promises (replays, writes) come to rest. */
    settle: (): Promise<void> => new Promise((resolve) => void setImmediate(resolve)),
    shown: (): string =>
      seen
        .map((one) => (one.kind === 'gap' ? `[${one.from}-${one.to}]` : String(Buffer.from(one.bytes))))
        .join(''),
  };
}
export type ConsoleWorld = ReturnType<typeof createConsoleWorld>;

/** Everything arrives from now on: runs the world until nothing is under way and nobody is waiting. */
export async function heal(world: ConsoleWorld): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    await world.settle();
    const isMoving = [world.up.deliverAll(), world.down.deliverAll()].includes(true);
    await world.settle();
    if (isMoving) continue;
    if (world.clock.delaysMs().length === 0) return;
    world.clock.runAll();
  }
  throw new Error('The world did not come to rest.');
}
