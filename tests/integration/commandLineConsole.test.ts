import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { logInAtTerminal, startInTerminal, type TerminalSession } from '../support/commandLine.ts';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, serialPortPath, startLocalStack } from '../support/localStack.ts';
import { openPortalConsole } from '../support/portalConsole.ts';

// The command line at a real terminal, joined to a real guest: keys are pressed as a person presses them.

const { qemu, why } = guestsAvailable();
const escapeKey = '\x1d';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ guests: 'qemu' });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const connect = (user: string, ...args: string[]): TerminalSession =>
  startInTerminal(stack, user, { args: ['serial-console', 'connect', ...args] });

async function leave(console_: TerminalSession): Promise<number> {
  console_.press(escapeKey);
  await console_.until('q Quit');
  console_.press('q');
  return await console_.exitCode();
}

describe.skipIf(!qemu)(`on a Linux guest${why === undefined ? '' : ` (${why})`}`, () => {
  test('what is typed reaches the shell, Ctrl+] twice is 0x1d for the guest, and q leaves', async () => {
    await using console_ = connect('vmops', 'vm-web-01');
    await logInAtTerminal(console_);

    console_.press('cat -v\r');
    await console_.until('cat -v');
    console_.press(escapeKey);
    await console_.until('Ctrl+] send it to the machine');
    console_.press(escapeKey);
    console_.press('end\r');
    await console_.until('^]end');
    console_.press('\x03');
    await console_.until('$ ');
    console_.press('exit\r');
    await console_.until('login: ');

    expect(await leave(console_)).toBe(0);
    const { body } = await stack.call('ops', 'GET', serialPortPath('vm-web-01'));
    expect(body.properties.operator).toBeUndefined();
  });

  test('what the guest says while the menu is open is shown when it is closed', async () => {
    await using console_ = connect('vmops', 'vm-web-01');
    await logInAtTerminal(console_);
    await using watcher = await openPortalConsole(stack, {
      user: 'owner',
      vm: 'vm-web-01',
      mode: 'observer',
    });
    console_.press('sleep 2; echo first-$((1+1)); sleep 1; echo second-$((2+2))\r');
    await console_.until('$((2+2))');

    console_.press(escapeKey);
    await console_.until('q Quit');
    await eventually(() => watcher.text().includes('second-4'));
    const meanwhile = console_.rest();
    console_.press('x');
    await console_.until('first-2');
    await console_.until('second-4');

    expect(meanwhile).not.toContain('first');
    console_.press('exit\r');
    await console_.until('login: ');
    await leave(console_);
  });

  test('64 KiB pasted at once arrive as they are', async () => {
    await using console_ = connect('vmops', 'vm-web-01');
    await logInAtTerminal(console_);
    const text = Array.from({ length: 65_536 }, (_, index) => String.fromCharCode(33 + (index % 94))).join(
      '',
    );
    console_.press('stty raw -echo; echo READY; head -c 65536 | md5sum; stty sane\r');
    await console_.until('READY\n');

    console_.press(text);

    await console_.until(createHash('md5').update(text).digest('hex'));
    await console_.until('$ ');
    console_.press('exit\r');
    await console_.until('login: ');
    await leave(console_);
  });

  test('SysRq h goes at once; reset asks, is left by a small y, and done by a capital one', async () => {
    await using console_ = connect('vmops', 'vm-web-01');
    await console_.until('Connected.');
    await console_.settle();

    console_.press(escapeKey);
    await console_.until('s SysRq');
    console_.press('s');
    await console_.until('SysRq keys');
    console_.press('h\r');
    await console_.until('sysrq: HELP');
    await console_.until('SysRq by');
    await console_.until('done');
    for (const [key, isReset] of [
      ['y', false],
      ['Y', true],
    ] as const) {
      console_.press(escapeKey);
      await console_.until('r Reset');
      console_.press('r');
      await console_.until('Press Y (capital)');
      console_.press(key);
      if (isReset) await console_.until('reset by');
    }
    await console_.until('Linux version');
    await console_.until('login: ');

    const resets = console_.shown().toString().split('reset by').length - 1;
    expect(resets).toBe(2); // begun and done, once
    await leave(console_);
  });

  test('an observer types nothing, is told who takes over, and takes over by T', async () => {
    await using first = connect('owner', 'vm-web-01');
    await first.until('Connected.');
    await using second = connect('vmops', 'vm-web-01');
    await second.until('types here since');
    await second.until('o to observe');
    second.press('o');
    await second.until('Connected as observer');
    await second.settle();
    await first.settle();
    second.press('not-typed');
    first.press('\r');
    await first.until('login: ');
    await second.until('login: ');

    second.press(escapeKey);
    await second.until('T Take over');
    second.press('T');
    await first.until('You only watch now.');
    await second.until('took over from');
    second.press('nobody\r');
    await first.until('assword: ');

    expect(first.shown().toString()).not.toContain('not-typed');
    expect(await leave(second)).toBe(0);
    expect(await leave(first)).toBe(0);
  });

  test('a connection that breaks comes back by itself, with every byte once', async () => {
    await using console_ = connect('vmops', 'vm-web-01');
    await logInAtTerminal(console_);
    console_.press('for i in $(seq 1 60); do echo line-$i-end; sleep 0.1; done\r');
    await console_.until('line-5-end');

    const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
    const userId = body.value[0].sessionId;
    const struck = [...(await stack.orderFault({ kind: 'drop', userId }))];
    await console_.until('line-15-end');
    struck.push(...(await stack.orderFault({ kind: 'unrecoverable', userId })));
    await console_.until('Connected again.');
    await console_.until('line-60-end');

    const lines = [
      ...console_
        .shown()
        .toString()
        .matchAll(/line-(\d+)-end/g),
    ].map(([, n]) => Number(n));
    expect(struck).toHaveLength(2);
    expect(lines).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    console_.press('exit\r');
    await console_.until('login: ');
    await leave(console_);
  });

  test('who is disconnected reads it in their language, with who and why, and comes back by Enter', async () => {
    await using console_ = startInTerminal(stack, 'vmops', {
      args: ['serial-console', 'connect', 'vm-web-01'],
      environment: { LANG: 'ja_JP.UTF-8' },
    });
    await console_.until('Connected.');
    const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
    const reason = 'maintenance\u001b[31m';
    await stack.call('ops', 'POST', `${bastionPath}/disconnectActiveSessions`, {
      sessionIds: body.value.map(({ sessionId }: { sessionId: string }) => sessionId),
      reason,
    });

    await console_.until('切断されました');
    await console_.until('By Oscar Ops.');
    await console_.until('Message: maintenance');
    await console_.until('Press Enter to reconnect');
    expect(console_.shown().toString()).not.toContain(reason);
    console_.press('\r');
    await console_.until('Connected.');
    await console_.settle();
    console_.press('\r');
    await console_.until('vm-web-01');
    expect(await leave(console_)).toBe(0);
  });

  test('told to end by a signal it gives the port back and leaves the terminal usable', async () => {
    await using console_ = connect('vmops', 'vm-web-01');
    await console_.until('Connected.');

    process.kill(console_.pid(), 'SIGTERM');

    expect(await console_.exitCode()).toBe(130);
    expect(console_.rest()).toContain('\x1b[?1047l');
    await expect
      .poll(
        async () => (await stack.call('ops', 'GET', serialPortPath('vm-web-01'))).body.properties.operator,
      )
      .toBeUndefined();
  });

  test('a terminal that is closed gives the port back as well', async () => {
    await using console_ = connect('vmops', 'vm-web-01');
    await console_.until('Connected.');

    console_.hangUp();

    await expect
      .poll(
        async () => (await stack.call('ops', 'GET', serialPortPath('vm-web-01'))).body.properties.operator,
      )
      .toBeUndefined();
    const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions?state=ended&$top=1`);
    expect(body.value).toMatchObject([{ userEmail: 'vmops@contoso.example', endReason: 'ClosedByUser' }]);
  });
});

test('a refusal ends it at once, with sentence, code and exit code', async () => {
  await using console_ = connect('console-only', 'vm-web-01');

  expect(await console_.exitCode()).toBe(3);
  expect(console_.rest()).toContain('Code: AuthorizationFailed');
});

test('a Windows console is the same terminal', async () => {
  await using console_ = connect('ops', 'vm-win-01');
  await console_.until('Connected.');

  console_.press('\r');
  await console_.until('SAC>');

  expect(await leave(console_)).toBe(0);
});
