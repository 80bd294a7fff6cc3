import { expect, test } from 'vitest';
import { OutputLog } from '../../../relay/outputLog.ts';
import { PortPump } from '../../../relay/portPump.ts';
import { ViewerSessions } from '../../../relay/viewerSessions.ts';
import { decodeBytes, encodeInput, type NoticeFrame } from '../../../shared/contracts/frames.ts';
import type { RelaySession } from '../../../shared/contracts/relayApi.ts';
import { createFakeSerialPort } from '../../support/fakeSerialPort.ts';
import { createManualSchedule } from '../../support/manualSchedule.ts';
import { createMemoryInputRecords } from '../../support/memoryInputRecords.ts';
import { createMemoryJournal } from '../../support/memoryJournal.ts';
import { noRecordings } from '../../support/noRecordings.ts';
import { silentLog } from '../../support/silentLog.ts';

const session = (sessionId: string, more: Partial<RelaySession> = {}): RelaySession => ({
  sessionId,
  protocol: 'Serial',
  portId: 'p1',
  mode: 'operator',
  resumeOffset: null,
  ...more,
});
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function createWorld(options: { isOnline?: () => boolean; ringBytes?: number } = {}) {
  let now = 1_000;
  const published: string[] = [];
  const frames: { group: string; offset: number; length: number }[] = [];
  const publish = async (group: string, data: ArrayBuffer | NoticeFrame): Promise<boolean> => {
    if (options.isOnline?.() === false) {
      published.push(`${group} lost`);
      return false;
    }
    if (data instanceof ArrayBuffer) {
      const frame = decodeBytes(data);
      if (frame?.kind !== 'output') throw new Error('not output');
      frames.push({ group, offset: frame.offset, length: frame.bytes.length });
      published.push(`${group} ${frame.offset}+${frame.bytes.length}`);
    } else if (data.kind === 'attached') {
      published.push(`${group} attached ${data.from}-${data.to} of ${data.end}, input ${data.inputSequence}`);
    } else published.push(`${group} ${data.kind}`);
    return true;
  };
  const port = createFakeSerialPort();
  const log = new OutputLog(createMemoryJournal(), options.ringBytes ?? 1_048_576);
  const pump = new PortPump({ port, log, publish, now: () => now });
  pump.portId = 'p1';
  void pump.start();
  const records = createMemoryInputRecords();
  /** Sessions that are said to live whenever recordings of an earlier relay may be over. */
  const alive: string[][] = [];
  const finishLeft = (wanted: ReadonlySet<string>): void => void alive.push([...wanted]);
  const clock = createManualSchedule();
  const create = () =>
    new ViewerSessions({
      findPump: (portId) => (portId === 'p1' ? pump : undefined),
      openSsh: () => undefined,
      recordings: { ...noRecordings, finishLeft },
      records,
      publish,
      now: () => now,
      schedule: clock.schedule,
      log: silentLog,
    });
  return {
    port,
    pump,
    frames,
    alive,
    records,
    create,
    viewers: create(),
    setNow: (time: number) => void (now = time),
    /** What was published since, with the acknowledgements that were due. */
    take: () => {
      clock.runAll();
      return published.splice(0);
    },
  };
}

test('attaching answers and replays what is wanted; live frames go once to all', async () => {
  const { viewers, port, take } = createWorld();
  port.print('0123456789');
  viewers.attach(session('a'));
  viewers.attach(session('b', { mode: 'observer', resumeOffset: 6 }));
  await settle();
  expect(take()).toEqual([
    'down-a attached 0-10 of 10, input 0',
    'down-b attached 6-10 of 10, input 0',
    'down-a 0+10',
    'down-b 6+4',
  ]);

  port.print('live');

  expect(take()).toEqual(['live-p1 10+4']);
});

test('who watches is told of a late boot log, and so is who comes later', () => {
  const { viewers, pump, take } = createWorld();
  pump.tellBootLog('delayed');
  viewers.attach(session('a'));
  expect(take()).toEqual(['down-a attached 0-0 of 0, input 0', 'down-a bootLog']);

  pump.tellBootLog('caughtUp');

  expect(take()).toEqual(['live-p1 bootLog']);
});

test('a session that a full disk has no room for is told so, keeps no other waiting, and is served later', () => {
  const { viewers, records, take } = createWorld();
  const working = { ...records };
  records.open = (sessionId) => {
    if (sessionId === 'a') throw new Error('ENOSPC');
    return working.open(sessionId);
  };
  viewers.reconcile([session('a'), session('b')], viewers.moment);
  viewers.attach(session('a'));
  expect(take()).toEqual(['down-a error', 'down-b attached 0-0 of 0, input 0', 'down-a error']);

  Object.assign(records, working);
  viewers.reconcile([session('a'), session('b')], viewers.moment);

  expect(take()).toEqual(['down-a attached 0-0 of 0, input 0']);
});

