import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guestUsers } from '../../infra/local/guests/guestUsers.ts';
import { startChromium } from '../support/chromium.ts';
import { bastionPath, type LocalStack, startLocalStack } from '../support/localStack.ts';
import { expectTerminal, screenshot, signIn, terminalText } from '../support/portalPage.ts';

// Somebody reaches a real machine's shell from a browser, through the bastion.

let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'qemu' }), startChromium()]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

async function logIn(page: Page, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill('alice');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

test('a shell is reached: host key, wrong password, right one, a window that grows, a forced end', async () => {
  const page = await signIn(browser, stack, 'reader');
  await page.getByRole('link', { name: 'Virtual machines' }).click();
  await page.getByRole('link', { name: 'Connect to vm-web-01 by SSH' }).click();
  const trust = page.getByRole('button', { name: 'Yes, connect' });
  const again = page.getByRole('button', { name: 'Reconnect' });
  // The machine may still boot: whoever comes too early is told so, and tries again.
  await expect
    .poll(
      async () => {
        if (await again.isVisible()) await again.click();
        return await trust.isVisible();
      },
      { timeout: 120_000, interval: 1_000 },
    )
    .toBe(true);
  await page.getByText(/SHA256:[A-Za-z0-9+/]{43}/).waitFor();
  await screenshot(page, 'ssh-1-host-key');
  await trust.click();
  await logIn(page, 'wrong');
  await page.getByText('The virtual machine refused').waitFor();
  await screenshot(page, 'ssh-2-refused');

  await logIn(page, guestUsers.alice.password);
  await expectTerminal(page, /alice@vm-web-01/);
  await page.keyboard.type('stty size\n');
  await expectTerminal(page, /stty size\s+(\d+) (\d+)/);
  await screenshot(page, 'ssh-3-shell');
  const before = await terminalText(page);
  await page.setViewportSize({ width: 1600, height: 1000 });
  const size = (text: string): string | undefined => /^(\d+ \d+)\s*$/m.exec(text)?.[1];
  await page.keyboard.type('clear; stty size\n');
  await expect.poll(async () => size(await terminalText(page))).not.toBe(size(before));

  const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
  const sessions = body.value.filter((row: { protocol: string }) => row.protocol === 'SSH');
  expect(sessions).toHaveLength(1);
  const { sessionId } = sessions[0];
  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`, { reason: 'maintenance' });
  await page.getByText('You have been disconnected').waitFor();
  await page.getByText('Message: maintenance').waitFor();
  await screenshot(page, 'ssh-4-disconnected');
});
