import { expect, test } from 'vitest';
import type { Prompter } from '../../relay/ssh/loginMethods.ts';
import type { ShellEnd } from '../../relay/ssh/shell.ts';
import { createSshServer } from '../../relay/ssh/sshOnDemand.ts';
import type { LoginOrder } from '../../relay/ssh/sshServer.ts';
import { eventually } from '../support/eventually.ts';
import { type SshMachineOptions, startSshMachine } from '../support/sshMachine.ts';

// What a guest's own server does not do: other key types, questions, half successes, and a sudden death.

const { signal } = new AbortController();
const nobody: Prompter = () => Promise.reject(new Error('Nobody is asked here.'));

async function startServer(options: SshMachineOptions) {
  const machine = await startSshMachine(options);
  return { ...machine, ssh: createSshServer({ host: '127.0.0.1', port: machine.port }) };
}

type Server = Awaited<ReturnType<typeof startServer>>;

const order = async (server: Server, more: Partial<LoginOrder>): Promise<LoginOrder> => ({
  hostKey: await server.ssh.readHostKey(undefined, signal),
  userName: 'alice',
  credential: { method: 'password', password: 'right' },
  ask: nobody,
  signal,
  columns: 80,
  rows: 24,
  ...more,
});

test('a pinned key is asked for by its kind, though the server would rather show another', async () => {
  await using server = await startServer({ keys: ['ed25519', 'rsa'], authenticate: (one) => one.accept() });
  const first = await server.ssh.readHostKey(undefined, signal);

  const rsa = await server.ssh.readHostKey({ ...first, algorithm: 'ssh-rsa' }, signal);

  expect([first.algorithm, rsa.algorithm]).toEqual(['ssh-ed25519', 'ssh-rsa']);
  expect(await server.ssh.readHostKey(rsa, signal)).toEqual(rsa);
  const shell = await server.ssh.openShell(await order(server, { hostKey: rsa }));
  shell.close();
});

test('a server without a key of the pinned kind, or with another key, hears no user name', async () => {
  const named: string[] = [];
  await using server = await startServer({
    authenticate(one) {
      named.push(one.username);
      one.accept();
    },
  });
  const other = { algorithm: 'ssh-rsa', fingerprint: `SHA256:${'x'.repeat(43)}` };

  await expect(server.ssh.readHostKey(other, signal)).rejects.toMatchObject({ code: 'HostKeyChanged' });
  for (const algorithm of ['ssh-rsa', 'ssh-ed25519']) {
    const wanted = await order(server, { hostKey: { ...other, algorithm } });
    await expect(server.ssh.openShell(wanted)).rejects.toMatchObject({ code: 'HostKeyChanged' });
  }

  expect(named).toEqual([]);
});

test('a server that takes no password but asks for it gets it, once', async () => {
  const methods: string[] = [];
  await using server = await startServer({
    authenticate(one) {
      methods.push(one.method);
      if (one.method !== 'keyboard-interactive') return one.reject(['keyboard-interactive']);
      one.prompt([{ prompt: 'Password: ', echo: false }], (answers) =>
        answers[0] === 'right' ? one.accept() : one.reject(['keyboard-interactive']),
      );
    },
  });

  (await server.ssh.openShell(await order(server, {}))).close();
  const wrong = await order(server, { credential: { method: 'password', password: 'wrong' } });
  await expect(server.ssh.openShell(wrong)).rejects.toMatchObject({ code: 'SshLoginFailed' });

  expect(methods).toEqual(['password', 'keyboard-interactive', 'password', 'keyboard-interactive']);
});

test('a wrong password is tried once, so that it cannot lock an account by itself', async () => {
  const methods: string[] = [];
  await using server = await startServer({
    authenticate(one) {
      methods.push(one.method);
      one.reject(['password', 'keyboard-interactive']);
    },
  });

  await expect(server.ssh.openShell(await order(server, {}))).rejects.toMatchObject({
    code: 'SshLoginFailed',
  });

  expect(methods).toEqual(['password']);
});

test('what a server asks goes to the person: all of it, or what follows a password', async () => {
  await using server = await startServer({
    authenticate(one) {
      if (one.method === 'password') return one.reject(['keyboard-interactive'], true);
      if (one.method !== 'keyboard-interactive') return one.reject(['password', 'keyboard-interactive']);
      one.prompt([{ prompt: 'Code: ', echo: true }], 'Title', 'Look at your phone', (answers) =>
        answers[0] === '123456' ? one.accept() : one.reject(),
      );
    },
  });
  const asked: unknown[] = [];
  const ask: Prompter = async (question) => {
    asked.push(question);
    return ['123456'];
  };
  const question = { instructions: 'Look at your phone', prompts: [{ text: 'Code: ', echo: true }] };

  (await server.ssh.openShell(await order(server, { ask }))).close();
  const credential = { method: 'keyboard-interactive' } as const;
  (await server.ssh.openShell(await order(server, { ask, credential }))).close();

  expect(asked).toEqual([question, question]);
});

test('a machine that dies takes its shell with it, after its last words', async () => {
  await using server = await startServer({ authenticate: (one) => one.accept() });
  const shell = await server.ssh.openShell(await order(server, {}));
  const ends: ShellEnd[] = [];
  let shown = '';
  shell.start({ onOutput: (bytes) => (shown += String(bytes)), onEnd: (end) => ends.push(end) });
  await eventually(() => shown === 'welcome');

  server.connections.at(-1)?.end();
  await eventually(() => ends.length > 0);

  expect(ends).toEqual([{ kind: 'gone' }]);
});

test('what is no SSH server, or nothing, does not answer', async () => {
  const nothing = createSshServer({ host: '127.0.0.1', port: 1 });

  await expect(nothing.readHostKey(undefined, signal)).rejects.toMatchObject({ code: 'SshUnreachable' });
});

test('a shell that is paused is paused in its errors, too, whatever its machine sends', async () => {
  const flood = Buffer.alloc(8_388_608, 'x');
  await using server = await startServer({
    authenticate: (one) => one.accept(),
    onShell: (shell) => void shell.stderr.write(flood),
  });
  const shell = await server.ssh.openShell(await order(server, {}));
  let received = 0;
  shell.start({
    onOutput(bytes) {
      received += bytes.length;
      if (received === bytes.length) shell.pause();
    },
    onEnd: () => {},
  });

  await settles(() => received);
  expect(received).toBeLessThan(flood.length / 2);
  shell.resume();
  await eventually(() => received >= flood.length);
  shell.close();
});

/** Resolves once a number has stayed the same for a while. */
async function settles(value: () => number): Promise<void> {
  let last = -1;
  let same = 0;
  await eventually(() => {
    same = value() === last ? same + 1 : 0;
    last = value();
    return same > 30;
  });
}