test('nothing is sent while nobody watches', () => {
  const { viewers, port, take } = createWorld();
  viewers.attach(session('a'));
  viewers.detach('a');
  viewers.detach('never attached');
  take();

  port.print('unseen');
  port.setPower('stopped');

  expect(take()).toEqual([]);
});

test('output is cut into frames of the largest size', async () => {
  const { viewers, port, take } = createWorld();
  viewers.attach(session('a'));
  take();

  port.print(new Uint8Array(40_000));

  expect(take()).toEqual(['live-p1 0+16384', 'live-p1 16384+16384', 'live-p1 32768+7232']);
});

test('a viewer that wants everything gets it in parts that it asks for', async () => {
  const { viewers, port, frames, take } = createWorld();
  port.print(new Uint8Array(5_000_000));

  viewers.attach(session('a', { resumeOffset: 0 }));
  await expect.poll(() => frames.length).toBe(256);
  expect(take()[0]).toBe('down-a attached 0-4194304 of 5000000, input 0');
  viewers.receive('up-a', { kind: 'resume', offset: 4_194_304 });
  await expect.poll(() => frames.length).toBe(256 + 50);

  expect(take()[0]).toBe('down-a attached 4194304-5000000 of 5000000, input 0');
  expect(frames.at(-1)).toEqual({ group: 'down-a', offset: 4_997_120, length: 2_880 });
});

test('a newer question ends the replay of the one before', async () => {
  const { viewers, port, take } = createWorld();
  port.print(new Uint8Array(100_000));
  viewers.attach(session('a', { resumeOffset: 0 }));

  viewers.receive('up-a', { kind: 'resume', offset: 99_990 });
  await settle();

  const sent = take();
  expect(sent.at(-1)).toBe('down-a 99990+10');
  expect(sent.filter((line) => line.startsWith('down-a 0+')).length).toBeLessThanOrEqual(1);
  expect(sent).not.toContain('down-a 81920+16384');
});

test('a replay ends with the connection that carried it', async () => {
  let isOnline = true;
  const { viewers, port, take } = createWorld({ isOnline: () => isOnline });
  port.print(new Uint8Array(100_000));
  viewers.attach(session('a', { resumeOffset: 0 }));
  isOnline = false;
  await settle();

  expect(take()).toEqual(['down-a attached 0-100000 of 100000, input 0', 'down-a lost']);
});

test('an observer cannot type, and a stranger neither', async () => {
  const { viewers, port, take } = createWorld();
  viewers.attach(session('a', { mode: 'observer' }));
  take();

  viewers.receive('up-a', encodeInput(1, Buffer.from('rm')));
  viewers.receive('up-z', encodeInput(1, Buffer.from('rm')));
  viewers.receive('up-a', new ArrayBuffer(2));
  viewers.receive('up-a', { kind: 'nonsense' });
  await settle();

  expect([port.typed(), take()]).toEqual(['', []]);
});

test('input to a guest that is off is answered with an error', async () => {
  const { viewers, port, take } = createWorld();
  viewers.attach(session('a'));
  port.setPower('stopped');
  take();

  viewers.receive('up-a', encodeInput(1, Buffer.from('x')));
  await settle();

  expect(take()).toEqual(['down-a error', 'down-a ack']);
});

test('an echo is not kept waiting by acknowledgements, and one is enough for several keystrokes', async () => {
  const { viewers, port, take } = createWorld();
  viewers.attach(session('a'));
  take();

  viewers.receive('up-a', encodeInput(1, Buffer.from('l')));
  viewers.receive('up-a', encodeInput(2, Buffer.from('s')));
  await settle();
  port.print('ls');

  expect(take()).toEqual(['live-p1 0+2', 'down-a ack']);
  expect(take()).toEqual([]);
});

test('both input and output count as activity', async () => {
  const { viewers, port, setNow } = createWorld();
  viewers.attach(session('a'));
  setNow(2_000);
  viewers.receive('up-a', encodeInput(1, Buffer.from('x')));
  expect(viewers.list()).toEqual([{ sessionId: 'a', lastActivityTime: '1970-01-01T00:00:02.000Z' }]);

  setNow(3_000);
  viewers.receive('up-a', encodeInput(1, Buffer.from('x')));
  expect(viewers.list()[0]?.lastActivityTime).toBe('1970-01-01T00:00:02.000Z');
  port.print('out');

  expect(viewers.list()[0]?.lastActivityTime).toBe('1970-01-01T00:00:03.000Z');
});

test('the list follows the control plane', () => {
  const { viewers } = createWorld();
  viewers.attach(session('a'));
  viewers.attach(session('b'));

  viewers.reconcile([session('b'), session('c'), session('x', { portId: 'unknown' })], viewers.moment);

  expect(viewers.list().map(({ sessionId }) => sessionId)).toEqual(['b', 'c']);
  viewers.close();
  expect(viewers.list()).toEqual([]);
});

