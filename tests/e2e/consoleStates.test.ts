import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import {
  consolePath,
  cut,
  expectEcho,
  expectShown,
  leaveAll,
  openConsolePage,
  press,
  stateIs,
  typeInto,
  whileUnanswered,
} from '../support/consolePage.ts';
import { expectEveryLook } from '../support/everyLook.ts';
import { type LocalStack, serialPortPath, startLocalStack, vmPath } from '../support/localStack.ts';
import { paste, signIn } from '../support/portalPage.ts';
import { putPolicy } from '../support/putPolicy.ts';
import { whileStopped } from '../support/whileStopped.ts';

// Every state that a serial console's page can be in, reached for real: read by everybody, heard by who listens, with
// the focus somewhere and a way on.

// Everything is looked at thrice.
vi.setConfig({ testTimeout: 600_000 });

let stack: LocalStack;
let browser: Browser;
const name = 'vm-web-01';
const connecting = '**/serialPorts/0/connect*';
const lock = `${vmPath(name)}/providers/Sallyport.Access/locks/states`;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
afterEach(async () => {
  await stack.call('owner', 'DELETE', lock);
  await putPolicy(stack, {});
  await leaveAll(browser, stack);
});

const openConsole = (user?: string, vm?: string): Promise<Page> =>
  openConsolePage(browser, stack, { ...(user && { user }), ...(vm && { vm }) });

test('connecting, connected, cut off and caught up', async () => {
  const page = await signIn(browser, stack, 'ops', { path: '/virtual-machines' });
  await whileUnanswered(page, connecting, async () => {
    await page.getByRole('link', { name: `Serial console of ${name}` }).click();
    await stateIs(page, 'connecting');
    await expectEveryLook(page, 'connecting', /Connecting…/);
  });
  await stateIs(page, 'connected');
  await expectEveryLook(page, 'connected', /Connected\nOperator/);

  await whileUnanswered(page, connecting, async () => {
    await cut(stack);
    await stateIs(page, 'reconnecting');
    await expectEveryLook(page, 'reconnecting', /What you type is kept/);
    await stack.call('ops', 'POST', `${serialPortPath(name)}/adminCommand/sysrq`, { keys: 'h' });
  });

  await expectEveryLook(page, 'caught-up', /Caught up \d+/);
});

test('a lock cuts off who types, who has a window of their own, and who is away at that moment', async () => {
  const put = () =>
    stack.call('owner', 'PUT', lock, { properties: { reason: 'Laptop stolen', durationInMinutes: 240 } });
  const lift = () => stack.call('owner', 'DELETE', lock);
  const lockedOut = /Access is locked[^]*By Olivia Owner[^]*Laptop stolen[^]*Until /;
  const cutOff = /You have been disconnected[^]*By Olivia Owner[^]*Laptop stolen/;

  const page = await openConsole();
  await expectEcho(page, 'typing');
  await Promise.all([put(), typeInto(page, 'and-typing-on-while-the-lock-comes')]);
  await stateIs(page, 'disconnected');
  await expectEveryLook(page, 'locked-while-typing', cutOff);
  await press(page, 'Reconnect');
  await expectEveryLook(page, 'locked-out', lockedOut);
  await page.getByRole('link', { name: "Why can't I?" }).waitFor();
  await lift();
  await press(page, 'Try again');
  await stateIs(page, 'connected');

  const opening = page.waitForEvent('popup');
  await press(page, 'Open in its own window');
  const window = await opening;
  await stateIs(window, 'connected');
  await page.getByText('This console is open in another window').waitFor();
  await expectShown(window, 'typing');
  await expectEveryLook(window, 'window', /Connected/);
  await expectEveryLook(page, 'moved', /open in another window/);
  await window.context().setOffline(true);
  await expectEveryLook(window, 'window-offline', /You are offline/);
  await window.context().setOffline(false);
  await put();
  await expectEveryLook(window, 'locked-window', cutOff);
  await lift();
  await press(window, 'Reconnect');
  await stateIs(window, 'connected');

  await whileUnanswered(window, connecting, async () => {
    await cut(stack);
    await stateIs(window, 'reconnecting');
    await put();
  });
  await expectEveryLook(window, 'locked-while-away', lockedOut);
  await lift();
});

test('a right that is taken away, and coming back without it', async () => {
  const roles = `${vmPath(name)}/providers/Microsoft.Authorization/roleAssignments`;
  const { body } = await stack.call('owner', 'GET', `${roles}?$filter=atScope()`);
  const [role] = body.value.filter(
    (one: { id: string; properties: { principalId: string } }) =>
      one.id.includes(name) && one.properties.principalId.endsWith('0003'),
  );
  const page = await openConsole('vmops');

  await stack.call('owner', 'DELETE', role.id);
  await expectEveryLook(page, 'revoked', /You have been disconnected[^]*AccessRevoked/);
  await press(page, 'Reconnect');
  await expectEveryLook(page, 'refused', /No access[^]*You have no access to this serial console/);
  await page.getByRole('link', { name: "Why can't I?" }).first().waitFor();

  await stack.call('owner', 'PUT', role.id, { properties: role.properties });
  await press(page, 'Try again');
  await stateIs(page, 'connected');
});

