import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { openTables } from '../../shared/azure/tables.ts';
import type { RecordingData } from '../../shared/contracts/recording.ts';
import { readSeal } from '../../shared/recording/chunk.ts';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { openPortalConsole, type PortalConsole } from '../support/portalConsole.ts';
import { readCast } from '../support/readCast.ts';

// The whole way: policy, relay, a guest's output, Blob Storage, the API and the verifier command.

const { qemu, why } = guestsAvailable();
const verifier = fileURLToPath(new URL('../../infra/local/verifyRecording.ts', import.meta.url));

let stack: LocalStack;

const setPolicy = async (properties: object): Promise<void> => {
  const { status, body } = await stack.call('owner', 'PUT', `${bastionPath}/policies/default`, {
    properties,
  });
  expect(status, JSON.stringify(body)).toBe(200);
};

const retrieve = (sessionId: string, user = 'owner') =>
  stack.call(user, 'POST', `${bastionPath}/recordings/${sessionId}/retrieveRecordingData`);

async function auditRows(): Promise<object[]> {
  const rows: object[] = [];
  for await (const row of openTables(stack.storage).audit.listEntities()) rows.push(row);
  return rows;
}

async function recordingOf(sessionId: string): Promise<{ text: string; data: RecordingData }> {
  const { status, body } = await retrieve(sessionId);
  if (status === 404) return { text: '', data: { chunks: [] } };
  const data = body as RecordingData;
  const texts = data.chunks.map(async ({ uri }) => await (await fetch(uri)).text());
  return { data, text: (await Promise.all(texts)).join('') };
}

/** What was recorded so far: nothing at first. */
async function recordedBy(sessionId: string): Promise<Buffer> {
  const { text } = await recordingOf(sessionId);
  return text === '' ? Buffer.alloc(0) : readCast(text).output;
}

async function complete(sessionId: string): Promise<{ text: string; data: RecordingData }> {
  await eventually(async () => (await recordingOf(sessionId)).data.statement !== undefined, {
    timeoutMs: 60_000,
  });
  return await recordingOf(sessionId);
}

async function verify(...words: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [verifier, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (piece) => void (said += String(piece)));
  child.stderr.on('data', (piece) => void (said += String(piece)));
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
}

const sessionIdOf = (console_: PortalConsole): string => console_.answers[0]?.sessionId ?? '';

describe.skipIf(!qemu)(`a recorded guest${why === undefined ? '' : ` (${why})`}`, () => {
  let console_: PortalConsole;
  let sessionId: string;

  beforeAll(async () => {
    stack = await startLocalStack({ guests: 'qemu' });
    await setPolicy({ recording: 'always', recordingMode: 'lenient' });
    console_ = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01' });
    sessionId = sessionIdOf(console_);
  });
  afterAll(async () => {
    await console_?.[Symbol.asyncDispose]();
    await stack?.[Symbol.asyncDispose]();
  });

  const serialLog = (): Buffer => readFileSync(join(stack.stateFolder, 'guests/vm-web-01/serial.log'));
  const told = (condition: () => boolean | Promise<boolean>): Promise<void> =>
    eventually(condition, { timeoutMs: 80_000, describe: () => console_.text().slice(-300) });

  test('the viewer is told, and what comes is recorded byte for byte, while it comes', async () => {
    expect(console_.answers[0]).toMatchObject({ recording: 'lenient' });
    await told(() => console_.snapshot().recording?.state === 'recording');
    await told(() => console_.text().includes('login: '));
    console_.type('alice\r');
    await told(() => console_.text().includes('Password: '));
    console_.type('correct-horse\r');
    await told(() => console_.text().includes('$ '));
    console_.type("printf 'caf\\303\\251 \\377 and on\\n'; seq 20000\r");
    await told(() => console_.text().includes('\n20000\r\n'));

    await told(async () => (await recordedBy(sessionId)).includes('\n20000\r\n'));
    const { text, data } = await recordingOf(sessionId);
    const { header, events, output } = readCast(text);
    expect(data.statement).toBeUndefined();
    expect(header).toMatchObject({ version: 3, title: 'vm-web-01 (Serial)' });
    const from = readSeal(text.slice(0, text.indexOf('\n', text.indexOf('# sallyport')) + 1))?.from ?? -1;
    expect(output.equals(serialLog().subarray(from, from + output.length))).toBe(true);
    expect(output.includes(Buffer.from([0xe9 - 0x26, 0xa9, 0x20, 0xff]))).toBe(true);
    expect(events.filter(([seconds]) => seconds > 0).length).toBeGreaterThan(5);
  });

  test('after a relay that was killed the recording goes on without a hole', async () => {
    const before = serialLog().length;
    process.kill(stack.relayPid(), 'SIGKILL');
    console_.type('echo and" back"\r');
    await told(() => console_.text().includes('and back\r\n'));
    // What is shown at once may be recorded as two events.
    await told(async () => (await recordedBy(sessionId)).includes('and back\r\n'));

    const { text } = await recordingOf(sessionId);
    expect(text).toContain('"the relay went on here"');
    const { output } = readCast(text);
    const log = serialLog();
    expect(log.length).toBeGreaterThan(before);
    const from = log.indexOf(output.subarray(0, 200));
    expect(output.equals(log.subarray(from, from + output.length))).toBe(true);
  });

  test('its end is signed by the relay, and the verifier says so, from a folder and from URLs', async () => {
    await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);
    const { data } = await complete(sessionId);
    const folder = join(stack.stateFolder, 'recording');
    mkdirSync(folder);
    for (const { name, uri } of [...data.chunks, data.statement ?? { name: '', uri: '' }]) {
      writeFileSync(join(folder, name), Buffer.from(await (await fetch(uri)).arrayBuffer()));
    }
    const key = data.publicKey ?? '';
    const urls = [...data.chunks, data.statement].map((file) => file?.uri ?? '');

    expect(await verify(folder, '--key', key)).toMatchObject({
      code: 0,
      said: expect.stringContaining('OK\n'),
    });
    expect(await verify(...urls, '--key', key)).toMatchObject({ code: 0 });
    expect(await verify(folder, '--key', 'another')).toMatchObject({ code: 2 });
    const chunk = join(folder, '00000001.cast');
    writeFileSync(chunk, readFileSync(chunk, 'utf8').replace('echo', 'ecko').replace('[0', '[9'));
    expect(await verify(folder)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Chunk 1 was changed.'),
    });
  });

  test('who may list recordings may not see them yet, and who sees one leaves a row', async () => {
    const list = await stack.call('reader', 'GET', `${bastionPath}/recordings`);
    expect(list.body.value).toEqual([
      expect.objectContaining({
        name: sessionId,
        properties: expect.objectContaining({
          targetResourceId: vmPath('vm-web-01'),
          userEmail: 'vmops@contoso.example',
          recordingMode: 'lenient',
          isLive: false,
        }),
      }),
    ]);

    expect(await retrieve(sessionId, 'reader')).toMatchObject({ status: 403 });
    expect(await retrieve(sessionId, 'outsider')).toMatchObject({ status: 403 });
    expect(await retrieve('000000000-0000000000000000-000000000000')).toMatchObject({ status: 404 });
    const rows = await auditRows();
    expect(rows).toContainEqual(
      expect.objectContaining({ event: 'connect', sessionId, reason: 'operator, recorded' }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({
        event: 'recordingAccess',
        sessionId,
        userName: 'owner@contoso.example',
        targetResourceId: expect.stringMatching(/\/vm-web-01$/),
        affectedUserName: expect.stringMatching(/@contoso\.example$/),
        outcome: 'Success',
      }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ event: 'refused', userName: 'reader@contoso.example' }),
    );
  });

  test('a file of a recording cannot be written through its URL', async () => {
    const { data } = await recordingOf(sessionId);
    const uri = data.chunks[0]?.uri ?? '';

    const answer = await fetch(uri, {
      method: 'PUT',
      headers: { 'x-ms-blob-type': 'BlockBlob' },
      body: 'forged',
    });

    expect(answer.status).toBe(403);
  });
});

