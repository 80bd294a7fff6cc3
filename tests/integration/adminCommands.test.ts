import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { type LocalStack, serialPortPath, startLocalStack, vmPath } from '../support/localStack.ts';
import { openStackConsole } from '../support/stackConsole.ts';

// The keys of last resort on the real stack: vm-web-01 as it comes, vm-db-01 with `unknown_nmi_panic`.

const { qemu, why } = guestsAvailable();
const login = 'login: ';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ guests: 'qemu' });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const command = (user: string, vm: string, name: string, body?: object) =>
  stack.call(user, 'POST', `${serialPortPath(vm)}/adminCommand/${name}`, body);

describe.skipIf(!qemu)(`on a Linux guest${why === undefined ? '' : ` (${why})`}`, () => {
  test('SysRq h is answered by the kernel, seen in the terminal and told to it', async () => {
    await using console_ = await openStackConsole(stack, 'owner', 'vm-web-01');
    await console_.until(login);

    const { status, body } = await command('ops', 'vm-web-01', 'sysrq', { keys: 'h' });

    expect([status, body]).toEqual([
      200,
      { command: 'sysrq', keys: [{ key: 'h', outcome: 'confirmed', said: expect.stringMatching(/^HELP/) }] },
    ]);
    await console_.until('sysrq: HELP');
    await console_.until('sysrq: HELP');
    expect(console_.client.notices.filter(({ kind }) => kind === 'operation')).toMatchObject([
      { action: 'sysrq', status: 'InProgress', by: 'Oscar Ops' },
      { action: 'sysrq', status: 'Succeeded', by: 'Oscar Ops' },
    ]);
  });

  test('what the operator types meanwhile stays whole, and no key gets into it', async () => {
    await using console_ = await openStackConsole(stack, 'owner', 'vm-web-01');
    await console_.fromNow();
    // Whatever asked last, and for what.
    console_.client.type('\r');
    await console_.until('login: ');
    const typed = 'a-name-that-nobody-has-and-nothing-else';
    const sent = command('ops', 'vm-web-01', 'sysrq', { keys: '9m4' });
    for (const letter of typed) {
      console_.client.type(letter);
      await new Promise((resolve) => void setTimeout(resolve, 20));
    }
    console_.client.type('\r');

    expect((await sent).body.keys).toEqual([
      { key: '9', outcome: 'confirmed', said: 'Changing Loglevel' },
      { key: 'm', outcome: 'confirmed', said: 'Show Memory' },
      { key: '4', outcome: 'confirmed', said: 'Changing Loglevel' },
    ]);
    await console_.until('assword: ');
    const shown = console_.client
      .shown()
      .toString()
      .replaceAll(/\[ *\d+\.\d+\] [^\n]*\n/g, '');
    expect(shown.replaceAll(/[\r\n]/g, '')).toContain(typed);
  });

  test('REISUB: six lines of the kernel, and the boot, on one connection', async () => {
    await using console_ = await openStackConsole(stack, 'owner', 'vm-web-01');
    await console_.fromNow();

    const { body } = await command('ops', 'vm-web-01', 'sysrq', { keys: 'reisub' });

    expect(body).toEqual({
      command: 'sysrq',
      keys: Array.from('reisub', (key) => ({ key, outcome: 'confirmed', said: expect.any(String) })),
    });
    await console_.until('Emergency Remount');
    await console_.until('sysrq: Resetting');
    await console_.until('Linux version');
    await console_.until(login);
    expect(console_.connections()).toBe(1);
  });

  test('an NMI is explained by what the guest did: it goes on, or it panics as it is set to', async () => {
    const [goesOn, panics] = await Promise.all(
      ['vm-web-01', 'vm-db-01'].map((vm) => command('ops', vm, 'nmi')),
    );

    expect(goesOn?.body).toEqual({
      command: 'nmi',
      message: expect.stringContaining('it is not set to panic. “sysctl -w kernel.unknown_nmi_panic=1”'),
    });
    expect(panics?.body).toEqual({ command: 'nmi', message: expect.stringContaining('The guest crashed') });
  });

  test('a guest that has panicked is said not to answer, and comes back by reset at its first byte', async () => {
    await using console_ = await openStackConsole(stack, 'owner', 'vm-db-01');

    await console_.until('Kernel panic');
    const silent = await command('ops', 'vm-db-01', 'sysrq', { keys: 's' });
    await console_.fromNow();
    const reset = await command('ops', 'vm-db-01', 'reset');

    expect(silent.body).toMatchObject({
      keys: [{ key: 's', outcome: 'notSent' }],
      warning: expect.stringContaining('did not answer a probe'),
    });
    expect(reset.body).toEqual({ command: 'reset' });
    await console_.until('Linux version');
    await console_.until(login);
    expect(console_.connections()).toBe(1);
  });

  test('SysRq o switches the machine off, which is no error; then nothing is sent any more', async () => {
    await using console_ = await openStackConsole(stack, 'owner', 'vm-db-01');
    await console_.fromNow();

    const { status, body } = await command('ops', 'vm-db-01', 'sysrq', { keys: 'o' });
    await console_.until('sysrq: Power Off');
    await expect
      .poll(async () => (await stack.call('ops', 'GET', serialPortPath('vm-db-01'))).body.properties.power)
      .toBe('stopped');

    expect([status, body.keys[0].outcome]).toEqual([200, 'confirmed']);
    expect(console_.client.notices).toContainEqual({ kind: 'power', power: 'stopped' });
    for (const name of ['nmi', 'break', 'reset', 'sysrq']) {
      const refused = await command('ops', 'vm-db-01', name, name === 'sysrq' ? { keys: 's' } : undefined);
      expect([refused.status, refused.body.error.code], name).toEqual([409, 'VirtualMachineNotRunning']);
    }
    await stack.call('ops', 'POST', `${vmPath('vm-db-01')}/start`);
    await console_.until('Linux version');
  });
});

