import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../support/axeFindings.ts';
import { startChromium, startKeepingChromium } from '../support/chromium.ts';
import { whileUnanswered } from '../support/consolePage.ts';
import {
  bastionPath,
  type LocalStack,
  serialPortPath,
  startLocalStack,
  vmPath,
} from '../support/localStack.ts';
import { expectTerminal, screenshot, signIn } from '../support/portalPage.ts';

// Several consoles of one person: in tabs, over a reload, in a window of their own; what a terminal offers; and
// that every state of the page is for everybody.

let stack: LocalStack;
let browser: Browser;
const consolePath = (vm: string): string => `/serial-console${vmPath(vm)}`;
const connected = (page: Page): Promise<void> => page.locator('main [data-state=connected]').waitFor();

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

// What one test leaves open would be in use for the next.
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await expect.poll(activeSessions).toEqual([]);
});

async function activeSessions(): Promise<string[]> {
  const { body } = await stack.call('owner', 'POST', `${bastionPath}/getActiveSessions`);
  return body.value.map(({ sessionId }: { sessionId: string }) => sessionId);
}

/** Axe finds nothing, and nobody has to scroll sideways. */
async function expectForEverybody(page: Page, name: string): Promise<void> {
  await screenshot(page, `consoles-${name}`);
  expect(await axeFindings(page), name).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true);
}

test('consoles go on while other pages are shown, and a tab tells what happened there meanwhile', async () => {
  const page = await signIn(browser, stack, 'ops', { path: consolePath('vm-web-01') });
  await connected(page);
  await expectTerminal(page, /vm-web-01 login:/);
  await page.getByRole('link', { name: 'Virtual machines' }).first().click();
  await page.getByRole('link', { name: 'Serial console of vm-db-01' }).click();
  await connected(page);
  const tabs = page.getByRole('navigation', { name: 'Open consoles' });
  await page.getByRole('link', { name: 'Sessions' }).click();
  const before = await activeSessions();

  await stack.call('ops', 'POST', `${serialPortPath('vm-web-01')}/adminCommand/sysrq`, { keys: 'h' });

  await tabs.getByRole('link', { name: 'vm-web-01 Serial Connected New output' }).waitFor();
  await screenshot(page, 'consoles-unread');
  await tabs.getByRole('link', { name: /^vm-web-01/ }).click();
  await expectTerminal(page, /sysrq: HELP/);
  expect(await tabs.getByText('New output').count()).toBe(0);
  expect(before).toHaveLength(2);
  expect((await activeSessions()).toSorted()).toEqual(before.toSorted());
});

test('after a reload the tabs are back with what they showed, and what is kept of them is no secret', async () => {
  const page = await signIn(browser, stack, 'ops', { path: consolePath('vm-web-01') });
  await connected(page);
  await page.keyboard.type('alice\n');
  await expectTerminal(page, /Password:/);
  await page.keyboard.type('correct-horse\n');
  await expectTerminal(page, /\$ /);
  await page.keyboard.type('echo before-the-reload\n');
  await expectTerminal(page, /^before-the-reload/m);

  await page.reload();
  await connected(page);

  await expectTerminal(page, /^before-the-reload/m);
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type('echo after-the-reload\n');
  await expectTerminal(page, /^after-the-reload/m);
  expect(await page.getByRole('navigation', { name: 'Open consoles' }).getByRole('link').count()).toBe(1);
  const kept = String(await page.evaluate('JSON.stringify({ ...sessionStorage, ...localStorage })'));
  expect(kept).toContain('sallyport.consoles');
  expect(kept).not.toMatch(/wss?:|eyJ|before-the-reload|correct-horse/);
});

test('a console moves into a window of its own with its session, and back', async () => {
  const page = await signIn(browser, stack, 'ops', { path: consolePath('vm-web-01') });
  await connected(page);
  const before = await activeSessions();

  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Open in its own window' }).click();
  const window = await opening;
  await connected(window);
  await page.getByText('This console is open in another window').waitFor();

  expect(window.url()).toMatch(/\?window=1$/);
  expect(await window.getByRole('navigation').count()).toBe(0);
  await expectTerminal(window, /\$ |login:/);
  await window.keyboard.type('\n');
  expect(await activeSessions()).toEqual(before);
  await expectForEverybody(window, 'window');
  await expectForEverybody(page, 'moved');
  await page.getByRole('button', { name: 'Show it here' }).click();
  await connected(page);
  await window.getByText('This console is open in another window').waitFor();
  expect(await activeSessions()).toEqual(before);
});

