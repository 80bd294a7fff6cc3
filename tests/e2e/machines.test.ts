import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { expectTerminal, screenshot, signIn, terminalText } from '../support/portalPage.ts';

// A machine that is off, and then one that no longer answers: all that its page offers, on a real Linux guest.

let stack: LocalStack;
let browser: Browser;
let page: Page;
const name = 'vm-web-01';

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'qemu' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const rowOf = (one: Page) => one.locator(`[data-machine=${name}]`);

async function choose(one: Page, item: string): Promise<void> {
  await one.getByRole('button', { name: `Power of ${name}` }).click();
  await one.getByRole('menuitem', { name: item, exact: true }).click();
}

async function sendKeys(one: Page, keys: string): Promise<void> {
  await one.getByLabel('Keys, in the order in which they are sent').fill(keys);
  await one.getByRole('button', { name: 'Send', exact: true }).click();
}

const timesWritten = (text: string): number =>
  readFileSync(join(stack.stateFolder, 'guests', name, 'serial.log'), 'latin1').split(text).length;
const boots = (): number => timesWritten('login: ');

const sessionIds = async (): Promise<string[]> => {
  const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
  return body.value.map(({ sessionId }: { sessionId: string }) => sessionId);
};

test('a machine is stopped in the list, once its name was typed', async () => {
  page = await signIn(browser, stack, 'vmops', { path: '/virtual-machines' });
  await rowOf(page).getByText('Running').waitFor();
  await screenshot(page, 'machines-1-list');

  await choose(page, 'Stop (forced)');
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Stop (forced)' });
  expect(await confirm.isDisabled()).toBe(true);
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await screenshot(page, 'machines-2-confirm');
  await confirm.click();

  await rowOf(page).getByText('Stopped').waitFor({ timeout: 60_000 });
});

test('whoever may not start it reads which right is missing', async () => {
  const reader = await signIn(browser, stack, 'reader', { path: '/virtual-machines' });

  await reader.getByRole('button', { name: `Power of ${name}` }).click();

  const start = reader.getByRole('menuitem', { name: /^Start/ });
  await expect
    .poll(() => start.innerText())
    .toMatch(/None of the roles .* has 'Microsoft\.Compute\/virtualMachines\/start\/action'/);
  expect(await start.isDisabled()).toBe(true);
  await screenshot(reader, 'machines-3-refused');
  await reader.context().close();
});

test('its console says that it is off, starts it and shows it boot', async () => {
  await page.getByRole('link', { name: `Serial console of ${name}` }).click();
  await page.getByText('The virtual machine is off').waitFor();
  expect(await page.locator('main').innerText()).toMatch(/Code VirtualMachineNotRunning · Request id/);
  await screenshot(page, 'machines-4-off');

  const bootsBefore = boots();

  await page.getByRole('button', { name: 'Start', exact: true }).click();

  await page.locator('[data-work=start]').waitFor();
  await screenshot(page, 'machines-5-starting');
  await page.locator('[data-state=connected]').waitFor({ timeout: 60_000 });
  // The terminal may still show the prompt of the boot before.
  await expect.poll(boots, { timeout: 120_000 }).toBeGreaterThan(bootsBefore);
  await expectTerminal(page, /login:/);
});

test('SysRq h: the kernel lists its keys in the terminal, and the outcome is told for each key', async () => {
  await choose(page, 'SysRq');
  await screenshot(page, 'machines-6-sysrq');
  await sendKeys(page, 'hs');

  const result = page.getByRole('table', { name: 'What was seen' });
  await result.waitFor({ timeout: 60_000 });
  expect(await result.getByText('Confirmed').count()).toBe(2);
  await screenshot(page, 'machines-7-sysrq-result');
  await page.getByLabel('Keys, in the order in which they are sent').fill('b');
  await page.getByText('These keys end programs').waitFor();
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await screenshot(page, 'machines-8-sysrq-dangerous');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  // What is typed next is for the guest.
  await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('xterm-helper-textarea');
  await expectTerminal(page, /sysrq: HELP/);
});