test('BREAK alone is sent, and says what it does to the next key', async () => {
  const { status, body } = await command('ops', 'vm-win-01', 'break');

  expect([status, body]).toEqual([
    200,
    { command: 'break', message: expect.stringContaining('five seconds') },
  ]);
});

test('Windows has no SysRq, and keys are letters and digits', async () => {
  const windows = await command('ops', 'vm-win-01', 'sysrq', { keys: 'b' });
  expect([windows.status, windows.body.error.code]).toEqual([409, 'SysRqNotSupported']);

  for (const keys of ['', 'a b', 'é', '\u0003', 'a'.repeat(17)]) {
    const answer = await command('ops', 'vm-web-01', 'sysrq', { keys });
    expect([answer.status, answer.body.error.code, answer.body.error.target]).toEqual([
      400,
      'InvalidRequest',
      'keys',
    ]);
  }
});

test('each needs its right; reset needs that of a restart too', async () => {
  for (const [user, name, action] of [
    ['reader', 'sysrq', 'Microsoft.SerialConsole/serialPorts/connect/action'],
    ['outsider', 'nmi', 'Microsoft.SerialConsole/serialPorts/connect/action'],
    ['console-only', 'reset', 'Microsoft.Compute/virtualMachines/restart/action'],
    ['console-only', 'break', 'Microsoft.Storage/storageAccounts/listKeys/action'],
  ] as const) {
    const { status, body } = await command(user, 'vm-web-01', name);
    expect([status, body.error.code, body.error.message], name).toEqual([
      403,
      'AuthorizationFailed',
      expect.stringContaining(action),
    ]);
  }
});

test('every command and every refusal is an audit row, with its outcome', async () => {
  const { body } = await command('ops', 'vm-win-01', 'nmi');
  expect(body.message).toContain('The guest crashed');
  const tables = openTables(stack.storage);
  const rows: Record<string, unknown>[] = [];
  for await (const row of tables.audit.listEntities()) rows.push(row);
  const of = (userName: string, event: string): unknown[] =>
    rows
      .filter((row) => row['userName'] === `${userName}@contoso.example` && row['event'] === event)
      .map(({ scope, outcome, reason }) => [String(scope).split('/').at(-1), outcome, reason]);

  expect(of('ops', 'adminCommand')).toEqual(
    expect.arrayContaining([
      ['vm-win-01', 'Success', 'nmi begun'],
      ['vm-win-01', 'Success', expect.stringMatching(/^nmi succeeded: The guest crashed/)],
    ]),
  );
  expect(of('reader', 'refused')).toContainEqual([
    'vm-web-01',
    'Failure',
    expect.stringContaining('serialPorts/connect/action'),
  ]);
});
