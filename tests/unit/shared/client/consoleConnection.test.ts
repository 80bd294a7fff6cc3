import { expect, test } from 'vitest';
import type { OpenConsoleRequest } from '../../../../shared/client/api.ts';
import { ApiError } from '../../../../shared/client/apiError.ts';
import { ConsoleConnection } from '../../../../shared/client/consoleConnection.ts';
import type { ConsoleRemark } from '../../../../shared/client/consoleSnapshot.ts';
import { remarkText } from '../../../../shared/client/remarkText.ts';
import type { ConnectResponse } from '../../../../shared/contracts/api.ts';
import { encodeInput, encodeOutput, type NoticeFrame } from '../../../../shared/contracts/frames.ts';
import { createFakePubSub, type FakePubSubClient } from '../../../support/fakePubSubClient.ts';
import { createManualSchedule } from '../../../support/manualSchedule.ts';

const groupsOf = (id: string) => ({ live: 'live-p', down: `down-${id}`, up: `up-${id}` });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const error = (code: string, status: number, target?: string): ApiError =>
  new ApiError(code, 'A sentence.', { status, target });

type Answer = { sessionId: string; mode?: 'operator' | 'observer'; after?: Promise<void> } | ApiError;

function startConsole(...answers: Answer[]) {
  const { clients, createClient } = createFakePubSub();
  const timers = createManualSchedule();
  const requests: OpenConsoleRequest[] = [];
  const output: { text: string; isLive: boolean }[] = [];
  const remarks: ConsoleRemark[] = [];
  const connection = new ConsoleConnection({
    async openConsole(request): Promise<ConnectResponse> {
      requests.push(request);
      const answer = answers.shift();
      if (answer === undefined) throw new Error('one request too many');
      if (answer instanceof ApiError) throw answer;
      const { sessionId, mode = request.mode ?? 'operator', after } = answer;
      await after;
      return { connectionString: `ws://${sessionId}`, sessionId, mode, groups: groupsOf(sessionId) };
    },
    createClient,
    onOutput: (bytes, isLive) => void output.push({ text: new TextDecoder().decode(bytes), isLive }),
    onRemark: (remark) => void remarks.push(remark),
    schedule: timers.schedule,
    random: () => 1,
  });
  const client = (): FakePubSubClient => {
    const last = clients.at(-1);
    if (last === undefined) throw new Error('no client yet');
    return last;
  };
  const notice = (frame: NoticeFrame, id = 's1'): void => client().handlers.onMessage(`down-${id}`, frame);
  const live = (offset: number, text: string): void =>
    client().handlers.onMessage('live-p', encodeOutput(offset, bytesOf(text)));
  return { connection, clients, client, timers, requests, output, remarks, notice, live };
}

const attached = (from: number, end: number, more: object = {}): NoticeFrame => ({
  kind: 'attached',
  epoch: 'e1',
  from,
  to: end,
  end,
  inputSequence: 0,
  mode: 'operator',
  power: 'running',
  ...more,
});

async function startConnected(...answers: Answer[]) {
  const console = startConsole({ sessionId: 's1' }, ...answers);
  await console.connection.connect();
  console.client().handlers.onUp();
  console.notice(attached(0, 4));
  console.live(0, 'boot');
  return console;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a console is connected when the relay has answered, not before', async () => {
  const { connection, client, notice, requests } = startConsole({ sessionId: 's1' });
  const states: string[] = [];
  connection.subscribe(() => states.push(connection.snapshot.state));

  await connection.connect();
  client().handlers.onUp();
  const before = connection.snapshot.state;
  notice(attached(0, 0));

  expect(before).toBe('connecting');
  expect(requests).toEqual([{ mode: 'operator', takeOver: false }]);
  expect(connection.snapshot).toEqual({
    state: 'connected',
    mode: 'operator',
    power: 'running',
    sessionId: 's1',
  });
  expect(states).toEqual(['connecting', 'connecting', 'connected']);
});

test('what was written before the attach is not live, also within one frame', async () => {
  const { output, live } = await startConnected();

  live(4, 'login:');
  const first = [...output];

  expect(first).toEqual([
    { text: 'boot', isLive: false },
    { text: 'login:', isLive: true },
  ]);
});

