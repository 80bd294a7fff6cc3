import { readFileSync } from 'node:fs';
import { BlobServiceClient } from '@azure/storage-blob';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordingData } from '../../shared/contracts/recording.ts';
import { recordingOf } from '../../shared/recording/recordingName.ts';
import { axeFindings } from '../support/axeFindings.ts';
import { startChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';
import { openPortalConsole, type PortalConsole } from '../support/portalConsole.ts';
import { goTo, screenshot, signIn } from '../support/portalPage.ts';
import { readCast } from '../support/readCast.ts';

// What was recorded, what happened, and who may do what: the pages that an investigation goes through.

const outsider = '20000000-0000-4000-8000-000000000006';
const vm = vmPath('vm-web-01');

let stack: LocalStack;
let browser: Browser;
/** Of a session that was recorded from its login to its end. */
let recordingId: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
  const policy = { properties: { recording: 'always', recordingMode: 'lenient' } };
  await stack.call('owner', 'PUT', `${bastionPath}/policies/default`, policy);
  recordingId = await recordSession();
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

async function says(console_: PortalConsole, text: string, typed: string): Promise<void> {
  console_.type(typed);
  await eventually(() => console_.text().includes(text), { timeoutMs: 30_000 });
}

async function recordSession(): Promise<string> {
  const console_ = await openPortalConsole(stack, { user: 'ops', vm: 'vm-web-01' });
  await says(console_, 'login: ', '\r');
  await says(console_, 'Password: ', 'alice\r');
  await says(console_, '$ ', 'correct-horse\r');
  await says(console_, 'aurora borealis\r\n', 'echo aurora borealis\r');
  const id = console_.answers[0]?.sessionId ?? '';
  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${id}`, { reason: 'done here' });
  await eventually(async () => (await retrieve(id)).statement !== undefined, { timeoutMs: 60_000 });
  await console_[Symbol.asyncDispose]();
  return `${bastionPath}/recordings/${id}`;
}

async function retrieve(sessionId: string): Promise<Partial<RecordingData>> {
  const path = `${bastionPath}/recordings/${sessionId}/retrieveRecordingData`;
  return (await stack.call('owner', 'POST', path)).body as Partial<RecordingData>;
}

const replayed = (page: Page): Promise<string> => page.locator('.replay-pane .xterm-rows').innerText();

test('a recording is found, played, searched, verified by the browser, and taken along', async () => {
  const page = await signIn(browser, stack, 'owner', { path: '/recordings?user=ops' });
  await page.getByRole('link', { name: /^Play Oscar Ops on vm-web-01/ }).click();
  await page.getByRole('button', { name: 'Verified' }).waitFor();
  await page.locator('[data-state=ended]').waitFor();
  expect(await axeFindings(page)).toEqual([]);

  await page.getByRole('searchbox', { name: 'Search the recording' }).fill('AURORA');
  const hits = page.getByRole('region', { name: 'Search the recording' }).getByRole('listitem');
  await expect.poll(() => hits.count()).toBe(2);
  await hits.last().getByRole('button').click();
  await expect.poll(() => replayed(page)).toMatch(/\naurora borealis/);
  await page.getByRole('slider', { name: 'Position' }).focus();
  await page.keyboard.press('Home');
  await expect.poll(() => replayed(page)).not.toContain('aurora');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('16');
  await page.getByRole('application').focus();
  await page.keyboard.press(' ');
  await page.locator('[data-state=ended]').waitFor();
  expect(await replayed(page)).toContain('aurora borealis');
  await screenshot(page, 'recording');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download .cast' }).click();
  const cast = readCast(readFileSync(await (await download).path(), 'utf8'));
  expect(cast.header).toMatchObject({ version: 3, title: 'vm-web-01 (Serial)' });
  expect(cast.output.toString()).toContain('aurora borealis');
  await page.context().close();
});

test('A21b: a recording is played while it grows, and its player sends nothing to the machine', async () => {
  const console_ = await openPortalConsole(stack, { user: 'ops', vm: 'vm-db-01' });
  await says(console_, 'login: ', '\r');
  const id = console_.answers[0]?.sessionId ?? '';
  await eventually(async () => ((await retrieve(id)).chunks?.length ?? 0) > 0, { timeoutMs: 60_000 });
  const page = await signIn(browser, stack, 'owner', { path: `/recordings${bastionPath}/recordings/${id}` });
  const sockets: string[] = [];
  page.on('websocket', (socket) => void sockets.push(socket.url()));
  await page.getByRole('button', { name: 'Intact so far' }).waitFor();
  await page.getByRole('button', { name: 'Go to live' }).waitFor();

  console_.type('northern-lights\r');

  await expect.poll(() => replayed(page), { timeout: 60_000 }).toContain('northern-lights');
  await page.getByRole('application').focus();
  await page.keyboard.type('reboot');
  expect(await axeFindings(page)).toEqual([]);
  expect(sockets).toEqual([]);
  expect(console_.text()).not.toContain('reboot');
  await console_[Symbol.asyncDispose]();
  await page.getByRole('button', { name: 'Verified' }).waitFor();
  await page.context().close();
});

test('a chunk that somebody changed is named', async () => {
  const forged = await recordSession();
  const { container, folder } = recordingOf(forged.split('/').at(-1) ?? '');
  const blob = BlobServiceClient.fromConnectionString(stack.storage)
    .getContainerClient(container)
    .getBlockBlobClient(`${folder}/00000000.cast`);
  const text = (await blob.downloadToBuffer()).toString().replace(',"o","', ',"o","forged');
  await blob.upload(text, Buffer.byteLength(text));
  const page = await signIn(browser, stack, 'owner', { path: `/recordings${forged}` });

  await page.getByRole('alert').getByText('Chunk 0 was changed.').waitFor();

  expect(await page.getByRole('button', { name: 'Altered' }).isVisible()).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'recording-altered');
  await page.context().close();
});

test('the activity is narrowed by the address, explained row by row, and exported', async () => {
  const page = await signIn(browser, stack, 'owner', { path: '/activity?event=disconnect' });
  const rows = page.locator('tbody tr');
  await expect.poll(() => rows.count()).toBeGreaterThan(0);
  expect(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-event')))).toEqual(
    Array.from({ length: await rows.count() }, () => 'disconnect'),
  );
  expect(await rows.first().innerText()).toMatch(/Disconnected .*@contoso\.example from vm-/);
  await rows.first().getByRole('button').click();
  await page.getByRole('definition').getByText('done here').waitFor();
  await page.getByText('The row as it was kept').click();
  await page.getByRole('dialog').getByText('"event": "disconnect"').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Only this user' }).click();
  await expect.poll(() => page.url()).toContain('who=ops%40contoso.example');
  await screenshot(page, 'activity');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8').split('\r\n');
  expect(lines[0]).toContain('time,event,outcome,userName');
  expect(lines[1]).toContain(',disconnect,Success,ops@contoso.example,');

  await goTo(page, '/activity?vm=vm-web-01&event=end');
  await expect.poll(() => rows.first().innerText()).toMatch(/Session with vm-web-01 ended/);
  await page.getByRole('searchbox').last().fill('nothing has this text');
  await page.getByText('Nothing happened').waitFor();
  await page.context().close();
});

test('who is refused learns what is missing and which role would give it', async () => {
  const page = await signIn(browser, stack, 'reader', {
    path: `/recordings${recordingId}`,
    colorScheme: 'dark',
  });
  await page.getByRole('link', { name: "Why can't I?" }).click();

  const asked = page.getByRole('list', { name: 'What was asked' }).getByRole('listitem');
  await asked.getByText('Play recordings').waitFor();

  expect(await asked.innerText()).toMatch(/Not allowed[^]*retrieveRecordingData\/action[^]*narrowest role/);
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'access-why');
  await goTo(page, `/access${vm}?tab=roles`);
  await page.getByText('Virtual Machine Contributor').waitFor();
  expect(await page.getByRole('button', { name: 'Assign a role' }).isEnabled()).toBe(false);
  await goTo(page, `/machines${vm}`);
  await page.getByRole('button', { name: /^Power/ }).click();
  const why = page.getByRole('menuitem', { name: "Why can't I? Stop", exact: true });
  await why.waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'menu-refused');
  await why.click();
  await asked.getByText('Stop the machine').waitFor();
  await page.context().close();
});

test('a role is given to somebody, explained, and taken away again', async () => {
  const page = await signIn(browser, stack, 'owner', { path: `/access${vm}?tab=roles` });
  await page.getByRole('button', { name: 'Assign a role' }).click();
  await page.getByRole('combobox', { name: 'Who' }).fill(outsider);
  await page.getByRole('searchbox').fill('Microsoft.Compute/virtualMachines/read');
  await page.getByRole('radio', { name: /^Reader built-in/ }).click();
  const give = page.getByRole('dialog').getByRole('button', { name: 'Assign a role' });
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('text');
  await page.getByRole('textbox', { name: /^Condition/ }).fill("@Environment[UtcNow] Before '2099-01-01'");
  await page.getByText('Cannot be read from character 22 on').waitFor();
  expect(await give.isEnabled()).toBe(false);
  await page.getByRole('combobox', { name: 'Condition' }).selectOption('time');
  await page.getByLabel('Until').fill('2099-01-01T00:00');
  await screenshot(page, 'access-condition');
  expect(await axeFindings(page)).toEqual([]);
  await give.click();
  const row = page.locator('tbody tr', { hasText: outsider });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/Reader[^]*Only until Jan 1, 2099[^]*this scope/);
  await screenshot(page, 'access-roles');

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await row.getByRole('button', { name: `Copy the object id ${outsider}` }).click();
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(outsider);
  const id = await row.getAttribute('data-assignment');
  await row.getByRole('button', { name: /^Change the condition of the role Reader/ }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Until').inputValue()).toBe('2099-01-01T00:00');
  await dialog.getByLabel('Until').fill('2098-01-01T00:00');
  expect(await axeFindings(page)).toEqual([]);
  await screenshot(page, 'access-condition-edit');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await row.getByText(/Only until Jan 1, 2098/).waitFor();
  expect(await row.getAttribute('data-assignment')).toBe(id);

  await page.getByRole('tab', { name: 'Check access' }).click();
  await page.getByRole('combobox', { name: 'Whose access' }).fill(outsider);
  const decision = page.locator('[data-action="Microsoft.Compute/virtualMachines/read"]');
  await decision.getByText('Through the role Reader, assigned at this scope.').waitFor();
  expect((await stack.call('outsider', 'GET', vm)).status).toBe(200);

  await page.getByRole('tab', { name: 'Role assignments' }).click();
  await row.getByRole('button', { name: /^Remove the role Reader/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await row.waitFor({ state: 'detached' });
  expect((await stack.call('outsider', 'GET', vm)).status).toBe(403);
  await page.context().close();
});

test('everybody is locked out of a machine, at once and with the reason, until the lock is removed', async () => {
  const console_ = await openPortalConsole(stack, { user: 'ops', vm: 'vm-web-01' });
  const page = await signIn(browser, stack, 'owner', { path: `/access${vm}?tab=locks` });
  await page.getByRole('button', { name: 'Lock out' }).click();
  await page.getByRole('radio', { name: 'Everybody' }).click();
  await page.getByRole('textbox', { name: /^Reason/ }).fill('Under investigation');
  await page.getByRole('combobox', { name: 'For how long' }).selectOption({ label: '4 hours' });
  expect(await axeFindings(page)).toEqual([]);

  await page.getByRole('dialog').getByRole('button', { name: 'Lock out' }).click();

  await expect.poll(() => console_.snapshot().state).toBe('disconnected');
  const row = page.locator('tbody tr', { hasText: 'Under investigation' });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/Everybody[^]*this scope/);
  await screenshot(page, 'access-locks');
  await expect(openPortalConsole(stack, { user: 'ops', vm: 'vm-web-01' })).rejects.toThrow();

  await row.getByRole('button', { name: 'Remove the lock: Everybody' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the lock' }).click();
  await page.getByText('Nobody is locked out').waitFor();
  await using back = await openPortalConsole(stack, { user: 'ops', vm: 'vm-web-01' });
  expect(back.snapshot().state).toBe('connected');
  await console_[Symbol.asyncDispose]();
  await page.context().close();
});
