import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { bastionPath, type LocalStack, vmPath } from './localStack.ts';
import { signIn, terminalText } from './portalPage.ts';

/** What most tests of a console in a browser do, whoever looks at it. */
export const consolePath = (vm: string): string => `/serial-console${vmPath(vm)}`;

/** Longer than a relay is waited for. */
const patienceMs = 150_000;

export const stateIs = (page: Page, state: string): Promise<void> =>
  page.locator(`main [data-state=${state}]`).waitFor({ timeout: patienceMs });

export async function openConsolePage(
  browser: Browser,
  stack: LocalStack,
  { user = 'ops', vm = 'vm-web-01' } = {},
): Promise<Page> {
  const page = await signIn(browser, stack, user, { path: consolePath(vm) });
  await stateIs(page, 'connected');
  return page;
}

export async function typeInto(page: Page, words: string): Promise<void> {
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(words);
}

/** Wherever the line is broken. */
export const expectShown = (page: Page, words: string): Promise<void> =>
  expect
    .poll(async () => (await terminalText(page)).replaceAll('\n', ''), { timeout: patienceMs })
    .toContain(words);

export async function expectEcho(page: Page, words: string): Promise<void> {
  await typeInto(page, words);
  await expectShown(page, words);
}

/** What one test leaves open would be in use for the next. */
export async function leaveAll(browser: Browser, stack: LocalStack): Promise<void> {
  for (const context of browser.contexts()) await context.close();
  await expect.poll(() => activeSessions(stack), { timeout: patienceMs }).toEqual([]);
}

export async function activeSessions(stack: LocalStack): Promise<string[]> {
  const { body } = await stack.call('owner', 'POST', `${bastionPath}/getActiveSessions`);
  return body.value.map(({ sessionId }: { sessionId: string }) => sessionId);
}

export const press = (page: Page, button: string): Promise<void> =>
  page.getByRole('button', { name: button, exact: true }).click();

/** For as long as `work` takes no request to `address` gets an answer, and then all that wait do. */
export async function whileUnanswered(page: Page, address: string, work: () => Promise<void>): Promise<void> {
  const release = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    await release.promise;
    await route.continue();
  });
  await work();
  release.resolve();
  // Not before the last of them is on its way.
  await page.unrouteAll({ behavior: 'wait' });
}

/** The only session's connection is gone for good, and the session needs another. */
export async function cut(stack: LocalStack): Promise<void> {
  const [userId] = await activeSessions(stack);
  await stack.orderFault({ kind: 'unrecoverable', userId });
  await stack.orderFault({ kind: 'drop', userId });
}