test('a frame across the border between replay and live output is cut there', async () => {
  const { connection, client, notice, live, output } = startConsole({ sessionId: 's1' });
  await connection.connect();
  client().handlers.onUp();

  notice(attached(0, 3));
  live(0, 'oldnew');

  expect(output).toEqual([
    { text: 'old', isLive: false },
    { text: 'new', isLive: true },
  ]);
});

test('an operator types, an observer does not', async () => {
  const operator = await startConnected();
  const observer = startConsole({ sessionId: 's1', mode: 'observer' });
  await observer.connection.connect({ mode: 'observer' });
  observer.client().handlers.onUp();
  observer.notice(attached(0, 0, { mode: 'observer' }));

  operator.connection.type(bytesOf('ls'));
  observer.connection.type(bytesOf('ls'));

  expect(operator.client().sent.at(-1)).toEqual({ group: 'up-s1', data: encodeInput(1, bytesOf('ls')) });
  expect(observer.client().sent).toEqual([]);
  expect(observer.client().events).toEqual(['resume']);
});

test('a broken socket shows at once and output resumes where it stopped', async () => {
  const { connection, client, notice, output, live } = await startConnected();

  client().handlers.onBroken();
  const state = connection.snapshot.state;
  notice(attached(4, 8));
  live(4, 'more');
  live(8, '!');

  expect(state).toBe('reconnecting');
  expect(client().sent.at(-1)).toEqual({ group: 'up-s1', data: { kind: 'resume', offset: 4 } });
  expect(connection.snapshot.state).toBe('connected');
  expect(output.slice(1)).toEqual([
    { text: 'more', isLive: false },
    { text: '!', isLive: true },
  ]);
});

test('a lost connection is opened again for the same session from the next offset', async () => {
  const { connection, clients, client, timers, requests, notice } = await startConnected({ sessionId: 's1' });

  client().handlers.onDown();
  const state = connection.snapshot.state;
  timers.runAll();
  await settled();
  client().handlers.onUp();
  notice(attached(4, 4));

  expect(state).toBe('reconnecting');
  expect(requests[1]).toEqual({ sessionId: 's1', resumeOffset: 4 });
  expect(clients).toHaveLength(2);
  expect(client().sent).toEqual([{ group: 'up-s1', data: { kind: 'resume', offset: 4 } }]);
  expect(connection.snapshot.state).toBe('connected');
});

test('retryable refusals while reconnecting are tried again, later and later', async () => {
  const unavailable = error('RelayUnavailable', 503);
  const { connection, client, timers, requests } = await startConnected(unavailable, unavailable, {
    sessionId: 's1',
  });

  client().handlers.onDown();
  const delaysMs: number[][] = [];
  for (let i = 0; i < 3; i += 1) {
    delaysMs.push(timers.delaysMs());
    timers.runAll();
    await settled();
  }

  expect(delaysMs).toEqual([
    expect.arrayContaining([0]),
    expect.arrayContaining([500]),
    expect.arrayContaining([1_000]),
  ]);
  expect(requests).toHaveLength(4);
  expect(connection.snapshot.state).toBe('reconnecting');
});

test('a session that was asked to be recorded is followed by one that is asked to be, and shown as it says', async () => {
  const console = startConsole({ sessionId: 's1' }, error('SessionEnded', 409), { sessionId: 's2' });
  const { connection, client, timers, requests, notice } = console;
  await connection.connect({ record: true });
  client().handlers.onUp();
  notice(attached(0, 0));
  notice({ kind: 'recording', state: 'recording', mode: 'strict' });

  client().handlers.onDown();
  timers.runAll();
  await settled();
  await settled();
  client().handlers.onUp();
  notice(attached(0, 0), 's2');

  expect(requests.map(({ sessionId, record }) => [sessionId, record])).toEqual([
    [undefined, true],
    ['s1', undefined],
    [undefined, true],
  ]);
  expect(connection.snapshot).toMatchObject({ state: 'connected', sessionId: 's2', recording: undefined });
});

