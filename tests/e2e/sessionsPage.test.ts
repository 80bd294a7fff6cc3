import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../support/axeFindings.ts';
import { startChromium } from '../support/chromium.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { screenshot, signIn } from '../support/portalPage.ts';
import { openStackConsole } from '../support/stackConsole.ts';

// Who is connected where, and the way to end it: what an administrator does all day.

let stack: LocalStack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const rowOf = (page: Page, sessionId: string) => page.locator(`[data-session="${sessionId}"]`);
const endOf = async (sessionId: string) =>
  (await stack.call('ops', 'GET', `${bastionPath}/sessions/${sessionId}`)).body;

test('one session is deleted from the menu of its row, with a reason, and the history says so', async () => {
  await using console = await openStackConsole(stack, 'vmops', 'vm-web-01');
  const page = await signIn(browser, stack, 'ops');
  const row = rowOf(page, console.sessionId);
  await row.getByText('Active', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('button', { name: 'Refresh', exact: true, disabled: false }).waitFor();
  expect(await row.innerText()).toMatch(/Vera Vmops[\s\S]+vm-web-01[\s\S]+127\.0\.0\.1/);
  const before = await row.locator('[data-column=duration]').innerText();
  await expect.poll(() => row.locator('[data-column=duration]').innerText()).not.toBe(before);

  await page.getByRole('button', { name: 'Actions for session of Vera Vmops on vm-web-01' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByLabel('Reason (optional, shown to the user)').fill('patching tonight');
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'sessions-confirm');
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await page.getByRole('dialog').getByText('1 disconnected').waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await row.waitFor({ state: 'detached' });
  expect(await endOf(console.sessionId)).toMatchObject({
    endReason: 'DisconnectedByAdministrator',
    endMessage: 'patching tonight',
  });
  await page.getByRole('tab', { name: 'History' }).click();
  await expect.poll(() => row.innerText()).toMatch(/Disconnected by an administrator[\s\S]+patching tonight/);
  expect(new URL(page.url()).search).toBe('?view=history');
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'sessions-history');
  await page.context().close();
});

test('several are chosen by a filter that the address keeps, and each tells what became of it', async () => {
  await using one = await openStackConsole(stack, 'vmops', 'vm-web-01');
  await using two = await openStackConsole(stack, 'owner', 'vm-db-01');
  await using three = await openStackConsole(stack, 'owner', 'vm-win-01');
  const page = await signIn(browser, stack, 'ops');
  await rowOf(page, three.sessionId).waitFor();

  const filter = page.getByRole('searchbox', { name: 'Filter sessions' });
  await filter.fill('user:olivia -vm:web ip:127.0.0.0/8');
  await page.getByText('2 of 3 sessions').waitFor();
  await page.getByRole('button', { name: 'User' }).click();
  expect(await page.locator('[aria-sort=ascending]').innerText()).toBe('User');
  await page.reload();
  await page.getByText('2 of 3 sessions').waitFor();
  expect(await filter.inputValue()).toBe('user:olivia -vm:web ip:127.0.0.0/8');
  expect(await rowOf(page, one.sessionId).count()).toBe(0);

  await page.getByRole('checkbox', { name: 'Select all sessions' }).click();
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'sessions-chosen');
  // One of them is over before the order comes.
  await page.getByRole('button', { name: 'Delete selected' }).click();
  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${two.sessionId}`);
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByText(/disconnected/)
    .first()
    .waitFor();
  expect(await page.getByRole('table', { name: 'Results for 2 sessions' }).getByRole('row').count()).toBe(2);
  await screenshot(page, 'sessions-results');
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await page.getByText('No session fits this filter.').waitFor();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await rowOf(page, one.sessionId).waitFor();
  await filter.fill('usr:olivia');
  await page.getByText(/“usr” is nothing to filter by/).waitFor();
  expect(await axeFindings(page)).toEqual([]);

  // What was typed is one step of the way back, and a tab another.
  await filter.pressSequentially('via');
  await page.getByRole('tab', { name: 'History' }).click();
  await page.goBack();
  await page.getByRole('tab', { name: 'Active', selected: true }).waitFor();
  expect(await filter.inputValue()).toBe('usr:oliviavia');
  await page.goBack();
  await expect.poll(() => filter.inputValue()).toBe('');
  await page.goForward();
  await expect.poll(() => filter.inputValue()).toBe('usr:oliviavia');
  await page.context().close();
});

test('nothing moves below the pointer: what is gone is crossed out until it leaves', async () => {
  const page = await signIn(browser, stack, 'ops');
  await using stays = await openStackConsole(stack, 'vmops', 'vm-web-01');
  await using goes = await openStackConsole(stack, 'owner', 'vm-db-01');
  await rowOf(page, goes.sessionId).hover();

  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${goes.sessionId}`);
  await using comes = await openStackConsole(stack, 'owner', 'vm-win-01');

  await page.getByText('2 changes wait until the pointer leaves the list').waitFor();
  expect(await rowOf(page, goes.sessionId).innerText()).toMatch(/Ended/);
  expect(await rowOf(page, comes.sessionId).count()).toBe(0);
  await screenshot(page, 'sessions-held');
  await page.getByRole('heading', { name: 'Sessions' }).hover();
  await rowOf(page, comes.sessionId).waitFor();
  expect(await rowOf(page, goes.sessionId).count()).toBe(0);
  expect(await rowOf(page, stays.sessionId).count()).toBe(1);
  await page.context().close();
});

