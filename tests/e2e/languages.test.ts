import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { cutTexts } from '../support/cutTexts.ts';
import { type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { goTo, screenshot, signIn } from '../support/portalPage.ts';
import { connectPeople, portalPages } from '../support/portalPages.ts';
import type { StackConsole } from '../support/stackConsole.ts';

// The words of every language have room: on a desk, on a phone, in menus and in dialogs.

let stack: LocalStack;
let browser: Browser;
let consoles: readonly StackConsole[];
const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
  consoles = await connectPeople(stack);
});
afterAll(async () => {
  for (const console of consoles ?? []) await console[Symbol.asyncDispose]();
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** Nothing is cut, and nobody has to scroll sideways. */
async function expectRoom(page: Page, shown: string): Promise<void> {
  await screenshot(page, shown);
  const width = page.viewportSize()?.width;
  expect({ shown, cut: await cutTexts(page), width: await widthOf(page) }).toEqual({ shown, cut: [], width });
}

const widthOf = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth');

const isConsole = (shown: string): boolean => ['ssh', 'busy-console'].includes(shown);

async function open(page: Page, path: string, ready: string): Promise<void> {
  await goTo(page, path);
  await page.locator(ready).first().waitFor();
}

test.each(['en-US', 'ja-JP', 'fr-FR', 'ko-KR', 'nl-NL'])(
  '%s: every page has room for its words, at 1,280 and at 390 pixels',
  { timeout: 600_000 },
  async (locale) => {
    const page = await signIn(browser, stack, 'ops', { locale });
    for (const [shown, path, ready] of portalPages) {
      await page.setViewportSize(desk);
      await open(page, path, ready);
      await expectRoom(page, `${shown}-${locale}`);
      await page.setViewportSize(phone);
      // A terminal takes a moment to be as small as its page.
      if (isConsole(shown)) await expect.poll(() => widthOf(page)).toBe(phone.width);
      await expectRoom(page, `${shown}-${locale}-phone`);
    }
    await page.context().close();
  },
);

test.each(['en-US', 'ja-JP', 'fr-FR', 'ko-KR', 'nl-NL'])(
  '%s: menus and dialogs have room for their words',
  { timeout: 300_000 },
  async (locale) => {
    const page = await signIn(browser, stack, 'ops', { locale, viewport: phone });
    await page.locator('[aria-controls=main-nav]').click();
    await expectRoom(page, `navigation-${locale}`);
    await page.locator('.header [aria-haspopup=menu]').first().click();
    await page.getByRole('menuitemradio').first().waitFor();
    await expectRoom(page, `settings-${locale}`);
    await page.keyboard.press('Escape');

    await open(page, `/machines${vmPath('vm-web-01')}`, '.card.wide .notice');
    const dialog = page.getByRole('dialog');
    for (const at of [1, -1]) {
      await page.locator('.toolbar [aria-haspopup=menu]').click();
      await page.getByRole('menuitem').first().waitFor();
      await expectRoom(page, `power-menu-${locale}`);
      await page.getByRole('menuitem').nth(at).click();
      await dialog.waitFor();
      await expectRoom(page, `power-${at === 1 ? 'gentle' : 'forced'}-${locale}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }

    await open(page, '/sessions', '[data-session]');
    await page.locator('.tabs .fui-Button').click();
    await dialog.locator('fieldset').first().waitFor();
    await expectRoom(page, `policies-${locale}`);
    await page.keyboard.press('Escape');
    await page.locator('[data-session] [aria-haspopup=menu]').first().click();
    await page.getByRole('menuitem').first().click();
    await dialog.waitFor();
    await expectRoom(page, `disconnect-${locale}`);
    await page.context().close();
  },
);