test('a page that was loaded anew asks for the recording that the one before had asked for', async () => {
  const { connection, requests } = startConsole(error('SessionEnded', 409, 'ClosedByUser'), {
    sessionId: 's2',
  });

  await connection.resume({ sessionId: 's1', mode: 'operator', offset: 4, record: true });
  await settled();

  expect(requests.at(-1)).toEqual({ mode: 'operator', resumeOffset: 4, record: true });
  expect(connection.wish).toEqual({ record: true });
});

test('a session that ended by accident is followed by a new one from the same offset', async () => {
  const { connection, client, timers, requests, notice, remarks } = await startConnected(
    error('SessionEnded', 409),
    { sessionId: 's2' },
  );
  connection.type(bytesOf('lost'));

  client().handlers.onDown();
  timers.runAll();
  await settled();
  await settled();
  client().handlers.onUp();
  notice(attached(4, 4), 's2');

  expect(requests[2]).toEqual({ mode: 'operator', resumeOffset: 4 });
  expect(remarks).toEqual([{ kind: 'inputLost', bytes: 4 }]);
  expect(connection.snapshot).toMatchObject({ state: 'connected', sessionId: 's2' });
});

test('a session that an administrator ended meanwhile stays ended', async () => {
  const ended = error('SessionEnded', 409, 'DisconnectedByAdministrator');
  const { connection, client, timers, requests } = await startConnected(ended);

  client().handlers.onDown();
  timers.runAll();
  await settled();

  expect(requests).toHaveLength(2);
  expect(connection.snapshot).toMatchObject({
    state: 'disconnected',
    end: { reason: 'DisconnectedByAdministrator' },
  });
});

test('a forced disconnect says why and nothing is tried again', async () => {
  const { connection, client, timers, requests, notice } = await startConnected();
  const end: NoticeFrame = {
    kind: 'disconnected',
    reason: 'DisconnectedByAdministrator',
    text: '切断されました',
    by: 'Oscar Ops',
    message: 'maintenance',
  };

  notice(end);
  const sentBefore = client().sent.length;
  timers.runAll();
  connection.type(bytesOf('x'));
  await settled();

  expect(connection.snapshot).toEqual({ state: 'disconnected', mode: 'operator', end });
  expect(client().isStopped).toBe(true);
  expect(client().sent).toHaveLength(sentBefore);
  expect(requests).toHaveLength(1);
});

test('after a disconnect a new session goes on in the same terminal', async () => {
  const { connection, notice, requests } = await startConnected({ sessionId: 's2' });
  notice({ kind: 'disconnected', reason: 'IdleTimeout', text: 'You have been disconnected' });

  await connection.connect();

  expect(requests[1]).toEqual({ mode: 'operator', takeOver: false, resumeOffset: 4 });
});

test.each([
  ['busy', error('SerialPortBusy', 409)],
  ['refused', error('AuthorizationFailed', 403, '/subscriptions/s')],
  ['failed', error('RelayUnavailable', 503)],
])('a first connect may be %s', async (state, refusal) => {
  const { connection, clients } = startConsole(refusal);

  await connection.connect();

  expect(connection.snapshot).toEqual({ state, mode: 'operator', error: refusal });
  expect(clients).toEqual([]);
});

test('taking over asks for it', async () => {
  const { connection, requests } = startConsole(error('SerialPortBusy', 409), { sessionId: 's1' });
  await connection.connect();

  await connection.connect({ mode: 'operator', takeOver: true });

  expect(requests[1]).toEqual({ mode: 'operator', takeOver: true });
});

test('closing tells the control plane at once and then stops', async () => {
  const { connection, client } = await startConnected();

  const closing = connection.close();
  const said = [...client().events];
  await closing;

  expect(said).toEqual(['close']);
  expect(client().isStopped).toBe(true);
  expect(connection.snapshot).toMatchObject({ state: 'disconnected', end: { reason: 'ClosedByUser' } });
});