describe('while the blobs hang', () => {
  beforeAll(async () => {
    stack = await startLocalStack({ guests: 'simulated' });
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  async function whileStopped(work: () => Promise<void>): Promise<void> {
    process.kill(stack.storagePids.blobs, 'SIGSTOP');
    try {
      await work();
    } finally {
      process.kill(stack.storagePids.blobs, 'SIGCONT');
    }
  }

  test('a lenient recording waits, and has every byte afterwards', async () => {
    await setPolicy({ recording: 'onDemand', recordingMode: 'lenient' });
    await using console_ = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01', record: true });
    const sessionId = sessionIdOf(console_);

    await whileStopped(async () => {
      console_.type('\n\nalice\ncorrect-horse\nflood 100000\n');
      const isDone = (): boolean => console_.shown().length > 100_000 && console_.text().endsWith('$ ');
      await eventually(isDone, { timeoutMs: 60_000 });
      console_.type('echo late\n');
      await eventually(() => /late\r\nlate\r\n[^\n]*\$ $/.test(console_.text().slice(-200)), {
        timeoutMs: 30_000,
      });
      expect(console_.snapshot().state).toBe('connected');
    });
    await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);

    const { output } = readCast((await complete(sessionId)).text);
    expect(console_.shown().subarray(-output.length).equals(output)).toBe(true);
    expect(output.length).toBeGreaterThan(100_000);
  });

  test('a strict recording ends its session, and says why', async () => {
    await setPolicy({ recording: 'always', recordingMode: 'strict' });
    await using console_ = await openPortalConsole(stack, { user: 'ops', vm: 'vm-db-01' });
    const sessionId = sessionIdOf(console_);
    expect(console_.answers[0]).toMatchObject({ recording: 'strict' });

    await whileStopped(async () => {
      console_.type('\n');
      await eventually(() => console_.snapshot().state === 'disconnected', { timeoutMs: 60_000 });
    });

    const session = async () => (await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`)).body;
    await eventually(async () => (await session()).state === 'Ended');
    expect(await session()).toMatchObject({ endReason: 'RecordingFailed', recording: 'strict' });
    expect(console_.snapshot().end).toMatchObject({ reason: 'RecordingFailed', message: expect.any(String) });
  });

  test('who is not asked is not recorded, and asking where it is off is refused', async () => {
    await setPolicy({ recording: 'onDemand' });
    await using console_ = await openPortalConsole(stack, { user: 'ops', vm: 'vm-win-01' });
    expect(console_.answers[0]?.recording).toBeUndefined();
    await setPolicy({ recording: 'off' });

    const connect = `${vmPath('vm-win-01')}/providers/Microsoft.SerialConsole/serialPorts/0/connect`;
    expect(await stack.call('ops', 'POST', connect, { mode: 'observer', record: true })).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidRequest', target: 'record' } },
    });
  });
});