test('by keys alone a session is deleted, and the focus is never nowhere, whoever ends what it is at', async () => {
  await using first = await openStackConsole(stack, 'vmops', 'vm-web-01');
  await using second = await openStackConsole(stack, 'owner', 'vm-db-01');
  await using third = await openStackConsole(stack, 'owner', 'vm-win-01');
  const page = await signIn(browser, stack, 'ops', { path: `/sessions${bastionPath}?sort=user` });
  const focusedRow = () => page.evaluate("document.activeElement.closest('tr')?.dataset.session");
  const focusIn = (selector: string) =>
    page.evaluate(`document.activeElement.closest('${selector}') !== null`);
  await rowOf(page, first.sessionId).waitFor();
  const menuOf = (sessionId: string) => rowOf(page, sessionId).getByRole('button');

  await menuOf(second.sessionId).focus();
  await stack.call('owner', 'DELETE', `${bastionPath}/sessions/${second.sessionId}`);
  await rowOf(page, second.sessionId).waitFor({ state: 'detached' });
  expect(await focusedRow()).toBe(first.sessionId);

  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('Reason (optional, shown to the user)').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('1 disconnected').waitFor();
  await rowOf(page, first.sessionId).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => focusIn('main')).toBe(true);

  await menuOf(third.sessionId).focus();
  await stack.call('owner', 'DELETE', `${bastionPath}/sessions/${third.sessionId}`);
  await page.getByText('Nobody is connected.').waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content');
  await page.context().close();
});

test('what is shown is exported, and a name that is a formula is a text in it', async () => {
  await using console = await openStackConsole(stack, 'owner', 'vm-db-01');
  const page = await signIn(browser, stack, 'ops');
  await page.route('**/sessions?*', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { value: { userName: string }[] };
    const value = body.value.map((row) => ({ ...row, userName: '=HYPERLINK("http://x")' }));
    await route.fulfill({ response: answer, json: { ...body, value } });
  });
  await page.reload();
  await page.getByText('=HYPERLINK').waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);

  expect(download.suggestedFilename()).toMatch(/^sessions-bastion-hub-.+\.csv$/);
  const [head, line] = readFileSync(await download.path(), 'utf8').split('\r\n');
  expect(head).toContain('targetName,sessionId,userName');
  expect(line).toContain(`vm-db-01,${console.sessionId},"'=HYPERLINK(""http://x"")"`);

  await page.getByRole('link', { name: 'vm-db-01' }).click();
  // The link is gone with its page: the focus is at the top of the next one.
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content');
  await page.context().close();
});

