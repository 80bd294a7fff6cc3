import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings } from './axeFindings.ts';
import { screenshot } from './portalPage.ts';

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** Where the keyboard is: nowhere is a place that nobody sees. */
const focus = `(() => {
  const { activeElement, body } = document;
  return activeElement !== null && activeElement !== body && activeElement.checkVisibility();
})()`;

const says = (page: Page): Promise<string> =>
  page.evaluate<string>(
    `[...document.querySelectorAll('[role=status], [role=alert]')].map((one) => one.innerText).join('\\n')`,
  );

/**
 * A state of the page as everybody meets it: axe finds nothing by day or by night, a phone does not scroll sideways, the
 * focus is somewhere, and who listens is told `spoken`. Leaves a picture of each.
 */
export async function expectEveryLook(page: Page, name: string, spoken: RegExp): Promise<void> {
  await expect.poll(() => says(page), { message: name, timeout: 90_000 }).toMatch(spoken);
  expect(await page.evaluate(focus), `${name}: the focus is lost`).toBe(true);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    expect(await axeFindings(page), `${name}, ${colorScheme}`).toEqual([]);
    await screenshot(page, `state-${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(phone);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${name}, phone`).toBe(
    true,
  );
  await screenshot(page, `state-${name}-phone`);
  await page.setViewportSize(desk);
}