test('a connection that arrives after the page was left is ended, not used', async () => {
  const answer = Promise.withResolvers<void>();
  const { connection, client } = startConsole({ sessionId: 's1', after: answer.promise });

  void connection.connect();
  await settled();
  const leaving = connection[Symbol.asyncDispose]();
  answer.resolve();
  await settled();
  client().handlers.onUp();
  await leaving;

  expect(client().events).toEqual(['close']);
  expect(client().isStopped).toBe(true);
});

test('who leaves while the socket is still being made ends the session with the first thing it says', async () => {
  const { connection, client } = startConsole({ sessionId: 's1' });
  await connection.connect();

  const closing = connection.close();
  await settled();
  const before = [client().events.length, client().isStopped];
  client().handlers.onUp();
  await closing;

  expect(before).toEqual([0, false]);
  expect([client().events, client().isStopped]).toEqual([['close'], true]);
  expect(connection.snapshot).toMatchObject({ state: 'disconnected', end: { reason: 'ClosedByUser' } });
});

test('who leaves while the control plane still answers has not left before the answer is ended', async () => {
  const answer = Promise.withResolvers<void>();
  const { connection, client } = startConsole({ sessionId: 's1', after: answer.promise });
  const left: string[] = [];
  void connection.connect();
  await settled();

  void connection.close().then(() => left.push('left'));
  answer.resolve();
  await settled();
  const before = [...left];
  client().handlers.onUp();
  await settled();

  expect([before, left, client().events]).toEqual([[], ['left'], ['close']]);
});

test('a control plane that does not answer keeps nobody', async () => {
  const { connection, timers } = startConsole({ sessionId: 's1', after: new Promise<void>(() => {}) });
  void connection.connect();
  await settled();

  const closing = connection.close();
  await settled();
  timers.runAll();

  await expect(closing).resolves.toBeUndefined();
});

test('a socket that never comes up keeps nobody, and one that fails is stopped', async () => {
  const { connection, client, timers } = startConsole({ sessionId: 's1' }, { sessionId: 's2' });
  await connection.connect();

  const closing = connection.close();
  await settled();
  timers.runAll();
  await closing;
  await connection.connect();
  const failing = connection.close();
  client().handlers.onDown();
  await failing;

  expect([client().events, client().isStopped]).toEqual([[], true]);
});

test('lost bytes, a new journal and a change of power reach the page', async () => {
  const { connection, notice, remarks } = await startConnected();

  notice({ kind: 'gap', from: 4, to: 10 });
  notice({ kind: 'power', power: 'stopped' });
  const { power } = connection.snapshot;
  notice(attached(0, 0, { epoch: 'e2' }));

  expect(power).toBe('stopped');
  expect(remarks).toEqual([{ kind: 'gap', from: 4, to: 10 }, { kind: 'restarted' }]);
});

test('a new session that is lost before the relay answered still goes on where the terminal stands', async () => {
  const { connection, client, timers, requests } = await startConnected(
    { sessionId: 's2' },
    { sessionId: 's2' },
  );

  await connection.connect();
  client().handlers.onDown();
  timers.runAll();
  await settled();

  expect(requests.map(({ sessionId, resumeOffset }) => ({ sessionId, resumeOffset }))).toEqual([
    { sessionId: undefined, resumeOffset: undefined },
    { sessionId: undefined, resumeOffset: 4 },
    { sessionId: 's2', resumeOffset: 4 },
  ]);
});

test('a warning is shown until it is taken back, and whoever stays says so, an observer too', async () => {
  for (const mode of ['operator', 'observer'] as const) {
    const { connection, client, notice } = startConsole({ sessionId: 's1', mode });
    await connection.connect({ mode });
    client().handlers.onUp();
    notice(attached(0, 0, { mode }));
    const warning = { kind: 'warning', reason: 'IdleTimeout', endsInSeconds: 60, canStay: true } as const;

    notice(warning);
    expect(connection.snapshot).toMatchObject({ state: 'connected', warning });
    connection.stay();
    notice({ kind: 'warningWithdrawn' });

    expect(connection.snapshot.warning).toBeUndefined();
    expect(client().events).toContain('stay');
  }
});