test.each([
  ['ja-JP', 'セッション', '更新', '削除', '切断'],
  ['fr-FR', 'Sessions', 'Actualiser', 'Supprimer', 'Déconnecter'],
  ['ko-KR', '세션', '새로 고침', '삭제', '연결 끊기'],
  ['nl-NL', 'Sessies', 'Vernieuwen', 'Verwijderen', 'Loskoppelen'],
])(
  '%s: %s, %s and %s are what the documentation calls them',
  async (locale, sessions, refresh, remove, cut) => {
    await using console = await openStackConsole(stack, 'vmops', 'vm-web-01');
    const page = await signIn(browser, stack, 'ops', { locale });
    await page.getByRole('link', { name: sessions, exact: true }).click();
    await page.getByRole('heading', { name: sessions, exact: true }).waitFor();
    const row = rowOf(page, console.sessionId);
    await row.waitFor();
    await page.getByRole('button', { name: refresh, exact: true }).click();
    await screenshot(page, `sessions-${locale}`);
    await row.getByRole('button').click();
    await page.getByRole('menuitem', { name: remove, exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await screenshot(page, `sessions-${locale}-confirm`);
    await page.getByRole('button', { name: cut, exact: true }).click();

    await row.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.documentElement.lang')).toBe(locale.slice(0, 2));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+K');
    await page.getByRole('option', { name: 'vm-web-01' }).waitFor();
    await screenshot(page, `finder-${locale}`);
    await page.getByRole('option', { name: 'vm-web-01' }).click();
    await page.locator('main [data-state=connected]').waitFor();
    await page.context().close();
  },
);

test('theme and language are chosen in the page, and kept', async () => {
  const page = await signIn(browser, stack, 'ops', { viewport: { width: 390, height: 844 } });
  await page.getByText('Nobody is connected.').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await screenshot(page, 'sessions-phone');
  await page.emulateMedia({ forcedColors: 'active' });
  await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('contrast');
  await screenshot(page, 'sessions-forced-colors');
  await page.emulateMedia({ forcedColors: 'none' });
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: 'High contrast' }).click();
  await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('contrast');
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: 'Nederlands' }).click();
  await page.getByText('Er is niemand verbonden.').waitFor();

  await page.reload();

  await page.getByText('Er is niemand verbonden.').waitFor();
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  await screenshot(page, 'sessions-phone-dark-nl');
  await page.getByRole('button', { name: 'Navigatie' }).click();
  await page.getByRole('link', { name: 'Virtuele machines', exact: true }).first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'sessions-phone-nav');
  await page.context().close();
});

test('without an answer the page says so, with what to do, and goes on when there is one', async () => {
  const page = await signIn(browser, stack, 'ops', { path: `/sessions${bastionPath}` });
  await page.getByText('Nobody is connected.').waitFor();
  await page.route('**/getActiveSessions*', (route) => route.abort());
  await page.getByRole('button', { name: 'Refresh' }).click();

  await page.getByRole('alert').getByText('The control plane cannot be reached.').waitFor();
  expect(await page.getByRole('alert').innerText()).toMatch(/Code NetworkError/);
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'sessions-unreachable');
  const answer = Promise.withResolvers<void>();
  await page.route('**/sessions?*', (route) => answer.promise.then(() => route.continue()));
  await page.getByRole('button', { name: 'Try again' }).click();
  const trying = page.getByRole('button', { name: 'Trying again…' });
  await trying.waitFor();
  expect(await trying.getAttribute('aria-disabled')).toBe('true');
  answer.resolve();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content');

  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  await page.getByText(/^Stale since/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'sessions-offline');
  await page.context().setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
  await page.context().close();
});

test.each([
  ['fr-FR', 'draw', 'Cette page n’a pas pu être chargée', 'Réessayer'],
  ['ja-JP', 'ja', 'このページを読み込めませんでした', '再試行'],
])('%s: without its part “%s” the page says so and is loaded again', async (locale, part, title, again) => {
  const context = await browser.newContext({ locale });
  const page = await context.newPage();
  await page.route(`**/assets/${part}-*.js`, (route) => route.abort());
  await page.goto(stack.addresses.portal);

  await page.getByRole('alert').getByText(title).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, `start-failed-${part}`);
  await page.unroute(`**/assets/${part}-*.js`);
  await page.getByRole('button', { name: again }).click();
  await page.locator('[data-action=sign-in]').waitFor();
  await context.close();
});

test('a newcomer finds the console of a machine in three clicks', async () => {
  const page = await signIn(browser, stack, 'vmops');
  await page.getByRole('link', { name: 'Virtual machines' }).click();

  await page.getByRole('link', { name: 'Serial console of vm-web-01' }).click();

  await page.locator('[data-state=connected]').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/serial-console${vmPath('vm-web-01')}`);
  await page.context().close();
});
