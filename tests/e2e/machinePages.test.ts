import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../support/axeFindings.ts';
import { startChromium } from '../support/chromium.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { expectTerminal, screenshot, signIn } from '../support/portalPage.ts';
import { openStackConsole } from '../support/stackConsole.ts';

// The machines, each one's page, and what it wrote on its serial line: found, read and followed without a console.

let stack: LocalStack;
let browser: Browser;
let page: Page;
const name = 'vm-web-01';

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
  page = await signIn(browser, stack, 'ops', { path: '/virtual-machines' });
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const rowOf = (machine: string) => page.locator(`[data-machine=${machine}]`);
const factOf = (label: string) =>
  page.locator('.facts > div', { has: page.getByText(label, { exact: true }) }).locator('dd');
const open = (path: string): Promise<unknown> => page.goto(stack.addresses.portal + path);

test('the list shows who is on each machine, and is narrowed by words that the address keeps', async () => {
  await using console = await openStackConsole(stack, 'owner', name);
  await expect.poll(() => rowOf(name).innerText(), { timeout: 60_000 }).toMatch(/Olivia Owner/);
  expect(console.sessionId).not.toBe('');
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'machine-list');

  const filter = page.getByRole('searchbox', { name: 'Filter machines' });
  await filter.fill('linux VMSS');
  await page.getByText('2 of 5 machines').waitFor();
  await page.getByRole('button', { name: 'Name' }).click();
  expect(await page.locator('[data-machine]').first().getAttribute('data-machine')).toBe('vmss-app_1');
  expect(new URL(page.url()).search).toBe('?filter=linux+VMSS&sort=-name');
  await filter.fill('no such machine');
  await page.getByText('No machine fits this filter.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await rowOf(name).waitFor();
});