test('a tab is closed after a question, and its session ends as the wish of its owner', async () => {
  const page = await signIn(browser, stack, 'ops', { path: consolePath('vm-web-01') });
  await connected(page);
  const [sessionId] = await activeSessions();

  await page.getByRole('button', { name: 'Close the console of vm-web-01 (Serial)' }).click();
  await expectForEverybody(page, 'close');
  await page.getByRole('button', { name: 'Close console', exact: true }).click();

  await expect.poll(() => new URL(page.url()).pathname).toBe('/virtual-machines');
  await expect
    .poll(async () => (await stack.call('owner', 'GET', `${bastionPath}/sessions/${sessionId}`)).body)
    .toMatchObject({ state: 'Ended', endReason: 'ClosedByUser' });
});

test('a sign-in that expired and cannot be renewed leaves the console alone, and the next one leads back to it', async () => {
  const page = await signIn(browser, stack, 'ops', { path: consolePath('vm-web-01') });
  await connected(page);
  const before = await activeSessions();
  const hasLeft = page.waitForRequest(`${stack.addresses.identity}/auth?**`).then(() => page.unrouteAll());
  await page.route(`${stack.addresses.identity}/token`, (route) => route.abort());
  await page.clock.setSystemTime(Date.now() + 7_200_000);

  await page.getByRole('link', { name: 'Virtual machines' }).first().click();
  const again = page.getByRole('button', { name: 'Sign in again' }).first();
  await again.waitFor();
  await screenshot(page, 'consoles-expired');
  await page
    .getByRole('navigation', { name: 'Open consoles' })
    .getByRole('link', { name: /^vm-web-01/ })
    .click();
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type('echo still-here\n');
  await expectTerminal(page, /still-here/);
  await page.goBack();
  await again.click();
  await hasLeft;

  await page.getByRole('link', { name: 'Serial console of vm-db-01' }).waitFor();
  await page
    .getByRole('navigation', { name: 'Open consoles' })
    .getByRole('link', { name: /^vm-web-01/ })
    .click();
  await connected(page);
  await expectTerminal(page, /still-here/);
  expect(await activeSessions()).toEqual(before);
});

test('signing out ends every console of every window, and nobody sees by going back what was shown', async () => {
  await using keeping = await startKeepingChromium();
  const page = await signIn(keeping, stack, 'ops', { path: consolePath('vm-web-01') });
  await connected(page);
  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Open in its own window' }).click();
  const window = await opening;
  await connected(window);
  const other = await page.context().newPage();
  await other.goto(stack.addresses.portal + consolePath('vm-db-01'));
  await other.locator('[data-action=sign-in]').click();
  await connected(other);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.locator('[data-session]').first().waitFor();

  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();

  await expect.poll(activeSessions).toEqual([]);
  await other.locator('[data-action=sign-in]').waitFor();
  await expect.poll(() => window.isClosed()).toBe(true);
  await page.locator('[data-action=sign-in]').waitFor();
  await page.evaluate('history.back()');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/sessions');
  await page.locator('[data-action=sign-in]').waitFor();
  expect(await page.locator('[data-session]').count()).toBe(0);
});

test('what was shown is searched, read larger and downloaded as text', async () => {
  const page = await signIn(browser, stack, 'ops', { path: consolePath('vm-web-01') });
  await connected(page);
  await expectTerminal(page, /Linux version/);

  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('textbox', { name: 'Find' }).fill('Linux version');
  await page.getByText(/^\d+ of \d+$/).waitFor();
  await expectForEverybody(page, 'find');
  await page.getByRole('textbox', { name: 'Find' }).fill('no such words');
  await page.getByText('Not found').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.evaluate('document.activeElement.className')).toBe('xterm-helper-textarea');

  const fontSize = (): Promise<unknown> =>
    page.evaluate("parseFloat(getComputedStyle(document.querySelector('.xterm-rows')).fontSize)");
  const before = Number(await fontSize());
  await page.getByRole('button', { name: 'Terminal' }).click();
  await page.getByRole('menuitem', { name: 'Larger letters' }).click();
  await expect.poll(fontSize).toBe(before + 2);
  await page.getByRole('menuitemcheckbox', { name: 'For screen readers' }).click();
  await page
    .locator('.xterm-accessibility')
    .getByRole('listitem')
    .filter({ hasText: /\w/ })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download what was shown' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^vm-web-01-serial-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.txt$/);
  expect(readFileSync(await download.path(), 'utf8')).toMatch(/^\[ .*Linux version/m);
  await page.reload();
  await connected(page);
  await expect.poll(fontSize).toBe(before + 2);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(fontSize).toBe(Math.round((before + 2) * 0.8));
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type('x'.repeat(60));
  const scrolled = "document.querySelector('.console-screen').scrollLeft";
  await expect.poll(() => page.evaluate(scrolled)).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Terminal' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Fit to the width' }).click();
  await expect.poll(fontSize).toBeLessThan(10);
});

