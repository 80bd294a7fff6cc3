import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, test, vi } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import {
  consolePath,
  expectEcho,
  expectShown,
  leaveAll,
  openConsolePage,
  stateIs,
  typeInto,
} from '../support/consolePage.ts';
import { expectEveryLook } from '../support/everyLook.ts';
import { bastionPath, type LocalStack, startLocalStack } from '../support/localStack.ts';
import { signIn } from '../support/portalPage.ts';
import { whileStopped } from '../support/whileStopped.ts';

// One part after the other is killed or stands still: the page says what is going on, consoles live on as far as they
// can, and all of it comes back without a reload.

// Everything is looked at thrice, and a relay counts as lost after more than a minute.
vi.setConfig({ testTimeout: 600_000 });

let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

afterEach(() => leaveAll(browser, stack));

const openConsole = (): Promise<Page> => openConsolePage(browser, stack);

test('the function app is killed: consoles go on, pages say so, and what could not be opened opens by itself', async () => {
  const page = await openConsole();
  const other = await signIn(browser, stack, 'ops', { path: `/sessions${bastionPath}` });
  await other.locator('[data-session]').first().waitFor();

  const comeBack = stack.functions.holdDown();
  try {
    await expectEcho(page, 'without-functions');
    await other.getByRole('button', { name: 'Refresh' }).click();
    await expectEveryLook(other, 'functions-killed-sessions', /The control plane cannot be reached/);
    await other.goto(stack.addresses.portal + consolePath('vm-db-01'));
    await stateIs(other, 'failed');
    await expectEveryLook(other, 'functions-killed-console', /could not be reached[^]*tried again by itself/);
  } finally {
    await comeBack();
  }

  await stateIs(other, 'connected');
  await expectEcho(other, 'by-itself');
  await expectEcho(page, 'functions-are-back');
});

test('web pubsub is killed: what is typed meanwhile is kept, and the session goes on', async () => {
  const page = await openConsole();
  await expectEcho(page, 'before');

  const comeBack = stack.webPubSub.holdDown();
  try {
    await stateIs(page, 'reconnecting');
    await typeInto(page, 'meanwhile');
    await expectEveryLook(page, 'webpubsub-killed', /Reconnecting[^]*What you type is kept/);
  } finally {
    await comeBack();
  }

  await stateIs(page, 'connected');
  await expectShown(page, 'meanwhile');
  await expectEcho(page, 'after');
});

test('the tables stand still: a console goes on, and a new one waits for them', async () => {
  const page = await openConsole();
  const other = await signIn(browser, stack, 'ops');

  await whileStopped(stack.storagePids.tables, async () => {
    await expectEcho(page, 'without-tables');
    await other.getByRole('link', { name: 'Virtual machines' }).first().click();
    await expectEveryLook(other, 'tables-stopped-machines', /The storage account does not answer/);
    await other.goto(stack.addresses.portal + consolePath('vm-db-01'));
    await stateIs(other, 'failed');
    await expectEveryLook(other, 'tables-stopped-console', /does not answer[^]*tried again by itself/);
  });

  await stateIs(other, 'connected');
  await expectEcho(other, 'tables-are-back');
  await expectEcho(page, 'still-here');
});

test('the relay is killed: nobody answers, its sessions end, and the console goes on with the next relay', async () => {
  const page = await openConsole();
  await expectEcho(page, 'before');

  const comeBack = stack.relay.holdDown();
  try {
    await typeInto(page, 'into-nowhere');
    await expectEveryLook(page, 'relay-silent', /No answer for some seconds/);
    await stateIs(page, 'disconnected');
    await expectEveryLook(page, 'relay-lost', /The relay beside the virtual machine is gone[^]*tried again/);
    await stateIs(page, 'failed');
    await expectEveryLook(page, 'relay-away', /Failed[^]*tried again by itself/);
  } finally {
    await comeBack();
  }

  await stateIs(page, 'connected');
  await expectEcho(page, 'next-relay');
});

test('the relay is lost while the sign-in is over: signing in again leads back to the console', async () => {
  const page = await openConsole();
  const comeBack = stack.relay.holdDown();
  try {
    await page.route(`${stack.addresses.identity}/token`, (route) => route.abort());
    await page.clock.setSystemTime(Date.now() + 7_200_000);
    const again = page.getByRole('button', { name: 'Sign in again' });
    await again.waitFor({ timeout: 150_000 });
    await expectEveryLook(page, 'relay-lost-signed-out', /Your sign-in has expired/);
    await page.unroute(`${stack.addresses.identity}/token`);
    await again.click();
    await page.locator('[data-action=account]').waitFor();
    await stateIs(page, 'failed');
  } finally {
    await comeBack();
  }

  await stateIs(page, 'connected');
  await expectEcho(page, 'signed-in-again');
});
