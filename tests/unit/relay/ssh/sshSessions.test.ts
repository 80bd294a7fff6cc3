import { expect, test } from 'vitest';
import type { Shell, ShellEvents } from '../../../../relay/ssh/shell.ts';
import { createSshSessions } from '../../../../relay/ssh/sshSessions.ts';
import { decodeBytes, encodeInput, type NoticeFrame } from '../../../../shared/contracts/frames.ts';
import { limits } from '../../../../shared/contracts/limits.ts';
import type { RelaySession, SshEnd } from '../../../../shared/contracts/relayApi.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';
import { createMemoryInputRecords } from '../../../support/memoryInputRecords.ts';
import { silentLog } from '../../../support/silentLog.ts';

const hostKey = { algorithm: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` };
const session: RelaySession = {
  sessionId: 's1',
  protocol: 'SSH',
  portId: 'p1',
  mode: 'operator',
  resumeOffset: null,
};
const size = { columns: 80, rows: 24 };
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function createWorld(records = createMemoryInputRecords()) {
  const clock = createManualSchedule();
  const notices: NoticeFrame[] = [];
  const groups = new Set<string>();
  const calls: string[] = [];
  const ended: (SshEnd & { sessionId: string })[] = [];
  let output = '';
  let events: ShellEvents | undefined;
  let failures = 0;
  const shell: Shell = {
    start: (wanted) => void (events = wanted),
    write: async (bytes) => void calls.push(`typed ${String(Buffer.from(bytes))}`),
    resize: ({ columns, rows }) => calls.push(`resize ${columns}x${rows}`),
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    close: () => calls.push('close'),
  };
  const sessions = createSshSessions({
    findServer: (portId) =>
      portId === 'p1' ? { readHostKey: async () => hostKey, openShell: async () => shell } : undefined,
    controlPlane: {
      hostKey: async () => hostKey,
      pinHostKey: async (_sessionId, key) => key,
      async endSession(sessionId, end) {
        if (failures > 0) {
          failures -= 1;
          throw Object.assign(new Error('away'), { status: 503 });
        }
        ended.push({ sessionId, ...end });
      },
    },
    async publish(group, data) {
      groups.add(group);
      if (!(data instanceof ArrayBuffer)) notices.push(data);
      else {
        const frame = decodeBytes(data);
        if (frame?.kind === 'output') output += String(Buffer.from(frame.bytes));
      }
      return true;
    },
    now: () => 0,
    newEpoch: () => 'e1',
    schedule: clock.schedule,
    log: silentLog,
  });
  const open = (more: Partial<RelaySession> = {}) =>
    sessions.open({ ...session, ...more }, records.open(session.sessionId));
  const atShell = async () => {
    const served = open();
    await settle();
    const credential = { method: 'password', password: 'secret' };
    served?.receive({ kind: 'login', attempt: 1, userName: 'alice', credential, ...size });
    await settle();
    if (served === undefined || events === undefined) throw new Error('There is no shell.');
    return { served, print: events.onOutput, end: events.onEnd };
  };
  const failNext = (count: number) => (failures = count);
  return { open, atShell, failNext, records, clock, notices, groups, calls, ended, output: () => output };
}

test('a shell is reached step by step, and its output goes to its own group only', async () => {
  const world = createWorld();

  const { served, print } = await world.atShell();
  print(Buffer.from('welcome'));
  served.receive(encodeInput(1, Buffer.from('ls\r')));
  served.receive({ kind: 'resize', columns: 100, rows: 40 });
  await settle();

  const steps = world.notices.map((notice) => notice.kind === 'ssh' && notice.state.step);
  expect(steps).toEqual(['login', 'authenticating', 'open']);
  expect(world.output()).toBe('welcome');
  expect(world.calls).toEqual(['typed ls\r', 'resize 100x40']);
  expect([...world.groups]).toEqual(['down-s1']);
});

test('a viewer that comes back hears where the stream is, what it missed, and the step', async () => {
  const world = createWorld();
  const { served, print } = await world.atShell();
  print(Buffer.from('0123456789'));
  world.notices.length = 0;

  served.receive({ kind: 'resume', offset: 4 });
  await settle();

  expect(world.notices).toMatchObject([
    { kind: 'attached', epoch: 'e1', from: 4, to: 10, end: 10, windowBytes: limits.sshWindowBytes },
    { kind: 'ssh', state: { step: 'open' } },
  ]);
  expect(world.output()).toBe('0123456789456789');
});

test('a shell that outruns its viewer waits, and loses nothing of what the viewer has not', async () => {
  const world = createWorld();
  const { served, print } = await world.atShell();
  const piece = Buffer.alloc(16_384, 'x');
  let printed = 0;

  while (!world.calls.includes('pause') && printed <= limits.ringBytes) {
    print(piece);
    printed += piece.length;
  }
  expect(printed).toBeLessThanOrEqual(limits.ringBytes);
  world.notices.length = 0;
  served.receive({ kind: 'resume', offset: 0 });
  expect(world.notices.filter(({ kind }) => kind === 'gap')).toEqual([]);
  expect(world.calls).toEqual(['pause']);
  served.receive({ kind: 'received', offset: printed });

  expect(world.calls).toEqual(['pause', 'resume']);
});

test('a shell that ends is told once its viewer has the last of it', async () => {
  const world = createWorld();
  const { served, print, end } = await world.atShell();
  print(Buffer.from('bye'));

  end({ kind: 'exited', status: 3 });
  await settle();
  expect(world.ended).toEqual([]);
  served.receive({ kind: 'received', offset: 3 });
  served.receive({ kind: 'received', offset: 3 });
  await settle();

  const message = 'The shell ended with status 3.';
  expect(world.ended).toEqual([{ sessionId: 's1', reason: 'ClosedByUser', message }]);
});

test('a shell that has ended takes nothing more, and its connection is closed with the session', async () => {
  const world = createWorld();
  const { served, end } = await world.atShell();

  end({ kind: 'exited', status: 0 });
  served.receive(encodeInput(1, Buffer.from('late\r')));
  served.close();
  await settle();

  expect(world.calls).toEqual(['close']);
});

test('whoever watches its output learns the size of its terminal', async () => {
  const world = createWorld();
  const served = world.open();
  const sizes: unknown[] = [];
  served?.pump.watch({ onResize: (one) => sizes.push(one) });
  await settle();

  served?.receive({ kind: 'resize', columns: 1, rows: 1 });
  const credential = { method: 'password', password: 'secret' };
  served?.receive({ kind: 'login', attempt: 1, userName: 'alice', credential, ...size });
  await settle();
  served?.receive({ kind: 'resize', columns: 100, rows: 40 });

  expect(sizes).toEqual([size, { columns: 100, rows: 40 }]);
});

test('a viewer that does not come back for the last of it is not waited for', async () => {
  const world = createWorld();
  const { print, end } = await world.atShell();
  print(Buffer.from('bye'));

  end({ kind: 'gone' });
  expect(world.clock.delaysMs()).toContain(limits.sshGraceSeconds * 1_000);
  world.clock.runAll();
  await settle();

  expect(world.ended).toEqual([{ sessionId: 's1', reason: 'GuestGone' }]);
});

test('the control plane is told of an end until it has heard it', async () => {
  const world = createWorld();
  const { end } = await world.atShell();
  world.failNext(2);

  end({ kind: 'gone' });
  await settle();
  expect(world.ended).toEqual([]);
  for (let round = 0; round < 3; round += 1) {
    world.clock.runAll();
    await settle();
  }

  expect(world.ended).toEqual([{ sessionId: 's1', reason: 'GuestGone' }]);
});

test('a session of an earlier life, or of a machine without SSH, is over', async () => {
  const before = createWorld();
  await before.atShell();
  const after = createWorld(before.records);

  expect(after.open()).toBeUndefined();
  await settle();
  expect(after.ended).toEqual([{ sessionId: 's1', reason: 'RelayLost' }]);

  const elsewhere = createWorld();
  expect(elsewhere.open({ portId: 'p2' })).toBeUndefined();
  await settle();
  expect(elsewhere.ended).toEqual([{ sessionId: 's1', reason: 'RelayLost' }]);
});

test('a detached session closes its shell and says nothing more', async () => {
  const world = createWorld();
  const { served, print, end } = await world.atShell();
  world.notices.length = 0;

  served.close();
  print(Buffer.from('late'));
  end({ kind: 'gone' });
  world.clock.runAll();
  await settle();

  expect(world.calls).toEqual(['close']);
  expect([world.output(), world.notices, world.ended]).toEqual(['', [], []]);
});
