import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startChromium } from '../support/chromium.ts';
import { type LocalStack, serialPortPath, startLocalStack, vmPath } from '../support/localStack.ts';
import { expectTerminal, screenshot, signIn } from '../support/portalPage.ts';

// The main job: somebody opens a serial console of a real Linux guest and logs in; somebody else sees that
// session and disconnects it; the first person reads why, and the old URL is worth nothing.

let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'qemu' }), startChromium()]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

test('a console is opened, seen, disconnected, explained and closed for good', async () => {
  const victim = await signIn(browser, stack, 'vmops');
  await victim.getByRole('link', { name: 'Virtual machines' }).click();
  const connected = victim.waitForResponse((response) => response.url().includes('/serialPorts/0/connect'));
  await victim.getByRole('link', { name: 'Serial console of vm-web-01' }).click();
  const { connectionString, sessionId } = await (await connected).json();
  await victim.locator('[data-state=connected]').waitFor();
  await expectTerminal(victim, /vm-web-01 login:/);
  await screenshot(victim, '1-login');

  await victim.locator('.xterm-helper-textarea').focus();
  await victim.keyboard.type('alice\n');
  await expectTerminal(victim, /Password:/);
  await victim.keyboard.type('correct-horse\n');
  await expectTerminal(victim, /\$ /);
  await victim.keyboard.type('echo $((6*7)) on $(hostname)\n');
  await expectTerminal(victim, /42 on vm-web-01/);
  await screenshot(victim, '2-shell');

  const admin = await signIn(browser, stack, 'ops');
  await admin.getByRole('link', { name: 'Sessions' }).click();
  const row = admin.getByRole('row', { name: /Vera Vmops/ });
  await row.waitFor();
  await admin.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(() => row.innerText()).toMatch(/127\.0\.0\.1/);
  await screenshot(admin, '3-sessions');
  await admin.getByRole('checkbox', { name: /Select session of Vera Vmops/ }).check();
  await admin.getByRole('button', { name: 'Delete selected' }).click();
  await admin.getByLabel('Reason (optional, shown to the user)').fill('patching tonight');
  await screenshot(admin, '4-confirm');
  await admin.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await admin.getByText('Disconnected').first().waitFor();
  await screenshot(admin, '5-deleted');

  await victim.locator('[data-state=disconnected]').waitFor();
  await expect.poll(() => victim.locator('main').innerText()).toMatch(/You have been disconnected/);
  expect(await victim.locator('main').innerText()).toMatch(/patching tonight/);
  expect(await victim.locator('main').innerText()).toMatch(/Oscar Ops/);
  await screenshot(victim, '6-disconnected');

  expect(await upgradeStatus(connectionString)).toBe(401);
  const ended = await stack.call('ops', 'GET', `${bastion}/sessions/${sessionId}`);
  expect(ended.body).toMatchObject({
    state: 'Ended',
    endReason: 'DisconnectedByAdministrator',
    endedBy: 'Oscar Ops',
    endMessage: 'patching tonight',
  });
  const active = await stack.call('ops', 'POST', `${bastion}/getActiveSessions`);
  expect(active.body.value).toEqual([]);
});

test('after a reload the way back is the way that was come, and what is typed goes to the guest', async () => {
  const page = await signIn(browser, stack, 'vmops', { viewport: { width: 390, height: 844 } });
  await page.getByRole('button', { name: 'Navigation' }).click();
  await page.getByRole('link', { name: 'Virtual machines' }).click();
  const machine = page.getByRole('link', { name: 'vm-web-01', exact: true });
  await machine.waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  await machine.click();
  const link = page.getByRole('link', { name: 'Serial console', exact: true });
  await link.click();
  await page.locator('[data-state=connected]').waitFor();
  await page.reload();
  await page.locator('[data-state=connected]').waitFor();

  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('button', { name: 'Reconnect' }).click();
  await page.locator('[data-state=connected]').waitFor();
  expect(await page.evaluate('document.activeElement.className')).toBe('xterm-helper-textarea');

  await page.goBack();
  await link.waitFor();
  await page.goBack();
  await expect.poll(() => new URL(page.url()).pathname).not.toBe('/virtual-machines');
  await page.context().close();
});

const bastion =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network/bastionHosts/bastion-hub';

/** The HTTP status with which a WebSocket upgrade is refused; 101 when it is not. */
function upgradeStatus(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'json.reliable.webpubsub.azure.v1');
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

test('a Reader is refused, and told which action at which scope is missing', async () => {
  const refused = await stack.call('reader', 'POST', `${serialPortPath('vm-web-01')}/connect`);

  expect(refused.status).toBe(403);
  expect(refused.body.error.code).toBe('AuthorizationFailed');
  expect(refused.body.error.message).toContain('Microsoft.SerialConsole/serialPorts/connect/action');
  expect(refused.body.error.message).toContain(vmPath('vm-web-01'));
});

test('the boot log in Blob Storage is what the guest wrote, byte for byte', async () => {
  const written = () => readFileSync(join(stack.stateFolder, 'guests', 'vm-web-01', 'serial.log'));
  const { body } = await stack.call('vmops', 'POST', `${vmPath('vm-web-01')}/retrieveBootDiagnosticsData`);
  const stored = async () =>
    Buffer.from(await (await fetch(body.serialConsoleLogBlobUri, { cache: 'no-store' })).arrayBuffer());

  await expect.poll(async () => (await stored()).equals(written()), { timeout: 30_000 }).toBe(true);

  expect((await stored()).toString('latin1')).toContain('Linux version 6.');
});
