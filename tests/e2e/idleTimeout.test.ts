import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../support/axeFindings.ts';
import { startChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/localStack.ts';
import { openPortalConsole } from '../support/portalConsole.ts';
import { screenshot, signIn } from '../support/portalPage.ts';
import { putPolicy } from '../support/putPolicy.ts';

// Somebody leaves the desk: the page says so, a click keeps the session, and doing nothing ends it.

let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

async function openInChromium(user: string): Promise<Page> {
  const page = await signIn(browser, stack, user, { path: '/virtual-machines' });
  await page.getByRole('link', { name: 'Serial console of vm-web-01' }).click();
  await page.locator('[data-state=connected]').waitFor();
  return page;
}

test('an idle session is warned, kept by a click, and ended when nobody answers', async () => {
  await putPolicy(stack, { idleTimeoutInMinutes: 0.5, warningInSeconds: 15 });
  const page = await openInChromium('vmops');
  await using observer = await openPortalConsole(stack, { user: 'ops', vm: 'vm-web-01', mode: 'observer' });
  const describe = () => JSON.stringify([observer.states, observer.snapshot(), observer.remarks]);
  const warningOf = () => observer.snapshot().warning;
  const until = (condition: () => boolean) => eventually(condition, { timeoutMs: 60_000, describe });

  await page.getByText('You have been inactive for a while').waitFor({ timeout: 90_000 });
  await screenshot(page, 'idle-1-warning');
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.getByText(/You will be disconnected in \d+\s?s/).count()).toBe(1);
  await page.getByRole('button', { name: 'Stay connected' }).click();
  await page.getByText('You have been inactive for a while').waitFor({ state: 'detached' });
  await until(() => warningOf()?.reason === 'IdleTimeout');
  observer.connection.stay();
  await until(() => warningOf() === undefined);
  expect(await page.locator('[data-state=connected]').count()).toBe(1);

  await page.getByText('The session was idle for too long.').waitFor({ timeout: 120_000 });
  await screenshot(page, 'idle-2-ended');
  await until(() => observer.snapshot().state === 'disconnected');
  expect(observer.snapshot().end).toMatchObject({ reason: 'IdleTimeout' });
});