test('a restart keeps the session, and everybody at the port reads who does it', async () => {
  const watcher = await signIn(browser, stack, 'ops', { path: `/serial-console${vmPath(name)}` });
  await watcher.getByRole('button', { name: 'Observe' }).click();
  await watcher.locator('[data-mode=observer]').waitFor();
  await page.locator('[data-observers="1"]').waitFor({ timeout: 30_000 });
  const before = (await sessionIds()).toSorted();
  const bootsBefore = boots();
  const connects: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/serialPorts/0/connect')) connects.push(request.url());
  });

  await choose(page, 'Restart');
  await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();

  await watcher.locator('[data-operation="restart InProgress"]').waitFor();
  await screenshot(watcher, 'machines-9-restarting');
  await watcher.locator('[data-operation="restart Succeeded"]').waitFor({ timeout: 120_000 });
  await page.locator('[data-operation="restart Succeeded"]').waitFor();
  await expect.poll(boots, { timeout: 120_000 }).toBe(bootsBefore + 1);
  await expectTerminal(page, /login:\s*$/, 120_000);
  expect(await page.locator('[data-state=connected]').count()).toBe(1);
  expect((await sessionIds()).toSorted()).toEqual(before);
  expect(connects).toEqual([]);
  await screenshot(page, 'machines-10-restarted');
  await watcher.context().close();
});

async function confirmNamed(one: Page, action: string): Promise<void> {
  const confirm = one.getByRole('dialog').getByRole('button', { name: action, exact: true });
  expect(await confirm.isDisabled()).toBe(true);
  await one.getByLabel(`Type ${name} to confirm`).fill(name);
  await confirm.click();
}

test('BREAK, NMI and reset are sent from the menu, and the guest answers to each in the terminal', async () => {
  const helpsBefore = timesWritten('sysrq: HELP');
  await choose(page, 'Send BREAK');
  await page.getByRole('dialog').getByRole('button', { name: 'Send BREAK' }).click();
  await page.getByText('What was seen').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.locator('.xterm-helper-textarea').focus();
  // The kernel takes the next key for SysRq.
  await page.keyboard.press('h');
  await expect.poll(() => timesWritten('sysrq: HELP')).toBe(helpsBefore + 1);

  await choose(page, 'Send NMI');
  await page.getByText('kernel.unknown_nmi_panic').waitFor();
  await screenshot(page, 'machines-16-nmi');
  await confirmNamed(page, 'Send NMI');
  await page.getByText('What was seen').waitFor({ timeout: 60_000 });
  await screenshot(page, 'machines-17-nmi-result');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expectTerminal(page, /NMI/);

  const bootsBefore = boots();
  const before = (await sessionIds()).toSorted();
  await choose(page, 'Reset');
  await confirmNamed(page, 'Reset');
  await page.locator('[data-operation="reset Succeeded"]').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect.poll(boots, { timeout: 120_000 }).toBe(bootsBefore + 1);
  expect((await sessionIds()).toSorted()).toEqual(before);
  expect(await page.locator('main [data-state=connected]').count()).toBe(1);
});

test('the page fits a phone and the dark, and what the guest shows on its display is shown', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: `Power of ${name}` }).click();
  await screenshot(page, 'machines-11-phone-menu');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'dark' });
  await choose(page, 'Send NMI');
  await screenshot(page, 'machines-12-phone-nmi-dark');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Virtual machines' }).first().click();
  await rowOf(page).getByText('Running').waitFor();
  await screenshot(page, 'machines-13-phone-list-dark');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await page.goBack();
  await page.locator('[data-state=connected]').waitFor();
  await page.setViewportSize({ width: 1280, height: 800 });
  await screenshot(page, 'machines-14-dark');
  expect(await terminalText(page)).not.toBe('');
  await page.getByRole('link', { name: 'Virtual machines' }).first().click();
  await rowOf(page).getByRole('link', { name, exact: true }).click();
  await page.getByRole('link', { name: 'Boot diagnostics', exact: true }).click();

  const picture = page.getByRole('img', { name: `What ${name} shows on its display` });
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth), { timeout: 30_000 })
    .toBeGreaterThan(100);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('button', { name: 'Refresh', exact: true, disabled: false }).waitFor();
  await expect.poll(() => page.getByRole('group', { name: 'Serial log' }).innerText()).toContain('login:');
  await screenshot(page, 'machines-15-display');
});
