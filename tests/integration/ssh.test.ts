import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { guestUsers } from '../../infra/local/guests/guestUsers.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { eventually } from '../support/eventually.ts';
import { guestImageFolder } from '../support/guest.ts';
import { keptTexts } from '../support/keptTexts.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { openPortalConsole } from '../support/portalConsole.ts';
import { openPortalSsh, type PortalSsh } from '../support/portalSsh.ts';

// People reach a real guest's SSH server through a real relay, hub and control plane.

const { qemu, why } = guestsAvailable();
const { password } = guestUsers.alice;
const wrongPassword = 'battery-staple-wrong';
const bobsKey = (): string => readFileSync(join(guestImageFolder, 'bob_ed25519'), 'utf8');
/** The shell asks its terminal where the cursor is. */
const prompt = '\x1b[6n';

describe.skipIf(!qemu)(`SSH sessions${why === undefined ? '' : ` (${why})`}`, () => {
  let stack: LocalStack;
  const open: PortalSsh[] = [];

  beforeAll(async () => {
    stack = await startLocalStack({ guests: 'qemu' });
    await eventually(async () => (await hostKeyOf('vm-web-01')) !== undefined, { timeoutMs: 120_000 });
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
  });
  afterAll(async () => stack?.[Symbol.asyncDispose]());

  async function openSsh(user = 'reader', vm = 'vm-web-01'): Promise<PortalSsh> {
    const ssh = await openPortalSsh(stack, { user, vm });
    open.push(ssh);
    return ssh;
  }

  /** The guest may still boot: whoever comes too early is told so, and the key of who is not is left unpinned. */
  async function hostKeyOf(vm: string): Promise<string | undefined> {
    await using ssh = await openPortalSsh(stack, { user: 'reader', vm });
    await eventually(() => ['hostKey', 'login', 'failed'].includes(ssh.snapshot().ssh.step));
    const { ssh: state } = ssh.snapshot();
    return state.step === 'hostKey' || state.step === 'login' ? state.hostKey.fingerprint : undefined;
  }

  /** At the step `login`, the host key vouched for if nobody has yet. */
  async function atLogin(user?: string, vm?: string): Promise<PortalSsh> {
    const ssh = await openSsh(user, vm);
    await eventually(() => ['hostKey', 'login'].includes(ssh.snapshot().ssh.step));
    ssh.console.trust();
    await ssh.until('login');
    return ssh;
  }

  async function atShell(user?: string, vm?: string): Promise<PortalSsh> {
    const ssh = await atLogin(user, vm);
    ssh.console.logIn('alice', { method: 'password', password });
    await ssh.until('open');
    await ssh.untilText(prompt);
    return ssh;
  }

  const sessionOf = async (ssh: PortalSsh) => {
    const sessionId = ssh.answers[0]?.sessionId;
    return (await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`)).body;
  };
  const ended = (ssh: PortalSsh): Promise<void> =>
    eventually(async () => (await sessionOf(ssh)).state === 'Ended');

  test('a host key is shown first, pinned by whoever vouches for it, and not asked about again', async () => {
    const first = await openSsh();
    await first.until('hostKey');
    const { ssh } = first.snapshot();
    expect(ssh).toMatchObject({
      hostKey: { algorithm: 'ssh-ed25519', fingerprint: await hostKeyOf('vm-web-01') },
    });
    first.console.logIn('alice', { method: 'password', password });
    first.console.trust();
    await first.until('login');

    const second = await openSsh('ops');
    await second.until('login');

    expect(first.steps).not.toContain('authenticating');
    expect(second.steps).not.toContain('hostKey');
    const audit = await stack.call('ops', 'GET', `${bastionPath}/sessions/${first.snapshot().sessionId}`);
    expect(audit.body).toMatchObject({ protocol: 'SSH', state: 'Active' });
  });

  test('who logs in with a password has a shell in a terminal of the right size', async () => {
    const ssh = await atLogin();
    ssh.console.resize({ columns: 101, rows: 31 });
    ssh.console.logIn('alice', { method: 'password', password });
    await ssh.untilText(prompt);

    ssh.type('stty size; echo $TERM; whoami\n');
    await ssh.untilText('alice\r\n');
    expect(ssh.text()).toMatch(/\r\n31 101\r\nxterm-256color\r\nalice\r\n/);
    ssh.console.resize({ columns: 133, rows: 44 });
    await eventually(() => {
      ssh.type('stty size\n');
      return ssh.text().includes('44 133\r\n');
    });
  });

  test('a private key opens an account that no password opens', async () => {
    const ssh = await atLogin();
    ssh.console.logIn('bob', { method: 'password', password });
    await eventually(() => ssh.steps.filter((step) => step === 'login').length === 2);
    ssh.console.logIn('bob', { method: 'publickey', privateKey: 'no key at all' });
    await eventually(() => ssh.steps.filter((step) => step === 'login').length === 3);
    expect(ssh.snapshot().ssh).toMatchObject({
      attempts: 2,
      attemptsLeft: 1,
      error: { code: 'SshKeyUnreadable' },
    });

    ssh.console.logIn('bob', { method: 'publickey', privateKey: bobsKey() });
    await ssh.untilText(prompt);

    ssh.type('whoami\n');
    await ssh.untilText('\r\nbob\r\n');
  });

  test('a wrong password may be corrected, and three of them end the session', async () => {
    const ssh = await atLogin();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      ssh.console.logIn('alice', { method: 'password', password: wrongPassword });
      await eventually(() => {
        const state = ssh.snapshot().ssh;
        return state.step === 'login' && state.attempts === attempt;
      });
      expect(ssh.snapshot().ssh).toMatchObject({ error: { code: 'SshLoginFailed' } });
    }
    ssh.console.logIn('alice', { method: 'password', password: wrongPassword });
    await ended(ssh);

    expect(ssh.snapshot()).toMatchObject({
      state: 'disconnected',
      end: { reason: 'LoginFailed' },
      ssh: { step: 'failed', error: { code: 'SshLoginFailed' } },
    });
    expect(await sessionOf(ssh)).toMatchObject({ state: 'Ended', endReason: 'LoginFailed' });
  });

  test('2 MB of output are exact though the connection is dropped and lost for good', async () => {
    const ssh = await atShell();
    const last = 330_000;
    ssh.type(`stty -echo; echo beg''in; seq 1 ${last}; echo fin''ish\n`);
    await ssh.untilText('begin\r\n');
    const { sessionId } = ssh.snapshot();

    await stack.orderFault({ kind: 'drop', userId: sessionId });
    await eventually(() => ssh.shown().length > 500_000, { timeoutMs: 60_000 });
    await stack.orderFault({ kind: 'unrecoverable', userId: sessionId });
    await eventually(() => ssh.shown().length > 1_000_000, { timeoutMs: 60_000 });
    await stack.orderFault({ kind: 'drop', userId: 'relay-relay-01' });
    await eventually(() => ssh.text().includes('finish\r\n'), { timeoutMs: 80_000 });

    const text = ssh.text();
    const lines = Array.from({ length: last }, (_, index) => `${index + 1}\r\n`).join('');
    const shown = text.slice(text.indexOf('begin\r\n') + 'begin\r\n'.length, text.indexOf('finish\r\n'));
    expect(shown.length).toBe(lines.length);
    expect(shown === lines).toBe(true);
    expect(ssh.snapshot().sessionId).toBe(sessionId);
    expect(ssh.answers.length).toBeGreaterThan(1);
  }, 240_000);

  test('SSH and serial sessions are side by side in one list, and neither sees the other', async () => {
    const one = await atShell();
    const two = await atShell('ops');
    await using serial = await openPortalConsole(stack, { user: 'ops', vm: 'vm-web-01' });

    one.type('echo only-f""or-one\n');
    await one.untilText('only-for-one\r\n');

    const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
    const ids = [one, two].map((ssh) => ssh.snapshot().sessionId);
    const shown = body.value.map((row: { sessionId: string; protocol: string }) => [
      row.sessionId,
      row.protocol,
    ]);
    expect(shown).toEqual(
      expect.arrayContaining([...ids.map((id) => [id, 'SSH']), [serial.snapshot().sessionId, 'Serial']]),
    );
    expect(two.text() + serial.text()).not.toContain('only-for-one');
  });

  test('an administrator ends an SSH session, and its shell is gone from the guest', async () => {
    const ssh = await atShell();
    const witness = await atShell('ops');
    const mark = 'sleep 98765';
    ssh.type(`${mark}\n`);
    await ssh.untilText(mark);
    const { sessionId } = ssh.snapshot();

    const answer = await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`, {
      reason: 'maintenance',
    });
    await eventually(() => ssh.snapshot().state === 'disconnected');

    expect(answer.status).toBe(200);
    expect(ssh.snapshot().end).toMatchObject({
      reason: 'DisconnectedByAdministrator',
      by: 'Oscar Ops',
      message: 'maintenance',
    });
    await eventually(() => {
      witness.type("echo left: $(pgrep -f 'sleep 9876[5]' | wc -l)\n");
      return witness.text().includes('left: 0\r\n');
    });
  });

  test('who leaves the shell ends the session, and is told its status', async () => {
    const ssh = await atShell();
    ssh.type('exit 3\n');
    await eventually(() => ssh.snapshot().state === 'disconnected');

    expect(ssh.snapshot().end).toMatchObject({
      reason: 'ClosedByUser',
      message: expect.stringContaining('3'),
    });
    await ended(ssh);
    expect(await sessionOf(ssh)).toMatchObject({ endReason: 'ClosedByUser' });
  });

  test('a changed host key ends the session before anybody logs in, until it is forgotten', async () => {
    const { hostKeys } = openTables(stack.storage);
    await (await atLogin('reader', 'vm-db-01'))[Symbol.asyncDispose]();
    for await (const row of hostKeys.listEntities<{ partitionKey: string; rowKey: string }>()) {
      const fingerprint = `SHA256:${'x'.repeat(43)}`;
      await hostKeys.updateEntity({ ...row, fingerprint }, 'Merge');
    }

    const ssh = await openSsh('reader', 'vm-db-01');
    await ended(ssh);
    expect(ssh.snapshot()).toMatchObject({
      end: { reason: 'HostKeyChanged' },
      ssh: { step: 'failed', error: { code: 'HostKeyChanged' } },
    });
    expect(ssh.steps).not.toContain('login');

    const body = { targetResourceId: vmPath('vm-db-01') };
    expect((await stack.call('reader', 'POST', `${bastionPath}/forgetHostKey`, body)).status).toBe(403);
    expect((await stack.call('ops', 'POST', `${bastionPath}/forgetHostKey`, body)).status).toBe(200);
    expect((await stack.call('ops', 'POST', `${bastionPath}/forgetHostKey`, body)).status).toBe(204);
    await stack.call('ops', 'POST', `${bastionPath}/forgetHostKey`, {
      targetResourceId: vmPath('vm-web-01'),
    });
    const again = await openSsh('reader', 'vm-db-01');
    await again.until('hostKey');
  });

  test('who may not read all three, or asks for what has no SSH, is refused', async () => {
    const connect = async (user: string, vm: string) => {
      const body = { targetResourceId: vmPath(vm), protocol: 'SSH' };
      const answer = await stack.call(user, 'POST', `${bastionPath}/connect`, body);
      return [answer.status, answer.body.error?.code];
    };

    expect(await connect('outsider', 'vm-web-01')).toEqual([403, 'AuthorizationFailed']);
    expect(await connect('vmops', 'vm-web-01')).toEqual([403, 'AuthorizationFailed']);
    expect(await connect('outsider', 'vm-none-01')).toEqual([403, 'AuthorizationFailed']);
    expect(await connect('reader', 'vm-none-01')).toEqual([404, 'ResourceNotFound']);
    expect(await connect('reader', 'vm-win-01')).toEqual([409, 'SshNotAvailable']);
  });

  test('no credential is in any log, table, blob or file of the relay', async () => {
    const ssh = await atShell();
    const { sessionId = '' } = ssh.snapshot();
    const secrets = [password, wrongPassword, ...bobsKey().split('\n').slice(1, 3)];

    const kept = (await keptTexts(stack)).map(({ text }) => text);

    expect(kept.filter((text) => text.includes(sessionId)).length).toBeGreaterThan(1);
    expect(secrets.filter((secret) => kept.some((text) => text.includes(secret)))).toEqual([]);
  });
});
