import { WebPubSubClient } from '@azure/web-pubsub-client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LiveSessions } from '../../portal/live/liveSessions.ts';
import { openTables } from '../../shared/azure/tables.ts';
import { createPubSubClient } from '../../shared/client/pubSubClient.ts';
import { startChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { bastionPath, type LocalStack, startLocalStack } from '../support/localStack.ts';
import { screenshot, signIn } from '../support/portalPage.ts';
import { openStackConsole } from '../support/stackConsole.ts';

// Somebody watches the list and touches nothing; others come, work and go.

let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const subscribe = (user: string) => stack.call(user, 'POST', `${bastionPath}/sessions/subscribe`);

/** The portal's own live list in this process, as a user of the fleet. */
function watch(user: string): LiveSessions {
  const read = async (method: string, path: string) => {
    const { status, body } = await stack.call(user, method, path);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  };
  const live = new LiveSessions({
    first: () => read('GET', `${bastionPath}/sessions`),
    list: () => read('GET', `${bastionPath}/sessions`),
    refresh: () => read('POST', `${bastionPath}/getActiveSessions`),
    more: (link) => read('GET', link),
    subscribe: () => read('POST', `${bastionPath}/sessions/subscribe`),
    createClient: createPubSubClient,
    schedule(task, delayMs) {
      // A list that is read again every minute must not hide that nothing was pushed.
      const timer = setTimeout(delayMs === 60_000 ? () => undefined : task, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    now: Date.now,
  });
  live.start();
  return live;
}
const rowOf = (live: LiveSessions, sessionId: string) =>
  live.snapshot.value?.value.find((row) => row.sessionId === sessionId);

test('a session appears, is active and goes, and nobody asked for the list', async () => {
  using live = watch('ops');
  await eventually(() => live.snapshot.isLive === true && !live.snapshot.isLoading);
  await using console = await openStackConsole(stack, 'owner', 'vm-web-01');
  const { sessionId } = console;
  await eventually(() => rowOf(live, sessionId)?.state === 'Active');
  expect(rowOf(live, sessionId)).toMatchObject({
    userName: 'Olivia Owner',
    targetHostName: 'vm-web-01',
    protocol: 'Serial',
    allowedActions: ['disconnect'],
  });

  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${sessionId}`);

  await eventually(() => rowOf(live, sessionId) === undefined);
  expect(live.snapshot.isLive).toBe(true);
});

test('a URL opens once, says nothing to the hub, and is not given to who may not list', async () => {
  const { connectionString, group } = (await subscribe('ops')).body;
  const options = { autoReconnect: false, messageRetryOptions: { maxRetries: 0 } };
  const first = new WebPubSubClient(connectionString, options);
  const copy = new WebPubSubClient(connectionString, options);
  await first.start();

  await expect(copy.start()).rejects.toThrow();
  await expect(first.sendToGroup(group, 'x', 'text')).rejects.toMatchObject({
    errorDetail: { name: 'Forbidden' },
  });
  await expect(first.joinGroup('sessions-000000000000')).rejects.toMatchObject({
    errorDetail: { name: 'Forbidden' },
  });
  first.stop();
  // Reader may read the bastion, but listing its sessions is an action.
  for (const user of ['reader', 'vmops', 'outsider']) {
    expect((await subscribe(user)).body).toMatchObject({ error: { code: 'AuthorizationFailed' } });
  }
});

test('the page shows who comes and goes by itself, and says when it no longer does', async () => {
  const page = await signIn(browser, stack, 'ops', { viewport: { width: 1280, height: 700 } });
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByText('Nobody is connected.').waitFor();
  await using console = await openStackConsole(stack, 'owner', 'vm-db-01');
  const row = page.getByRole('row').filter({ hasText: 'Olivia Owner' });
  await row.getByText('Active', { exact: true }).waitFor();
  await screenshot(page, 'live-list');

  await stack.call('owner', 'DELETE', `${bastionPath}/sessions/${console.sessionId}`);
  await row.waitFor({ state: 'detached' });
  await page.getByText('Nobody is connected.').waitFor();

  const { access } = openTables(stack.storage);
  const partitionKey = '40000000-0000-4000-8000-000000000001';
  const filter = `PartitionKey eq '${partitionKey}'`;
  for await (const { rowKey = '' } of access.listEntities({ queryOptions: { filter } }))
    await access.deleteEntity(partitionKey, rowKey);
  await page.getByText(/^Stale since/).waitFor({ timeout: 120_000 });
  await screenshot(page, 'stale-list');
  expect((await subscribe('ops')).status).toBe(403);
});
