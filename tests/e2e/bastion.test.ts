import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFleetFile } from '../../infra/local/fleetFile.ts';
import { seedFleet } from '../../shared/azure/fleetTable.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { startChromium } from '../support/chromium.ts';
import { bastionPath, type LocalStack, startLocalStack } from '../support/localStack.ts';
import { screenshot, signIn } from '../support/portalPage.ts';

// Whoever runs a bastion says what its sessions may do, and reads how they ended.

let stack: LocalStack;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const policy = async () =>
  (await stack.call('ops', 'GET', `${bastionPath}/policies/default`)).body.properties;
const save = (one: Page): Promise<void> => one.getByRole('button', { name: 'Save' }).click();

test('policies are saved, and what no policy takes cannot be', async () => {
  const before = await policy();
  page = await signIn(browser, stack, 'ops');
  await page.getByRole('button', { name: 'Policies' }).click();
  const idle = page.getByLabel('Idle timeout (minutes)');
  await idle.fill('0');
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await screenshot(page, 'bastion-1-invalid');

  await idle.fill('30');
  await page.getByLabel('Sessions of one person').fill('5');
  await page.getByLabel('Recording', { exact: false }).first().selectOption('always');
  await save(page);

  await page.getByText('Saved.').waitFor();
  await screenshot(page, 'bastion-2-saved');
  expect(await policy()).toEqual({
    ...before,
    idleTimeoutInMinutes: 30,
    maxSessionsPerUser: 5,
    recording: 'always',
  });
});

test('what somebody else changed meanwhile is not overwritten', async () => {
  await stack.call('owner', 'PATCH', `${bastionPath}/policies/default`, { properties: { maxSessions: 7 } });

  await page.getByLabel('History is kept (days)').fill('30');
  await save(page);

  await page.getByText('Somebody changed these policies meanwhile').waitFor();
  expect(await page.getByRole('dialog').innerText()).toMatch(/Code PreconditionFailed · Request id/);
  await screenshot(page, 'bastion-3-outdated');
  await page.getByRole('button', { name: 'Show the current ones' }).click();
  await expect.poll(() => page.getByLabel('Sessions at this bastion').inputValue()).toBe('7');
  expect(await policy()).toMatchObject({ maxSessions: 7, historyRetentionInDays: 90 });
  await page.getByRole('button', { name: 'Close' }).click();
});

test('who may only read them sees them, and which right is missing', async () => {
  const reader = await signIn(browser, stack, 'reader');

  await reader.getByRole('button', { name: 'Policies' }).click();

  await reader.getByText(/'Microsoft\.Network\/bastionHosts\/write'/).waitFor();
  expect(await reader.getByLabel('Idle timeout (minutes)').isDisabled()).toBe(true);
  expect(await reader.getByRole('button', { name: 'Save' }).count()).toBe(0);
  await screenshot(reader, 'bastion-4-read-only');
  await reader.context().close();
});

test('a session that is recorded says so, and the history tells who ended it and why', async () => {
  const victim = await signIn(browser, stack, 'vmops', { path: '/virtual-machines' });
  await victim.getByRole('link', { name: 'Serial console of vm-web-01' }).click();
  await victim.locator('[data-recording=recording]').waitFor();
  await screenshot(victim, 'bastion-5-recorded');
  const { body } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
  const { sessionId } = body.value[0];
  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`, { reason: 'maintenance' });
  await victim.locator('[data-state=disconnected]').waitFor();

  await page.getByRole('tab', { name: 'History' }).click();

  const row = page.locator(`[data-session="${sessionId}"]`);
  await expect
    .poll(() => row.innerText())
    .toMatch(/Vera Vmops[^]*vm-web-01[^]*Disconnected by an administrator\s+by Oscar Ops · “maintenance”/);
  await screenshot(page, 'bastion-6-history');
  await page.setViewportSize({ width: 390, height: 844 });
  await screenshot(page, 'bastion-7-phone');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
});

test('where port 4443 is shut the page says that the list is stale, and the line that opens it', async () => {
  const { fleet } = readFleetFile();
  const networkSecurityGroups = fleet.networkSecurityGroups.map((group) => ({
    ...group,
    securityRules: group.securityRules.filter(({ name }) => name !== 'AllowGatewayManagerInbound'),
  }));
  await seedFleet(openTables(stack.storage).fleet, { ...fleet, networkSecurityGroups });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('tab', { name: 'Active' }).click();

  await page.getByText('Session monitoring is blocked', { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText(/^Code SessionMonitoringBlocked · Request id/).waitFor({ timeout: 60_000 });
  expect(await page.locator('[data-requirement=AllowSessionMonitoringInbound] code').innerText()).toMatch(
    /^az network nsg rule create .*4443/,
  );
  await screenshot(page, 'bastion-8-blocked');
});
