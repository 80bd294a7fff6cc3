import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../support/axeFindings.ts';
import { startChromium } from '../support/chromium.ts';
import { type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { screenshot, signIn } from '../support/portalPage.ts';
import { connectPeople, portalPages } from '../support/portalPages.ts';
import type { StackConsole } from '../support/stackConsole.ts';

// Every page, for whoever sees little, has a small screen, uses no mouse, or wants nothing to move.

let stack: LocalStack;
let browser: Browser;
let consoles: readonly StackConsole[];
const name = 'vm-web-01';

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
  consoles = await connectPeople(stack);
});
afterAll(async () => {
  for (const console of consoles ?? []) await console[Symbol.asyncDispose]();
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

async function visit(page: Page, path: string, ready: string): Promise<void> {
  await page.goto(stack.addresses.portal + path);
  await page.locator(ready).first().waitFor();
}

const widthOf = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth');

type Eyes = { colorScheme?: 'light' | 'dark'; viewport: NonNullable<BrowserContextOptions['viewport']> };

test.each<[string, Eyes]>([
  ['light', { viewport: { width: 1280, height: 800 } }],
  ['dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 400, height: 800 } }],
  ['zoomed', { viewport: { width: 640, height: 400 }, colorScheme: 'dark' }],
])(
  '%s: axe finds nothing on any page, and no page scrolls sideways',
  { timeout: 600_000 },
  async (look, eyes) => {
    const page = await signIn(browser, stack, 'ops', eyes);
    for (const [shown, path, ready] of portalPages) {
      await visit(page, path, ready);
      await screenshot(page, `${shown}-${look}`);
      expect([shown, await axeFindings(page)]).toEqual([shown, []]);
      expect([shown, await widthOf(page)]).toEqual([shown, eyes.viewport.width]);
    }
    await page.context().close();
  },
);

test('where colours are forced and motion is unwanted, nothing moves and axe finds nothing', async () => {
  const page = await signIn(browser, stack, 'ops');
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  for (const [shown, path, ready] of portalPages.slice(0, 5)) {
    await visit(page, path, ready);
    await screenshot(page, `${shown}-forced-colors`);
    // The colours are the system's, which axe does not see.
    const findings = (await axeFindings(page)).filter((one) => !one.startsWith('color-contrast'));
    expect([shown, findings]).toEqual([shown, []]);
    expect([shown, await page.evaluate(moving)]).toEqual([shown, []]);
  }
  await page.context().close();
});

/** What goes on moving, which a person who asked for rest would see. */
const moving = `document.getAnimations()
  .filter(({ playState, effect }) => playState === 'running' && effect.getComputedTiming().duration > 10)
  .map(({ effect }) => effect.target.className)`;

/** What a mouse can choose. */
const choosable = `[...document.querySelectorAll('a[href], button, input, select, [tabindex="0"]')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled, [data-tabster-dummy], [tabindex="-1"]'))`;

test('Tab reaches whatever a mouse can choose on a machine’s page', async () => {
  const page = await signIn(browser, stack, 'ops');
  await visit(page, `/machines${vmPath(name)}`, '.card.wide .notice');
  const wanted = await page.evaluate<number>(`window.wanted = new Set(${choosable}); window.wanted.size`);
  await page.evaluate(
    "document.querySelector('.skip-link').focus(); window.wanted.delete(document.activeElement)",
  );

  for (let presses = 0; presses < wanted * 2; presses += 1) {
    await page.keyboard.press('Tab');
    await page.evaluate('window.wanted.delete(document.activeElement)');
  }

  expect(wanted).toBeGreaterThan(10);
  expect(await page.evaluate('[...window.wanted].map((one) => one.outerHTML)')).toEqual([]);
  await page.context().close();
});

test('by keys alone a dialog is opened, left by Escape, and the focus is where it was', async () => {
  const page = await signIn(browser, stack, 'ops');
  await visit(page, `/machines${vmPath(name)}`, '.card.wide .notice');
  const power = page.getByRole('button', { name: `Power of ${name}` });
  await power.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Restart', exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'machine-dialog');

  await page.keyboard.press('Escape');

  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => power.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
  await page.context().close();
});