test('in use, watching, taken over, and nobody types', async () => {
  const first = await openConsole('vmops');
  const second = await signIn(browser, stack, 'ops', { path: consolePath(name) });
  await expectEveryLook(second, 'busy', /In use\n[^]*Vera Vmops types here since/);
  await press(second, 'Observe');
  await second.locator('[data-operator="Vera Vmops"]').waitFor();
  await expectEveryLook(second, 'observer', /Connected\nObserver/);
  await press(second, 'Type here');
  await expectEveryLook(second, 'observer-busy', /This serial console is in use/);

  await press(second, 'Take over');
  await expectEveryLook(first, 'taken-over', /Connected\nObserver/);
  await expectEveryLook(second, 'took-over', /Connected\nOperator/);

  await press(second, 'Disconnect');
  await first.getByText('Nobody types: the port is free').waitFor();
  await expectEveryLook(first, 'nobody-types', /Connected\nObserver/);
  await expectEveryLook(second, 'closed', /You closed this session/);
});

test('the machine goes off while it is on the screen, and is off for who comes', async () => {
  const page = await openConsole('ops', 'vm-db-01');
  await stack.call('owner', 'POST', `${vmPath('vm-db-01')}/powerOff`);
  await expectEveryLook(page, 'off-while-on', /The virtual machine is off/);
  await press(page, 'Disconnect');
  await press(page, 'Reconnect');
  await expectEveryLook(page, 'off', /Machine is off[^]*The virtual machine is off/);

  await press(page, 'Start');
  await stateIs(page, 'connected');
  await expectEveryLook(page, 'started', /Connected/);
});

test('recorded, and cut off where what must be recorded cannot be', async () => {
  await putPolicy(stack, { recording: 'always', recordingMode: 'strict' });
  const page = await openConsole();
  await page.locator('[data-recording=recording]').waitFor();
  await expectEveryLook(page, 'recorded', /Connected[^]*Recording/);

  await whileStopped(stack.storagePids.blobs, async () => {
    await expectEcho(page, 'unrecorded');
    await stateIs(page, 'disconnected');
    await expectEveryLook(page, 'recording-failed', /could not be recorded[^]*RecordingFailed/);
  });
});

test('too old and too idle: warned, and one of them kept by a click', async () => {
  await putPolicy(stack, { idleTimeoutInMinutes: 0.5, warningInSeconds: 20 });
  const page = await openConsole();
  await expectEveryLook(page, 'idle-warning', /You have been inactive[^]*You will be disconnected in/);
  await press(page, 'Stay connected');
  await page.getByText('You have been inactive').waitFor({ state: 'detached' });
  await expectEveryLook(page, 'stayed', /Connected/);

  await putPolicy(stack, { maxDurationInMinutes: 1.5, warningInSeconds: 20 });
  await expectEveryLook(page, 'duration-warning', /reaches its maximum duration/);
  await stateIs(page, 'disconnected');
  await expectEveryLook(page, 'duration-ended', /maximum duration[^]*MaxDuration/);
});

test('a long paste is asked about, runs and is cancelled; words are found; a dialog is left', async () => {
  const page = await openConsole();
  await page.locator('.xterm-helper-textarea').focus();

  await paste(page, `${'x'.repeat(5_000)}\n${'y\n'.repeat(40_000)}`);
  await expectEveryLook(page, 'paste-asked', /Paste 85,001 characters\?/);
  await press(page, 'Paste');
  await expectEveryLook(page, 'pasting', /Pasting: /);
  await press(page, 'Cancel paste');
  await page.getByText(/^Pasting|^Stopping/).waitFor({ state: 'detached' });
  await expectEveryLook(page, 'paste-cancelled', /Connected/);

  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('textbox', { name: 'Find' }).fill('no such words');
  await expectEveryLook(page, 'find', /Not found/);
  await press(page, 'Close search');
  await press(page, 'Terminal');
  await page.getByRole('menuitemcheckbox', { name: 'For screen readers' }).click();
  await expectEveryLook(page, 'menu', /Connected/);
  await page.keyboard.press('Escape');
  await expectEveryLook(page, 'read-aloud', /Connected/);

  for (const action of ['SysRq', 'Send NMI', 'Reset']) {
    await page.getByRole('button', { name: `Power of ${name}` }).click();
    await page.getByRole('menuitem', { name: action, exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await expectEveryLook(page, `dialog-${action.toLowerCase().replace(' ', '-')}`, /Connected/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});

test('offline, and a ninth console', async () => {
  const page = await openConsole();
  await page.context().setOffline(true);
  await expectEveryLook(page, 'offline', /You are offline/);
  await page.context().setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });

  for (let number = 2; number <= 9; number += 1) {
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(consolePath('vm-none-'))} + ${number});
      dispatchEvent(new PopStateEvent('popstate'))`);
    if (number < 9) await expect.poll(() => page.locator('[data-tab]').count()).toBe(number);
  }
  await page.getByText('8 consoles are open in this window').waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
});
