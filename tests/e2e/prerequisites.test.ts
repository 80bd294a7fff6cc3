import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { screenshot, signIn } from '../support/portalPage.ts';

// Somebody whose serial console does not open reads why, and what to do.

let stack: LocalStack;
let browser: Browser;
const subscription = vmPath('').slice(0, vmPath('').indexOf('/resourceGroups'));
const service = `${subscription}/providers/Microsoft.SerialConsole/consoleServices/default`;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

async function openConsole(user: string): Promise<Page> {
  const page = await signIn(browser, stack, user, {
    path: '/virtual-machines',
    viewport: { width: 1280, height: 900 },
  });
  await page.getByRole('link', { name: 'Serial console of vm-web-01' }).click();
  return page;
}

const rowOf = (page: Page, id: string) => page.locator(`[data-prerequisite=${id}]`);

test('a console that is switched off says so, and leads to what would mend it', async () => {
  await stack.call('ops', 'POST', `${service}/disableConsole`);
  const page = await openConsole('vmops');

  await page.locator('main [data-state=failed]').waitFor();
  await expect
    .poll(() => page.locator('main').innerText())
    .toContain(
      'Azure Serial Console is not enabled for this subscription, contact your subscription administrator to enable.',
    );
  await screenshot(page, 'prerequisites-1-refused');
  await page.getByRole('link', { name: 'See all prerequisites and how to meet them' }).click();

  await expect.poll(() => rowOf(page, 'consoleSwitch').innerText()).toMatch(/^Not met[^]*enableConsole/);
  expect(await rowOf(page, 'bootDiagnostics').innerText()).toMatch(/^Met/);
  await screenshot(page, 'prerequisites-2-rows');

  await stack.call('ops', 'POST', `${service}/enableConsole`);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(() => rowOf(page, 'consoleSwitch').innerText()).toMatch(/^Met/);
  await page.getByRole('link', { name: 'Serial console', exact: true }).click();
  await page.locator('main [data-state=connected]').waitFor();
});

test('whoever lacks the role on the account reads which, and how to get it', async () => {
  const page = await openConsole('console-only');

  await page.locator('main [data-state=refused]').waitFor();
  await page.getByRole('link', { name: 'See all prerequisites and how to meet them' }).click();

  await expect
    .poll(() => rowOf(page, 'storageRole').innerText())
    .toMatch(/^Not met[^]*az role assignment create/);
  expect(await rowOf(page, 'storageType').innerText()).toMatch(/^Not known/);
  await screenshot(page, 'prerequisites-3-role');
});
