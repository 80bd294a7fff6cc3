import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LocalStack } from './localStack.ts';

/** Two cores may have to serve a guest under emulation at the same time. */
const patienceMs = 60_000;
const shots = process.env.SALLYPORT_SCREENSHOTS;

export type Visit = {
  /** The page's own address; without it, where everybody begins. */
  readonly path?: string;
  readonly viewport?: BrowserContextOptions['viewport'];
  readonly colorScheme?: 'light' | 'dark';
  /** The browser's language, which is the page's. */
  readonly locale?: string;
};

/** A browser of its own for somebody of the fleet, signed in at the portal. */
export async function signIn(
  browser: Browser,
  stack: LocalStack,
  user: string,
  { path = '', viewport = { width: 1280, height: 800 }, colorScheme = 'light', locale = 'en-US' }: Visit = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport, colorScheme, locale });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  await page.goto(stack.addresses.portal + path);
  await page.locator('[data-action=sign-in]').click();
  await page.locator(`[data-user="${user}@contoso.example"]`).click();
  await page.locator('[data-action=account]').waitFor();
  return page;
}

/** Another page of the portal, without loading it anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
}

/** Into the folder that `SALLYPORT_SCREENSHOTS` names, for people to look at; nothing without it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  // What fades in is there.
  await page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' });
}

export const terminalText = (page: Page): Promise<string> => page.locator('.xterm-rows').innerText();

export const expectTerminal = (page: Page, text: RegExp, timeout = patienceMs): Promise<void> =>
  expect.poll(() => terminalText(page), { timeout }).toMatch(text);

/** What a person does with Ctrl+V, without a clipboard that headless browsers do not have. */
export const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate(`(() => {
    const data = new DataTransfer();
    data.setData('text/plain', ${JSON.stringify(text)});
    document.querySelector('.xterm-helper-textarea').dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  })()`);
