import { expect, test } from 'vitest';
import type { Shell } from '../../../../relay/ssh/shell.ts';
import { hostKeyChanged, loginFailed, unreachable } from '../../../../relay/ssh/sshFaults.ts';
import { SshLogin } from '../../../../relay/ssh/sshLogin.ts';
import type { LoginOrder, SshServer } from '../../../../relay/ssh/sshServer.ts';
import { limits } from '../../../../shared/contracts/limits.ts';
import type { SshEnd } from '../../../../shared/contracts/relayApi.ts';
import type { HostKey, SshState } from '../../../../shared/contracts/sshFrames.ts';

const hostKey = { algorithm: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` };
const otherKey = { algorithm: 'ssh-ed25519', fingerprint: `SHA256:${'b'.repeat(43)}` };
const right = { method: 'password', password: 'right' } as const;
const wrong = { method: 'password', password: 'wrong' } as const;
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const shell: Shell = {
  start() {},
  write: async () => {},
  resize() {},
  pause() {},
  resume() {},
  close() {},
};

async function createWorld(options: { pinned?: HostKey; server?: Partial<SshServer> } = {}) {
  let { pinned } = options;
  const states: SshState[] = [];
  const shells: Shell[] = [];
  const ends: SshEnd[] = [];
  const orders: LoginOrder[] = [];
  const server: SshServer = {
    readHostKey: async () => hostKey,
    async openShell(order) {
      orders.push(order);
      if (order.credential !== right) throw loginFailed();
      return shell;
    },
    ...options.server,
  };
  const login = new SshLogin({
    server,
    hostKeys: { get: async () => pinned, pin: async (key) => (pinned ??= key) },
    onState: () => states.push(login.state),
    onShell: (one) => shells.push(one),
    onFailed: (end) => ends.push(end),
  });
  login.start();
  await settle();
  const logIn = async (attempt: number, credential: typeof right | typeof wrong) => {
    login.receive({ kind: 'login', attempt, userName: 'alice', credential, columns: 80, rows: 24 });
    await settle();
  };
  return {
    login,
    logIn,
    states,
    shells,
    ends,
    orders,
    pinned: () => pinned,
    pin: (key: HostKey) => (pinned = key),
  };
}

test('an unknown key is shown, and only the very key that is vouched for is pinned', async () => {
  const { login, logIn, orders, pinned } = await createWorld();
  expect(login.state).toEqual({ step: 'hostKey', hostKey });

  await logIn(1, right);
  login.receive({ kind: 'trust', fingerprint: otherKey.fingerprint });
  await settle();
  expect([pinned(), orders]).toEqual([undefined, []]);
  login.receive({ kind: 'trust', fingerprint: hostKey.fingerprint });
  await settle();

  expect(pinned()).toEqual(hostKey);
  expect(login.state).toEqual({ step: 'login', hostKey, attempts: 0, attemptsLeft: limits.sshLoginAttempts });
});

test('a key that is another than the pinned one ends it before a credential is taken', async () => {
  const { login, logIn, ends, orders } = await createWorld({ pinned: otherKey });

  await logIn(1, right);

  expect(login.state).toMatchObject({ step: 'failed', error: { code: 'HostKeyChanged' }, hostKey });
  expect(ends).toMatchObject([{ reason: 'HostKeyChanged' }]);
  expect(orders).toEqual([]);
});

test('who vouches second for another key learns that it is not the pinned one', async () => {
  const { login, ends, pin } = await createWorld();
  pin(otherKey);

  login.receive({ kind: 'trust', fingerprint: hostKey.fingerprint });
  await settle();

  expect(ends).toMatchObject([{ reason: 'HostKeyChanged' }]);
});

test('a key that changes between the look and the login is told as such', async () => {
  const openShell = async (): Promise<Shell> => {
    throw hostKeyChanged();
  };
  const { logIn, ends } = await createWorld({ pinned: hostKey, server: { openShell } });

  await logIn(1, right);

  expect(ends).toMatchObject([{ reason: 'HostKeyChanged' }]);
});

test('the right credential opens a shell; a login that is said twice is one', async () => {
  const { login, logIn, orders, shells } = await createWorld({ pinned: hostKey });

  await logIn(1, right);
  await logIn(1, right);

  expect(login.state).toEqual({ step: 'open', attempts: 1 });
  expect(shells).toEqual([shell]);
  expect(orders).toMatchObject([{ hostKey, userName: 'alice', columns: 80, rows: 24 }]);
});

test('a wrong one may be followed by the right one', async () => {
  const { login, logIn, ends } = await createWorld({ pinned: hostKey });

  await logIn(1, wrong);
  expect(login.state).toMatchObject({
    step: 'login',
    attempts: 1,
    attemptsLeft: 2,
    error: { code: 'SshLoginFailed' },
  });
  await logIn(2, right);

  expect(login.state).toEqual({ step: 'open', attempts: 2 });
  expect(ends).toEqual([]);
});

test('after the last attempt it is over, whatever comes', async () => {
  const { login, logIn, ends, orders } = await createWorld({ pinned: hostKey });

  for (let attempt = 1; attempt <= limits.sshLoginAttempts; attempt += 1) await logIn(attempt, wrong);
  await logIn(limits.sshLoginAttempts + 1, right);

  expect(orders).toHaveLength(limits.sshLoginAttempts);
  expect(login.state).toMatchObject({ step: 'failed', error: { code: 'SshLoginFailed' } });
  expect(ends).toEqual([{ reason: 'LoginFailed', message: 'SshLoginFailed' }]);
});

test('the questions of a server go to the person, and the answers back', async () => {
  const heard: (readonly string[])[] = [];
  const openShell = async ({ ask }: LoginOrder): Promise<Shell> => {
    const prompts = [{ text: 'Code: ', echo: false }];
    heard.push(await ask({ instructions: 'first', prompts }));
    heard.push(await ask({ instructions: 'second', prompts }));
    return shell;
  };
  const { login, logIn } = await createWorld({ pinned: hostKey, server: { openShell } });
  await logIn(1, right);
  expect(login.state).toMatchObject({ step: 'prompts', promptId: 1, instructions: 'first' });

  for (const promptId of [1, 1, 2]) {
    login.receive({ kind: 'answers', promptId, answers: [`answer ${promptId}`] });
    await settle();
  }

  expect(heard).toEqual([['answer 1'], ['answer 2']]);
  expect(login.state).toMatchObject({ step: 'open' });
});

test('a server that does not answer is the end', async () => {
  const readHostKey = async (): Promise<HostKey> => {
    throw unreachable(new Error('ECONNREFUSED'));
  };
  const { login, ends } = await createWorld({ server: { readHostKey } });

  expect(login.state).toMatchObject({ step: 'failed', error: { code: 'SshUnreachable' } });
  expect(ends).toMatchObject([{ reason: 'GuestGone' }]);
});

test('what comes after its end is silent, and a shell that opens then is closed', async () => {
  let closed = 0;
  let open = (): void => {};
  const openShell = (): Promise<Shell> =>
    new Promise((resolve) => (open = () => resolve({ ...shell, close: () => (closed += 1) })));
  const { login, logIn, states, shells } = await createWorld({ pinned: hostKey, server: { openShell } });
  await logIn(1, right);

  login.close();
  const before = states.length;
  open();
  await settle();

  expect([closed, shells, states.length - before]).toEqual([1, [], 0]);
});