test('where nothing may begin yet, what is wanted lives all the same, and what is served goes on', () => {
  const { viewers, alive } = createWorld();
  viewers.attach(session('served'));

  viewers.reconcile([session('served'), session('left')], viewers.moment, false);

  expect(viewers.list().map(({ sessionId }) => sessionId)).toEqual(['served']);
  expect(alive).toEqual([['served', 'left']]);
});

test('an answer that was made before a command does not undo it', () => {
  const { viewers } = createWorld();
  viewers.attach(session('ended'));
  const moment = viewers.moment;
  viewers.attach(session('new'));
  viewers.detach('ended');

  viewers.reconcile([session('ended')], moment);

  expect(viewers.list().map(({ sessionId }) => sessionId)).toEqual(['new']);
});

test('a session that was served before is taken up without a replay, a new one with it', async () => {
  const { create, viewers, port, take } = createWorld();
  port.print('0123');
  viewers.attach(session('old'));
  viewers.receive('up-old', encodeInput(1, Buffer.from('x')));
  await settle();
  viewers.close();
  take();

  const next = create();
  next.reconcile([session('old'), session('new')], next.moment);
  await settle();
  expect(take()).toEqual(['down-new attached 0-4 of 4, input 0', 'down-new 0+4']);
  next.receive('up-old', { kind: 'resume', offset: null });

  expect(take()[0]).toBe('down-old attached 0-4 of 4, input 1');
});

test('a session whose mode changed is served anew', async () => {
  const { viewers, port } = createWorld();
  viewers.attach(session('a'));

  viewers.reconcile([session('a', { mode: 'observer' })], viewers.moment);
  viewers.receive('up-a', encodeInput(1, Buffer.from('x')));
  await settle();

  expect(port.typed()).toBe('');
});

test('the end of the port is announced once per place', () => {
  const { viewers, pump, port, take } = createWorld();
  viewers.attach(session('a'));
  port.print('abc');
  take();

  pump.announceEnd();
  pump.announceEnd();
  expect(take()).toEqual(['live-p1 3+0']);
  pump.forgetAnnounced();
  pump.announceEnd();

  expect(take()).toEqual(['live-p1 3+0']);
});

test('attaching again replays from the offset of the newer command', async () => {
  const { viewers, port, take } = createWorld();
  port.print('0123456789');
  viewers.attach(session('a', { mode: 'observer', resumeOffset: 2 }));
  await settle();
  take();

  viewers.attach(session('a', { mode: 'observer', resumeOffset: 7 }));
  await settle();

  expect(take()).toEqual(['down-a attached 7-10 of 10, input 0', 'down-a 7+3']);
});

test('A17b input that waits for the guest is not typed once its session is detached', async () => {
  const { viewers, port } = createWorld();
  const release = port.hold();
  viewers.attach(session('a'));
  viewers.receive('up-a', encodeInput(1, Buffer.from('l')));
  viewers.receive('up-a', encodeInput(2, Buffer.from('s')));

  viewers.detach('a');
  release();
  await settle();

  expect(port.typed()).toBe('l');
});

test('who is taken over goes on watching, and what waits of its keys is never typed', async () => {
  const { viewers, port, take } = createWorld();
  port.print('login: ');
  viewers.attach(session('a'));
  await settle();
  const release = port.hold();
  for (const [index, key] of ['a', 'b', 'c'].entries()) {
    viewers.receive('up-a', encodeInput(index + 1, Buffer.from(key)));
  }
  take();

  viewers.demote('a');
  viewers.demote('nobody');
  release();
  await settle();
  viewers.receive('up-a', encodeInput(4, Buffer.from('d')));
  port.print('more');
  await settle();

  expect(port.typed()).toBe('a');
  expect(take()).toEqual(['down-a attached 7-7 of 7, input 3', 'live-p1 7+4']);
});

test('who is about to type is not told by a late answer that it may only watch', async () => {
  const { viewers, take } = createWorld();
  viewers.attach(session('a', { mode: 'observer' }));
  await settle();
  take();

  viewers.receive('up-a', { kind: 'resume', offset: 0 });
  viewers.receive('up-a', encodeInput(1, Buffer.from('x')));
  const early = take();
  viewers.attach(session('a'));
  await settle();

  expect(early).toEqual([]);
  expect(take()).toEqual(['down-a attached 0-0 of 0, input 0']);
});

test('only the end of a session ends its record of input', async () => {
  const { viewers, records, create } = createWorld();
  for (const sessionId of ['a', 'b', 'c']) viewers.attach(session(sessionId));
  viewers.receive('up-a', encodeInput(1, Buffer.from('x')));
  await settle();

  viewers.close();
  const next = create();
  next.reconcile([session('a'), session('b'), session('c')], next.moment);
  next.detach('b');
  next.reconcile([session('a')], next.moment);

  expect([...records.kept()]).toEqual([['a', 1]]);
});
