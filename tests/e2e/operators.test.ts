import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { expectTerminal, paste, screenshot, signIn, terminalText } from '../support/portalPage.ts';

// Two people at one real guest: one is told of the other, watches, takes over; a long paste; the size of the page.

let stack: LocalStack;
let browser: Browser;
let first: Page;
let second: Page;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'qemu' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const openConsole = (user: string): Promise<Page> =>
  signIn(browser, stack, user, { path: `/serial-console${vmPath('vm-web-01')}` });

const serialLog = (): string =>
  readFileSync(join(stack.stateFolder, 'guests', 'vm-web-01', 'serial.log'), 'latin1');

async function enter(page: Page, line: string, answer: RegExp): Promise<void> {
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(`${line}\n`);
  await expectTerminal(page, answer);
}

test('who comes second is told, watches, takes over; both read both names and nobody is cut', async () => {
  first = await openConsole('vmops');
  await first.locator('[data-state=connected]').waitFor();
  await expectTerminal(first, /login:/);
  await enter(first, 'alice', /Password:/);
  await first.waitForTimeout(700);
  await enter(first, 'correct-horse', /\$ /);

  second = await openConsole('ops');
  await second.getByText('This serial console is in use').waitFor();
  expect(await second.locator('main').innerText()).toMatch(/Vera Vmops types here since/);
  await screenshot(second, 'operators-1-busy');
  await second.getByRole('button', { name: 'Observe' }).click();
  await second.locator('[data-operator="Vera Vmops"]').waitFor();
  await expectTerminal(second, /\$ /);
  await screenshot(second, 'operators-2-observer');

  await second.getByRole('button', { name: 'Type here' }).click();
  await second.getByRole('button', { name: 'Take over' }).click();
  await second.locator('[data-mode=operator]').waitFor();
  await first.locator('[data-mode=observer]').waitFor();
  const handover = /Oscar Ops took over from Vera Vmops and types from here on/;
  await expectTerminal(first, handover);
  await expectTerminal(second, handover);
  await screenshot(first, 'operators-3-taken-over');
  await enter(second, 'echo $((6*7))', /^42$/m);
  await expectTerminal(first, /^42$/m);
  await screenshot(second, 'operators-4-new-operator');
});

test('a query of the guest is answered once, by the operator, though two watch it', async () => {
  // What a terminal answers is read as if it were typed: cat shows it.
  await enter(
    second,
    String.raw`stty -icanon -echo min 0 time 20; printf 'Q\033[6n'; cat -v; stty sane; echo do"ne"`,
    /done/,
  );

  const answers = serialLog().split('Q\u001b[6n').at(-1)?.split('done')[0] ?? '';
  expect(answers.match(/\^\[\[\d+;\d+R/g)).toHaveLength(1);
});

test('64 KiB pasted into the page arrive as they are, after a question and with their progress shown', async () => {
  const text = Array.from({ length: 1_024 }, (_, index) => `${String(index).padStart(62, '.')}x\n`).join('');
  await enter(second, 'stty -echo; cat > /tmp/pasted; stty echo; wc -c /tmp/pasted', /\/tmp\/pasted/);
  await second.waitForTimeout(1_000);

  await paste(second, text);
  await second.getByText('Paste 65,536 characters?').waitFor();
  await screenshot(second, 'operators-5-paste');
  await second.getByRole('button', { name: 'Paste', exact: true }).click();
  await second.getByText(/^Pasting:/).waitFor();
  await screenshot(second, 'operators-6-progress');
  await second.getByText(/^Pasting:/).waitFor({ state: 'detached', timeout: 60_000 });
  await second.locator('.xterm-helper-textarea').focus();
  await second.keyboard.press('Control+D');

  await expectTerminal(second, /65536 \/tmp\/pasted/);
});

test('the size of the page reaches the guest only when a person asks', async () => {
  await second.getByRole('button', { name: 'Set size' }).click();
  await expectTerminal(second, /stty rows \d+ cols \d+/);
  const [, rows, columns] = /stty rows (\d+) cols (\d+)/.exec(await terminalText(second)) ?? [];
  await enter(second, 'stty size', new RegExp(`^${rows} ${columns}$`, 'm'));
  await screenshot(second, 'operators-7-size');

  expect(await first.getByRole('button', { name: 'Set size' }).count()).toBe(0);
});