test('who was away reads how much came meanwhile', async () => {
  const page = await signIn(browser, stack, 'ops', { path: consolePath('vm-db-01') });
  await connected(page);
  await expectTerminal(page, /login:/);
  const [userId] = await activeSessions();

  // Nobody is back before there is something to catch up with.
  await whileUnanswered(page, '**/serialPorts/0/connect*', async () => {
    await stack.orderFault({ kind: 'unrecoverable', userId });
    await stack.orderFault({ kind: 'drop', userId });
    await page.locator('main [data-state=reconnecting]').waitFor();
    await stack.call('ops', 'POST', `${serialPortPath('vm-db-01')}/adminCommand/sysrq`, { keys: 'h' });
  });
  await connected(page);

  await page.getByText(/^Caught up \d/).waitFor();
  await screenshot(page, 'consoles-caught-up');
  await expectTerminal(page, /sysrq: HELP/);
});

test('who may choose has a session recorded, in the terminal that is there', async () => {
  await stack.call('owner', 'PUT', `${bastionPath}/policies/default`, {
    properties: { recording: 'onDemand' },
  });
  const page = await signIn(browser, stack, 'ops', { path: consolePath('vm-web-01') });
  await connected(page);
  expect(await page.locator('[data-recording]').count()).toBe(0);

  await page.getByRole('button', { name: 'Terminal' }).click();
  await page.getByRole('menuitem', { name: 'Record from here on' }).click();

  await page.locator('[data-recording=recording]').waitFor();
  await connected(page);
  await expectForEverybody(page, 'recorded');
  await stack.call('owner', 'PUT', `${bastionPath}/policies/default`, { properties: {} });
});

test.each(['light', 'dark'] as const)('every state is for everybody, on a %s screen', async (colorScheme) => {
  const first = await signIn(browser, stack, 'vmops', { path: consolePath('vm-web-01'), colorScheme });
  await connected(first);
  await expectForEverybody(first, `${colorScheme}-connected`);
  await first.getByRole('button', { name: 'Terminal' }).click();
  await first.getByRole('menuitem', { name: 'Larger letters' }).waitFor();
  await expectForEverybody(first, `${colorScheme}-menu`);
  await first.keyboard.press('Escape');
  for (const action of ['SysRq', 'Send NMI', 'Reset']) {
    await first.getByRole('button', { name: 'Power of vm-web-01' }).click();
    await first.getByRole('menuitem', { name: action, exact: true }).click();
    await first.getByRole('dialog').waitFor();
    await expectForEverybody(first, `${colorScheme}-${action.toLowerCase().replace(' ', '-')}`);
    await first.keyboard.press('Escape');
  }

  const second = await signIn(browser, stack, 'ops', { path: consolePath('vm-web-01'), colorScheme });
  await second.getByText('This serial console is in use').waitFor();
  await expectForEverybody(second, `${colorScheme}-busy`);
  await second.getByRole('button', { name: 'Observe' }).click();
  await second.locator('[data-operator="Vera Vmops"]').waitFor();
  await second.setViewportSize({ width: 390, height: 844 });
  await expectForEverybody(second, `${colorScheme}-observer-phone`);
  await first.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await first.getByText('You closed this session.').waitFor();
  await expectForEverybody(first, `${colorScheme}-disconnected`);
  await Promise.all([first.context().close(), second.context().close()]);

  await stack.call('ops', 'POST', `${vmPath('vm-db-01')}/powerOff`);
  const off = await signIn(browser, stack, 'ops', { path: consolePath('vm-db-01'), colorScheme });
  await off.getByText('The virtual machine is off').waitFor();
  await expectForEverybody(off, `${colorScheme}-off`);
  await off.getByRole('button', { name: 'Start', exact: true }).click();
  await connected(off);
  await off.context().close();

  const refused = await signIn(browser, stack, 'console-only', {
    path: consolePath('vm-web-01'),
    colorScheme,
  });
  await refused.locator('[data-state=refused]').waitFor();
  await expectForEverybody(refused, `${colorScheme}-refused`);
});