test('who is taken over goes on watching, reads by whom, and can answer nothing any more', async () => {
  const { connection, client, notice, live, output, remarks } = await startConnected();
  const since = '2026-11-21T12:00:00.000Z';
  const told: NoticeFrame = { kind: 'operator', operator: { name: 'Bob', since }, takenOverFrom: 'Alice' };
  notice({ kind: 'operator', operator: { name: 'Alice', since } });

  notice(attached(4, 4, { mode: 'observer' }));
  notice(told);
  notice(told);
  connection.type(bytesOf('rm'));
  live(4, 'ls');
  notice({ kind: 'operator', operator: null });

  expect(connection.snapshot).toMatchObject({ state: 'connected', mode: 'observer', operator: null });
  expect(remarks).toEqual([
    { kind: 'operator', name: 'Bob', from: 'Alice' },
    { kind: 'operator', name: null },
  ]);
  expect(client().sent.filter(({ data }) => data instanceof ArrayBuffer)).toEqual([]);
  expect(output.at(-1)).toEqual({ text: 'ls', isLive: false });
});

test('what somebody does to the machine stands in the terminal, when it begins and when it is over', async () => {
  const { notice, remarks, connection } = await startConnected();
  const restart = {
    kind: 'operation',
    operationId: 'o1',
    action: 'restart',
    by: 'Oscar\x1b[2J Ops',
  } as const;

  notice({ ...restart, status: 'InProgress' });
  notice({ ...restart, status: 'Failed', message: 'It runs on.' });

  expect(connection.snapshot).toMatchObject({
    state: 'connected',
    operation: { action: 'restart', status: 'Failed' },
  });
  expect(remarks.map(remarkText)).toEqual([
    'restart by Oscar[2J Ops: begun',
    'restart by Oscar[2J Ops: failed. It runs on.',
  ]);
});

test('an observer who may type gets a new connection for the same session and goes on where it was', async () => {
  const { connection, clients, client, notice, live, requests, output } = await startConnected({
    sessionId: 's1',
    mode: 'operator',
  });
  notice(attached(4, 4, { mode: 'observer' }));
  const [before] = clients;

  await connection.changeMode('operator', true);
  const between = connection.snapshot.state;
  connection.type(bytesOf('e'));
  client().handlers.onUp();
  live(4, 'gap?');
  notice(attached(4, 8, { inputSequence: 3 }));
  live(8, 'now');
  connection.type(bytesOf('k'));

  expect(requests[1]).toEqual({ mode: 'operator', takeOver: true, sessionId: 's1', resumeOffset: 4 });
  expect(before?.isStopped).toBe(true);
  expect(between).toBe('reconnecting');
  expect(output.slice(-2)).toEqual([
    { text: 'gap?', isLive: false },
    { text: 'now', isLive: true },
  ]);
  expect(client().sent.slice(-2)).toEqual([
    { group: 'up-s1', data: encodeInput(4, bytesOf('e')) },
    { group: 'up-s1', data: encodeInput(5, bytesOf('k')) },
  ]);
});

test('an observer who may not type is told who does and keeps watching', async () => {
  const { connection, client, clients, notice } = await startConnected(error('SerialPortBusy', 409));
  notice(attached(4, 4, { mode: 'observer' }));

  await connection.changeMode('operator');
  const { state, mode, error: refusal } = connection.snapshot;
  connection.dismissError();

  expect({ state, mode, code: refusal?.code }).toEqual({
    state: 'connected',
    mode: 'observer',
    code: 'SerialPortBusy',
  });
  expect(connection.snapshot.error).toBeUndefined();
  expect(clients).toEqual([client()]);
});

test('a boot log that is late is remarked when it begins and when it is over, however often it is said', async () => {
  const { notice, remarks, connection } = await startConnected();
  const [delayed, caughtUp] = (['delayed', 'caughtUp'] as const).map(
    (state) => ({ kind: 'bootLog', state }) as const,
  );

  for (const frame of [caughtUp, delayed, delayed, caughtUp]) notice(frame ?? attached(0, 0));

  expect(remarks).toEqual([delayed, caughtUp]);
  expect(connection.snapshot.state).toBe('connected');
});

