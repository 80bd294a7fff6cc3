import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { guestUsers } from '../../infra/local/guests/guestUsers.ts';
import { chainHash, isSigned, keyId } from '../../shared/azure/recordingCrypto.ts';
import type { RecordingData } from '../../shared/contracts/recording.ts';
import { verifyRecording } from '../../shared/recording/verifyRecording.ts';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { openPortalConsole } from '../support/portalConsole.ts';
import { openPortalSsh, type PortalSsh } from '../support/portalSsh.ts';
import { readCast } from '../support/readCast.ts';

// What a bastion's policy means for shells on a real guest: recording, idle timeout and how many there may be.

const { qemu, why } = guestsAvailable();
const { password } = guestUsers.alice;
/** The shell asks its terminal where the cursor is. */
const prompt = '\x1b[6n';

describe.skipIf(!qemu)(`a policy and SSH sessions${why === undefined ? '' : ` (${why})`}`, () => {
  let stack: LocalStack;

  beforeAll(async () => {
    stack = await startLocalStack({ guests: 'qemu' });
    await eventually(isBooted, { timeoutMs: 120_000 });
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  async function isBooted(): Promise<boolean> {
    await using ssh = await openPortalSsh(stack, { user: 'reader', vm: 'vm-web-01' });
    await eventually(() => ['hostKey', 'login', 'failed'].includes(ssh.snapshot().ssh.step));
    return ssh.snapshot().ssh.step !== 'failed';
  }

  async function setPolicy(properties: object): Promise<void> {
    const path = `${bastionPath}/policies/default`;
    const { status, body } = await stack.call('owner', 'PUT', path, { properties });
    expect(status, JSON.stringify(body)).toBe(200);
  }

  const openSsh = (user = 'reader') => openPortalSsh(stack, { user, vm: 'vm-web-01' });

  async function logIn(ssh: PortalSsh): Promise<void> {
    await eventually(() => ['hostKey', 'login'].includes(ssh.snapshot().ssh.step));
    ssh.console.trust();
    await ssh.until('login');
    ssh.console.resize({ columns: 101, rows: 31 });
    ssh.console.logIn('alice', { method: 'password', password });
    await ssh.untilText(prompt);
  }

  const sessionIdOf = (ssh: PortalSsh): string => ssh.answers[0]?.sessionId ?? '';
  const sessionOf = async (ssh: PortalSsh) =>
    (await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionIdOf(ssh)}`)).body;

  async function filesOf(sessionId: string) {
    const path = `${bastionPath}/recordings/${sessionId}/retrieveRecordingData`;
    const { body } = await stack.call('owner', 'POST', path);
    const { chunks, statement } = body as RecordingData;
    const textOf = async (uri: string) => Buffer.from(await (await fetch(uri)).arrayBuffer());
    const files = await Promise.all(
      (chunks ?? []).map(async ({ name, uri }) => {
        const bytes = await textOf(uri);
        return { name, bytes, text: String(bytes) };
      }),
    );
    return { files, statement: statement && String(await textOf(statement.uri)) };
  }

  async function signed(sessionId: string) {
    await eventually(async () => (await filesOf(sessionId)).statement !== undefined, { timeoutMs: 60_000 });
    const { files, statement } = await filesOf(sessionId);
    const verdict = verifyRecording({ chainHash, isSigned, keyId }, files, statement);
    return { ...readCast(files.map(({ text }) => text).join('')), verdict };
  }

  /** Sessions of a test before this one, which end a moment after it has. */
  const everybodyLeft = (): Promise<void> =>
    eventually(async () => {
      const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
      return body.value.length === 0;
    });

  test('a shell is recorded byte for byte with its sizes, and signed when it has ended', async () => {
    await setPolicy({ recording: 'always', recordingMode: 'strict' });
    await using ssh = await openSsh();
    await logIn(ssh);
    ssh.type('seq 3000\n');
    await ssh.untilText('\n3000\r\n');
    ssh.console.resize({ columns: 133, rows: 44 });
    ssh.type('stty size\n');
    await ssh.untilText('44 133\r\n');

    ssh.type('exit\n');

    const { output, events, header, verdict } = await signed(sessionIdOf(ssh));
    expect(header).toMatchObject({ title: 'vm-web-01 (SSH)' });
    expect(events.filter(([, code]) => code === 'r').map(([, , size]) => size)).toEqual(['101x31', '133x44']);
    expect(output.equals(ssh.shown())).toBe(true);
    expect(String(output)).not.toContain(password);
    expect(verdict).toMatchObject({ findings: [], lostBytes: 0 });
  });

  test('a shell that died with its relay is signed by the next one', async () => {
    await setPolicy({ recording: 'always' });
    await using ssh = await openSsh();
    await logIn(ssh);
    ssh.type('echo and" then"\n');
    await ssh.untilText('and then\r\n');
    const written = async (): Promise<string> =>
      (await filesOf(sessionIdOf(ssh))).files.map(({ text }) => text).join('');
    await eventually(async () => (await written()).includes('and then'), { timeoutMs: 20_000 });

    process.kill(stack.relayPid(), 'SIGKILL');

    const { output, verdict } = await signed(sessionIdOf(ssh));
    expect(String(output)).toContain('and then\r\n');
    expect(verdict).toMatchObject({ findings: [] });
    expect(verdict.signedBy).toBeDefined();
    expect(await sessionOf(ssh)).toMatchObject({ state: 'Ended', endReason: 'RelayLost' });
  });

  test('of shells there are no more than the policy allows, and one that has ended makes room', async () => {
    await setPolicy({ maxSessionsPerUser: 1 });
    await everybodyLeft();
    await using first = await openSsh();
    await logIn(first);

    await expect(openSsh()).rejects.toMatchObject({ code: 'UserSessionLimitReached' });
    await using other = await openSsh('ops');
    first.type('exit\n');
    await eventually(async () => (await sessionOf(first)).state === 'Ended');
    await using second = await openSsh();
    await logIn(second);

    expect(second.answers[0]?.sessionId).toBeDefined();
    expect(other.answers[0]?.sessionId).toBeDefined();
  });

  test('A17a A17b a lock cuts a shell and its neighbours at the console, who are told why', async () => {
    await setPolicy({});
    await everybodyLeft();
    const lock = `${vmPath('vm-web-01')}/providers/Sallyport.Access/locks/incident-7`;
    await using shell = await openSsh();
    await logIn(shell);
    await using operator = await openPortalConsole(stack, { user: 'vmops', vm: 'vm-web-01', takeOver: true });
    await using observer = await openPortalConsole(stack, {
      user: 'ops',
      vm: 'vm-web-01',
      mode: 'observer',
    });
    const everybody = [shell, operator, observer];

    const { body } = await stack.call('sessions', 'PUT', lock, {
      properties: { reason: 'Under investigation', durationInMinutes: 5 },
    });
    await eventually(() => everybody.every(({ snapshot }) => snapshot().state === 'disconnected'));

    expect(body.properties.endedSessions).toBe(3);
    for (const { snapshot } of everybody) {
      expect(snapshot().end).toMatchObject({
        reason: 'Locked',
        text: 'You have been disconnected',
        by: 'Selma Sessions',
        message: 'Under investigation',
      });
    }
    const locked = { code: 'AccessLocked', status: 423 };
    await expect(openSsh()).rejects.toMatchObject(locked);
    await expect(openPortalConsole(stack, { user: 'ops', vm: 'vm-web-01' })).rejects.toMatchObject(locked);
    await using other = await openPortalConsole(stack, { user: 'ops', vm: 'vm-db-01' });
    expect(other.snapshot().state).toBe('connected');

    expect((await stack.call('sessions', 'DELETE', lock)).status).toBe(200);
    await using again = await openSsh();
    await logIn(again);
  });

  test('a shell in which nothing happens is warned, and ends; one that prints does not', async () => {
    await setPolicy({ idleTimeoutInMinutes: 1, warningInSeconds: 30 });
    await using idle = await openSsh();
    await using busy = await openSsh('ops');
    await logIn(idle);
    await logIn(busy);
    busy.type('while sleep 5; do date; done\n');

    await eventually(() => idle.snapshot().warning?.reason === 'IdleTimeout', { timeoutMs: 90_000 });
    await eventually(async () => (await sessionOf(idle)).state === 'Ended', { timeoutMs: 90_000 });

    expect(await sessionOf(idle)).toMatchObject({ endReason: 'IdleTimeout' });
    expect(await sessionOf(busy)).toMatchObject({ state: 'Active' });
    expect(busy.snapshot().warning).toBeUndefined();
  }, 240_000);
});