test('a machine’s page tells its power, who is on it and whether its console opens', async () => {
  await using console = await openStackConsole(stack, 'owner', name);
  await rowOf(name).getByRole('link', { name, exact: true }).click();

  await page.getByRole('heading', { name, exact: true }).waitFor();
  await expect.poll(() => factOf('Power').innerText()).toBe('Running');
  await expect.poll(() => factOf('Typing on the serial console').innerText()).toBe('Olivia Owner');
  expect(await factOf('SSH and RDP').innerText()).toBe('Nobody');
  expect(await factOf('Resource group').innerText()).toBe('rg-hub');
  await page.getByText('All requirements are met: the serial console will open.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'machine-page');

  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${console.sessionId}`);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(() => factOf('Typing on the serial console').innerText()).toBe('Nobody');
});

test.each<[string, string, string | RegExp]>([
  ['Boot diagnostics', `/boot-diagnostics${vmPath(name)}`, `Boot diagnostics of ${name}`],
  ['Recordings', `/recordings?vm=${name}`, 'Recordings'],
  ['Activity', `/activity?vm=${name}`, 'Activity'],
  ['Access', `/access${vmPath(name)}`, /^Access: .*vm-web-01/],
  ['Prerequisites', `/prerequisites${vmPath(name)}`, `Prerequisites of ${name}`],
])('from it one link leads to its %s', async (link, path, title) => {
  await open(`/machines${vmPath(name)}`);
  const more = page.getByRole('navigation', { name: 'More about this machine' });

  await more.getByRole('link', { name: link, exact: true }).click();

  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  const { pathname, search } = new URL(page.url());
  expect(pathname + search).toBe(path);
});

test('a scale set has a page: its instances, the way to their consoles, and power for all of them', async () => {
  await open('/virtual-machines');
  await rowOf('vmss-app_0').getByRole('link', { name: 'vmss-app', exact: true }).click();
  await page.getByRole('heading', { name: 'vmss-app', exact: true }).waitFor();
  await page.getByText('2 of 2 instances run').waitFor();
  expect(await page.locator('[data-machine]').count()).toBe(2);
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'scale-set');

  await page.getByRole('button', { name: 'Power of vmss-app', exact: false }).first().click();
  await page.getByRole('menuitem', { name: 'Stop (forced)' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This is done to all 2 instances.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Stop (forced)' }).isDisabled()).toBe(true);
  await page.getByLabel('Type vmss-app to confirm').fill('vmss-app');
  await screenshot(page, 'scale-set-confirm');
  await dialog.getByRole('button', { name: 'Stop (forced)' }).click();
  await page.getByText('0 of 2 instances run').waitFor();
  await page.getByRole('button', { name: 'Power of vmss-app', exact: false }).first().click();
  await page.getByRole('menuitem', { name: 'Start', exact: true }).click();
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('2 of 2 instances run').waitFor();

  await rowOf('vmss-app_1').getByRole('link', { name: 'vmss-app_1', exact: true }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'vmss-app', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Serial console', exact: true }).click();
  await page.locator('main [data-state=connected]').waitFor();
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
});

test('a newcomer is at a machine’s console three clicks after the first page', async () => {
  const newcomer = await signIn(browser, stack, 'vmops', { colorScheme: 'dark' });
  const clicks = [
    newcomer.getByRole('link', { name: 'Find your machines' }),
    newcomer.getByRole('link', { name, exact: true }),
    newcomer.getByRole('link', { name: 'Serial console', exact: true }),
  ];

  for (const link of clicks) await link.click();

  await newcomer.locator('[data-state=connected]').waitFor();
  await expectTerminal(newcomer, /login:/);
  await screenshot(newcomer, 'machine-console-dark');
  await newcomer.context().close();
});

test('a few letters and Enter lead from any page to a machine’s console, and Ctrl+K in it is the guest’s', async () => {
  const hurried = await signIn(browser, stack, 'ops', { path: '/activity' });
  await hurried.keyboard.press('Control+K');
  const finder = hurried.getByRole('dialog', { name: 'Find a machine' });
  await finder.getByRole('option', { name: name }).waitFor();
  expect(await axeFindings(hurried)).toEqual([]);
  await hurried.keyboard.press('Enter');
  expect(await finder.isVisible()).toBe(true);

  await hurried.keyboard.type('vm-d');
  await finder.getByRole('option', { name: 'vm-db-01', selected: true }).waitFor();
  expect(await finder.getByRole('option').count()).toBe(1);
  expect(await axeFindings(hurried)).toEqual([]);
  await screenshot(hurried, 'machine-finder');
  await hurried.keyboard.press('Enter');

  await hurried.locator('main [data-state=connected]').waitFor();
  expect(new URL(hurried.url()).pathname).toBe(`/serial-console${vmPath('vm-db-01')}`);
  expect(await hurried.evaluate('document.activeElement.className')).toBe('xterm-helper-textarea');
  await hurried.keyboard.press('Control+K');
  await hurried.keyboard.press('Control+F6');
  expect(await finder.count()).toBe(0);
  await hurried.keyboard.press('Control+K');
  await finder.getByRole('combobox', { name: 'Name of a machine' }).fill('nothing is called this');
  await finder.getByText('No machine is called that.').waitFor();
  await hurried.keyboard.press('Escape');
  await finder.waitFor({ state: 'detached' });
  expect(await hurried.evaluate("document.activeElement.closest('[role=toolbar]') !== null")).toBe(true);
  await hurried.context().close();
});

test('the serial log is searched, followed and taken home; its address is a secret that stays one', async () => {
  await open(`/boot-diagnostics${vmPath(name)}`);
  const log = page.getByRole('group', { name: 'Serial log' });
  await expect.poll(() => log.innerText(), { timeout: 60_000 }).toContain('login:');

  await using console = await openStackConsole(stack, 'owner', name);
  console.client.type('nobody-is-called-this\r');
  await expect.poll(() => log.innerText(), { timeout: 60_000 }).toContain('nobody-is-called-this');

  await page.getByRole('textbox', { name: 'Search' }).fill('NOBODY-is');
  await page.getByText('1 of 1 line').waitFor();
  expect(await log.locator('.marked').innerText()).toContain('nobody-is-called-this');
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'machine-boot-log');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${name}.log`);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('nobody-is-called-this');
  expect(text.includes('\u001B')).toBe(false);
  expect(page.url()).not.toMatch(/sig=/);
  expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).not.toMatch(
    /sig=/,
  );
});

test.each([
  ['the sessions', `/sessions${bastionPath}`],
  ['the machines', '/virtual-machines'],
  ['one machine', `/machines${vmPath(name)}`],
  ['its prerequisites', `/prerequisites${vmPath(name)}`],
  ['the activity', '/activity'],
  ['the recordings', '/recordings'],
  ['the access', '/access'],
])(
  'while the control plane is gone, the page of %s says so, and it comes back by itself',
  async (_, path) => {
    const calls = `${stack.addresses.functions}/**`;
    await page.route(calls, (route) => route.abort());
    await open(path);
    await page.getByRole('alert').getByText('The control plane cannot be reached.').first().waitFor();
    expect(await page.getByRole('alert').first().innerText()).toMatch(/Code NetworkError/);

    await page.unroute(calls);

    await page
      .locator('main')
      .locator('[data-machine], [role=tab], dl.facts, table, .empty')
      .first()
      .waitFor();
    await expect
      .poll(() => page.getByText('The control plane cannot be reached.').count(), { timeout: 60_000 })
      .toBe(0);
  },
);