test('what is recorded stays so when the relay says where the port is', async () => {
  const { notice, connection } = await startConnected();
  const recording = { kind: 'recording', state: 'recording', mode: 'strict' } as const;
  notice(recording);

  notice(attached(4, 4, { mode: 'observer' }));

  expect(connection.snapshot).toMatchObject({ mode: 'observer', recording });
});

test('who comes back reads how much came meanwhile', async () => {
  const { connection, client, notice, live } = await startConnected();

  client().handlers.onBroken();
  notice(attached(4, 12_004));
  const { caughtUpBytes } = connection.snapshot;
  live(4, 'more');
  notice(attached(8, 12_004));

  expect(caughtUpBytes).toBe(12_000);
  expect(connection.snapshot.caughtUpBytes).toBeUndefined();
});

test('a page that was loaded anew goes on with its session from the offset that it kept', async () => {
  const { connection, client, requests, notice, live, output } = startConsole({
    sessionId: 's1',
    mode: 'observer',
  });

  await connection.resume({ sessionId: 's1', mode: 'observer', offset: 4 });
  client().handlers.onUp();
  notice(attached(4, 8, { mode: 'observer' }));
  live(4, 'seen');

  expect(requests).toEqual([{ sessionId: 's1', resumeOffset: 4 }]);
  expect(connection.snapshot).toMatchObject({ state: 'connected', mode: 'observer', sessionId: 's1' });
  expect(output).toEqual([{ text: 'seen', isLive: false }]);
});

test.each(['ClosedByUser', 'ConnectionLost'])(
  'a session that the page before closed (%s) goes on in a new one',
  async (reason) => {
    const { connection, requests } = startConsole(error('SessionEnded', 409, reason), { sessionId: 's2' });

    await connection.resume({ sessionId: 's1', mode: 'operator', offset: 4 });
    await settled();

    expect(requests[1]).toEqual({ mode: 'operator', resumeOffset: 4 });
    expect(connection.snapshot).toMatchObject({ state: 'connecting', sessionId: 's2' });
  },
);

test('a session that somebody ended while the page was loaded anew stays ended', async () => {
  const { connection, requests } = startConsole(error('SessionEnded', 409, 'DisconnectedByAdministrator'));

  await connection.resume({ sessionId: 's1', mode: 'operator', offset: 4 });

  expect(requests).toHaveLength(1);
  expect(connection.snapshot).toMatchObject({
    state: 'disconnected',
    end: { reason: 'DisconnectedByAdministrator' },
  });
});

test('a relay that is away for a moment does not lose the session to come back to', async () => {
  const { connection, timers, requests } = startConsole(error('RelayUnavailable', 503), { sessionId: 's1' });

  await connection.resume({ sessionId: 's1', mode: 'operator', offset: 4 });
  timers.runAll();
  await settled();

  expect(requests[1]).toEqual({ sessionId: 's1', resumeOffset: 4 });
});

test('a session that is left to another window is not ended, not typed into and not fought for', async () => {
  const { connection, client, timers, requests } = await startConnected();

  connection.release();
  const stoppedBefore = client().isStopped;
  connection.type(bytesOf('x'));
  client().handlers.onDown();
  timers.runAll();
  await settled();

  expect(connection.snapshot).toEqual({
    state: 'disconnected',
    isMoved: true,
    mode: 'operator',
    sessionId: 's1',
  });
  expect(stoppedBefore).toBe(false);
  expect(client().isStopped).toBe(true);
  expect(client().events).toEqual([]);
  expect(client().sent.filter(({ data }) => data instanceof ArrayBuffer)).toEqual([]);
  expect(requests).toHaveLength(1);
});

test('a session that was left to another window is taken back without a byte lost or shown twice', async () => {
  const { connection, client, notice, live, requests, output } = await startConnected({ sessionId: 's1' });
  connection.release();

  await connection.resume({ sessionId: 's1', mode: 'operator', offset: connection.offset });
  client().handlers.onUp();
  notice(attached(4, 8));
  live(4, 'else');

  expect(requests[1]).toEqual({ sessionId: 's1', resumeOffset: 4 });
  expect(output.map(({ text }) => text)).toEqual(['boot', 'else']);
});
