import type { Browser, Page } from 'playwright-core';
import type { AuthContext } from 'ssh2';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { activeSessions, cut, leaveAll, press, stateIs, whileUnanswered } from '../support/consolePage.ts';
import { expectEveryLook } from '../support/everyLook.ts';
import { freePort } from '../support/freePort.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { expectTerminal, signIn } from '../support/portalPage.ts';
import { putPolicy } from '../support/putPolicy.ts';
import { type SshMachine, startSshMachine } from '../support/sshMachine.ts';

// Every state on the way to a shell and after it, with a machine that asks, refuses, waits, dies and comes back as
// another: read by everybody, heard by who listens, with the focus somewhere and a way on.

// Everything is looked at thrice.
vi.setConfig({ testTimeout: 600_000 });

let stack: LocalStack;
let browser: Browser;
let machine: SshMachine;
const name = 'vm-db-01';
const withoutServer = 'vm-win-01';
const withoutAddress = 'vm-web-01';
const connecting = `**${bastionPath}/connect?*`;
const lock = `${vmPath(name)}/providers/Sallyport.Access/locks/shell`;
/** What the machine's second factor waits for. */
let approval = Promise.withResolvers<void>();

/** One password is right. Whoever is asked instead needs a code, and a hand that is not in a hurry. */
function authenticate(one: AuthContext): void {
  if (one.method === 'password' && one.password === 'right') return one.accept();
  if (one.method !== 'keyboard-interactive')
    return one.reject(['password', 'keyboard-interactive', 'publickey']);
  const prompts = [
    { prompt: 'Code: ', echo: true },
    { prompt: 'PIN: ', echo: false },
  ];
  one.prompt(prompts, '', 'Look at your phone', ([code]) => {
    if (code === '123456') void approval.promise.then(() => one.accept());
    else one.reject(['keyboard-interactive']);
  });
}

beforeAll(async () => {
  machine = await startSshMachine({ authenticate });
  const sshPorts = { [name]: machine.port, [withoutServer]: await freePort() };
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated', sshPorts }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
  await machine?.[Symbol.asyncDispose]();
});
afterEach(async () => {
  approval = Promise.withResolvers<void>();
  await stack.call('owner', 'DELETE', lock);
  await putPolicy(stack, {});
  // A shell waits for its window to come back.
  for (const id of await activeSessions(stack)) await end(id);
  await leaveAll(browser, stack);
});

const end = (sessionId: string, reason = 'over') =>
  stack.call('owner', 'DELETE', `${bastionPath}/sessions/${sessionId}`, { reason });

const openPage = (user = 'ops', vm = name): Promise<Page> =>
  signIn(browser, stack, user, { path: `/ssh${vmPath(vm)}` });

/** Past the host key, whoever saw it first. */
async function untilLogin(page: Page): Promise<void> {
  const trust = page.getByRole('button', { name: 'Yes, connect' });
  const userName = page.getByRole('textbox', { name: 'User name' });
  await trust.or(userName).waitFor();
  if (await trust.isVisible()) await trust.click();
  await userName.waitFor();
}

async function chooseMethod(page: Page, method: string): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill('alice');
  await page.getByRole('combobox', { name: 'Log in with' }).selectOption({ label: method });
}

async function logInByPassword(page: Page, password: string): Promise<void> {
  await chooseMethod(page, 'Password');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await press(page, 'Log in');
}

async function openShell(user?: string): Promise<Page> {
  const page = await openPage(user);
  await untilLogin(page);
  await logInByPassword(page, 'right');
  await expectTerminal(page, /welcome/);
  return page;
}

