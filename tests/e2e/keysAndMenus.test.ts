import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../support/axeFindings.ts';
import { startChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { screenshot, signIn, terminalText } from '../support/portalPage.ts';

// What a person does by keys, and what a screen reader is told: a real guest that shows what it gets.

let stack: LocalStack;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'qemu' }), startChromium()]);
  page = await signIn(browser, stack, 'vmops', { path: `/serial-console${vmPath('vm-web-01')}` });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await sees(/login:/);
  await enter('alice', /Password:/);
  await page.waitForTimeout(700);
  await enter('correct-horse', /\$ $/);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const shown = async (): Promise<string> => (await terminalText(page)).trimEnd();
const sees = (text: RegExp): Promise<void> => {
  let last = '';
  const isThere = async (): Promise<boolean> => {
    last = `${await shown()} `;
    return text.test(last);
  };
  return eventually(isThere, { describe: () => `${text} in ${JSON.stringify(last)}`, timeoutMs: 60_000 });
};

async function enter(line: string, answer: RegExp): Promise<void> {
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(`${line}\n`);
  await sees(answer);
}

test('function keys and arrows reach the guest as the sequences of a terminal', async () => {
  await enter('clear; echo rea"dy"; cat -v', /^ready/m);

  for (const key of ['F1', 'F4', 'F5', 'F8', 'F12', 'ArrowUp', 'Home', 'Delete', 'Enter'])
    await page.keyboard.press(key);

  await sees(/\^\[OP\^\[OS\^\[\[15~\^\[\[19~\^\[\[24~\^\[\[A\^\[\[H\^\[\[3~/);
  await page.keyboard.press('Control+C');
  await sees(/\$ $/);
});

test('Tab belongs to the guest, and Ctrl+F6 leaves the terminal for the toolbar', async () => {
  await enter('clear', /^\S+\$ $/);

  await page.keyboard.type('cat /etc/passw');
  await page.keyboard.press('Tab');
  await sees(/cat \/etc\/passwd/);
  expect(await page.evaluate('document.activeElement.className')).toBe('xterm-helper-textarea');
  await page.keyboard.press('Control+F6');

  expect(await page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")).toBe(true);
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.press('Control+C');
});

test('Ctrl+Shift+C copies what is selected, Ctrl+Shift+V pastes it, and Ctrl+C still goes to the guest', async () => {
  await enter('clear; echo copied-words', /^copied-words/m);
  const row = page.locator('.xterm-rows > div', { hasText: /^copied-words/ });
  const at = await row.boundingBox();
  // Something of the terminal's own lies over its rows: a person's mouse does not mind.
  await page.mouse.dblclick((at?.x ?? 0) + 20, (at?.y ?? 0) + (at?.height ?? 0) / 2);

  await page.keyboard.press('Control+Shift+C');
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toMatch(/copied-words/);
  await enter('echo st"art"ed; sleep 1000', /^started/m);
  await page.keyboard.press('Control+C');
  await sees(/\^C/);
  await page.keyboard.type('echo pasted-');
  await page.keyboard.press('Control+Shift+V');

  await sees(/echo pasted-copied-words/);
  await page.keyboard.press('Control+C');
});

/** A person's click on what a row of the terminal says. */
async function clickRow(text: RegExp): Promise<void> {
  const at = await page.locator('.xterm-rows > div', { hasText: text }).last().boundingBox();
  const place = [(at?.x ?? 0) + 20, (at?.y ?? 0) + (at?.height ?? 0) / 2] as const;
  // xterm.js looks for links when the mouse comes into a row.
  await page.mouse.move(place[0], place[1] + 100);
  await page.mouse.move(...place);
  await page.waitForTimeout(300);
  await page.mouse.click(...place);
}

test('A22b a link of the guest leads to pages of the web only, after its real address was shown', async () => {
  const link = (target: string, text: string): string =>
    String.raw`printf '\033]8;;%s\033\\%s\033]8;;\033\\\n' '${target}' ${text}`;
  const hostile = [
    'javascript:document.title=1',
    'JaVaScRiPt:document.title=1',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://portal.example@evil.example/',
  ];
  const opened: string[] = [];
  page.on('popup', (popup) => opened.push(popup.url()));
  const title = await page.title();

  for (const [index, target] of hostile.entries()) {
    await enter(
      `clear; ${link(target, `hostile-${index}`)}`,
      new RegExp(String.raw`^hostile-${index}\n\S+\$ $`),
    );
    await clickRow(new RegExp(`^hostile-${index}`));
  }
  expect(await page.getByRole('dialog').count()).toBe(0);
  await enter(
    `clear; ${link('https://docs.example/%E2%82%AC?x=1', 'portal.example')}`,
    /^portal\.example\n\S+\$ $/,
  );
  await clickRow(/^portal\.example/);
  const dialog = page.getByRole('dialog', { name: 'Open this link?' });
  await dialog.getByText('https://docs.example/%E2%82%AC?x=1', { exact: true }).waitFor();
  await screenshot(page, 'keys-4-link');
  const open = dialog.getByRole('link', { name: 'Open in a new tab' });
  const [target, rel] = [await open.getAttribute('target'), await open.getAttribute('rel')];
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  expect({ target, rel, opened }).toEqual({ target: '_blank', rel: 'noopener noreferrer', opened: [] });
  expect(await page.title()).toBe(title);
});

test('A22a the clipboard, the title and the page are out of reach, and a flood can be left', async () => {
  await page.evaluate("navigator.clipboard.writeText('mine')");
  const title = await page.title();
  const reach = String.raw`printf '\033]52;c;b3duZWQ=\007\033]52;c;?\007\033]0;owned\007\033]2;owned\007\007\007'`;
  const counts = String.raw`printf 'x\033[2147483647b\033[2147483647S\033[2147483647L'`;

  await enter(`clear; ${reach}; ${counts}; echo still-here`, /still-here$/m);
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('mine');
  expect(await page.title()).toBe(title);
  await enter(
    String.raw`printf '\033]0;'; head -c 400000 /dev/zero | tr '\0' x; printf '\007fl''ood\n'`,
    /./,
  );
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await page.locator('[data-state=disconnected]').waitFor();

  await page.getByRole('button', { name: 'Reconnect' }).click();
  await page.locator('[data-state=connected]').waitFor();
  await sees(/^flood$/m);
  expect(await page.title()).toBe(title);
});

test('every control of a console has a name, and its state is said aloud when it changes', async () => {
  const snapshot = await page.locator('main').ariaSnapshot();

  expect(snapshot).toMatch(/- status: Connected/);
  expect(snapshot).toMatch(/- toolbar "/);
  // A control without a name would be its role alone.
  expect(snapshot.match(/- (?:button|link|textbox|checkbox|combobox)(?! ")/g)).toBeNull();
  await screenshot(page, 'keys-1-console');
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Disconnected' }).waitFor();
});

test('a session is deleted from the menu at the end of its row', async () => {
  await page.getByRole('button', { name: 'Reconnect' }).click();
  await page.locator('[data-state=connected]').waitFor();
  const admin = await signIn(browser, stack, 'ops', { path: '/sessions' });

  await admin.getByRole('button', { name: 'Actions for session of Vera Vmops on vm-web-01' }).click();
  await screenshot(admin, 'keys-2-menu');
  await admin.getByRole('menuitem', { name: 'Delete' }).click();
  await admin.getByRole('button', { name: 'Disconnect', exact: true }).click();

  await page.getByText('You have been disconnected').waitFor();
  await page.locator('[data-state=disconnected]').waitFor();
  expect(await page.locator('main').innerText()).toMatch(/Oscar Ops/);
  await screenshot(page, 'keys-3-disconnected');
  expect(await axeFindings(page)).toEqual([]);
  await admin.locator('tr[aria-selected]').waitFor({ state: 'detached' });
});