test('the way to a shell: its key, its login in three ways, its questions', async () => {
  const page = await signIn(browser, stack, 'ops', { path: '/virtual-machines' });
  await whileUnanswered(page, connecting, async () => {
    await page.getByRole('link', { name: `Connect to ${name} by SSH` }).click();
    await stateIs(page, 'connecting');
    await expectEveryLook(page, 'ssh-connecting', /Connecting to the virtual machine/);
  });
  await expectEveryLook(page, 'ssh-host-key', /Is this the right machine\?/);
  await press(page, 'Yes, connect');
  await expectEveryLook(page, 'ssh-login', /Log in to the virtual machine[^]*3 attempts left/);

  await chooseMethod(page, 'Private key');
  await expectEveryLook(page, 'ssh-login-key', /Log in to the virtual machine/);
  const key = { name: 'id_ed25519', mimeType: 'text/plain', buffer: Buffer.from('no key at all') };
  await page.getByLabel('Private key file').setInputFiles(key);
  await page.getByLabel('Passphrase').fill('secret');
  await press(page, 'Log in');
  await expectEveryLook(page, 'ssh-key-unreadable', /no private key that can be read[^]*2 attempts left/);

  await logInByPassword(page, 'wrong');
  await expectEveryLook(page, 'ssh-login-refused', /refused this user name[^]*1 attempt left/);
  // Who one is and by what stand there still; the secret does not, and the focus is where it goes.
  expect(await page.getByRole('textbox', { name: 'User name' }).inputValue()).toBe('alice');
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
  expect(await page.evaluate('document.activeElement.name')).toBe('secret');

  await chooseMethod(page, 'What the machine asks for');
  await press(page, 'Log in');
  await expectEveryLook(page, 'ssh-prompts', /The virtual machine asks[^]*Look at your phone/);
  await page.getByLabel('Code:').fill('123456');
  await page.getByLabel('PIN:').fill('0000');
  await press(page, 'Answer');
  await expectEveryLook(page, 'ssh-authenticating', /Logging in…/);
  approval.resolve();
  await expectTerminal(page, /welcome/);
  await expectEveryLook(page, 'ssh-open', /Connected/);
});

test('a shell that is cut off and comes back, is warned, ended by somebody, and not given to everybody', async () => {
  const page = await openShell();
  await whileUnanswered(page, connecting, async () => {
    await cut(stack);
    await stateIs(page, 'reconnecting');
    await expectEveryLook(page, 'ssh-reconnecting', /What you type is kept/);
  });
  await stateIs(page, 'connected');
  await expectEveryLook(page, 'ssh-back', /Connected/);

  await putPolicy(stack, { idleTimeoutInMinutes: 0.5, warningInSeconds: 20 });
  await expectEveryLook(page, 'ssh-idle-warning', /You have been inactive[^]*You will be disconnected in/);
  await putPolicy(stack, {});
  await press(page, 'Stay connected');
  await page.getByText('You have been inactive').waitFor({ state: 'detached' });

  const [sessionId = ''] = await activeSessions(stack);
  await end(sessionId, 'maintenance');
  await expectEveryLook(page, 'ssh-disconnected', /disconnected[^]*By Olivia Owner[^]*maintenance/);

  await press(page, 'Reconnect');
  await untilLogin(page);
  for (const left of ['2 attempts', '1 attempt']) {
    await logInByPassword(page, 'wrong');
    await page.getByText(`${left} left`).waitFor();
  }
  await logInByPassword(page, 'wrong');
  await expectEveryLook(page, 'ssh-login-failed', /No shell could be opened[^]*SshLoginFailed/);
});

test('what keeps somebody from a shell: a limit of their own, one of the bastion, a lock', async () => {
  await putPolicy(stack, { maxSessionsPerUser: 1 });
  const first = await openShell();
  const second = await openPage();
  await expectEveryLook(second, 'ssh-own-limit', /could not be opened[^]*UserSessionLimitReached/);
  await putPolicy(stack, { maxSessions: 1 });
  const third = await openPage('reader');
  await expectEveryLook(third, 'ssh-limit', /could not be opened[^]*BastionSessionLimitReached/);
  await press(first, 'Disconnect');
  await expectEveryLook(first, 'ssh-closed', /You closed this session/);

  await stack.call('owner', 'PUT', lock, { properties: { reason: 'Laptop stolen', durationInMinutes: 240 } });
  await press(third, 'Try again');
  await expectEveryLook(third, 'ssh-locked', /Access is locked[^]*By Olivia Owner[^]*Laptop stolen/);
});

test('a machine that cannot be reached, dies, and comes back as another', async () => {
  const page = await openPage('ops', withoutAddress);
  await expectEveryLook(page, 'ssh-no-address', /could not be opened[^]*SshNotAvailable/);
  const away = await openPage('ops', withoutServer);
  await expectEveryLook(away, 'ssh-unreachable', /Disconnected[^]*does not answer/);
  await away.close();

  const shell = await openShell();
  await machine[Symbol.asyncDispose]();
  await expectEveryLook(shell, 'ssh-gone', /You have been disconnected[^]*The virtual machine is gone/);
  await press(shell, 'Reconnect');
  await expectEveryLook(shell, 'ssh-still-gone', /does not answer/);

  machine = await startSshMachine({ authenticate, port: machine.port });
  await press(shell, 'Reconnect');
  await expectEveryLook(shell, 'ssh-key-changed', /another key than the one[^]*HostKeyChanged/);
  const forgotten = await stack.call('owner', 'POST', `${bastionPath}/forgetHostKey`, {
    targetResourceId: vmPath(name),
  });
  expect(forgotten.status).toBe(200);
  await press(shell, 'Reconnect');
  await untilLogin(shell);
});
