import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import {
  bastionPath,
  type LocalStack,
  serialPortPath,
  startLocalStack,
  vmPath,
} from '../support/localStack.ts';
import { signIn } from '../support/portalPage.ts';

// What pages of others can do in the browser of somebody who is signed in, and what the portal's own page gives away.

let stack: LocalStack;
let browser: Browser;
let evil: Server;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startLocalStack({ guests: 'simulated' }), startChromium()]);
  evil = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<title>evil</title><iframe src="${stack.addresses.portal}"></iframe>`);
  }).listen(0, '127.0.0.1');
  await once(evil, 'listening');
});

afterAll(async () => {
  evil?.close();
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const evilAt = (host: string): string => `http://${host}:${(evil.address() as AddressInfo).port}`;

/** Another tab of the same browser: with all cookies, and whatever else the browser knows. */
async function visit(page: Page, address: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(address);
  return tab;
}

/** What became of each attempt, in the words of the browser. */
const attempt = (tab: Page, path: string): Promise<readonly string[]> =>
  tab.evaluate(async (url) => {
    const body = '{"reason":"forged"}';
    const read = (init: RequestInit): Promise<string> =>
      fetch(url, { credentials: 'include', ...init }).then(
        async (answer) => `${answer.type} ${answer.status}`,
        () => 'blocked',
      );
    const form = document.createElement('form');
    form.method = 'post';
    form.enctype = 'text/plain';
    form.action = url;
    form.target = 'sink';
    const sink = document.createElement('iframe');
    sink.name = 'sink';
    document.body.append(sink, form);
    form.submit();
    const image = new Image();
    image.src = url;
    return await Promise.all([
      read({ method: 'POST', body, headers: { 'content-type': 'application/json' } }),
      read({ method: 'POST', body, mode: 'no-cors' }),
      read({ method: 'DELETE' }),
    ]);
  }, stack.addresses.functions + path);

test('A2 A5a a page of another origin or port, in the browser of an administrator, does and reads nothing', async () => {
  const admin = await signIn(browser, stack, 'owner');
  const { body: console_ } = await stack.call('ops', 'POST', `${serialPortPath('vm-web-01')}/connect`, {
    mode: 'observer',
  });
  const { body: list } = await stack.call('ops', 'POST', `${bastionPath}/sessions/subscribe`);
  const version = '?api-version=2026-11-01';
  const acts = [
    `${bastionPath}/sessions/${console_.sessionId}${version}`,
    `${bastionPath}/disconnectActiveSessions${version}`,
    `${vmPath('vm-web-01')}/deallocate${version}`,
  ];

  for (const host of ['127.0.0.1', 'localhost', 'sibling.localhost']) {
    const tab = await visit(admin, evilAt(host));
    for (const path of acts) expect(await attempt(tab, path)).toEqual(['blocked', 'blocked', 'blocked']);
    for (const url of [console_.connectionString, list.connectionString]) {
      const opened = await tab.evaluate(
        (address) =>
          new Promise<boolean>((resolve) => {
            const socket = new WebSocket(address, 'json.reliable.webpubsub.azure.v1');
            socket.addEventListener('open', () => resolve(true));
            socket.addEventListener('error', () => resolve(false));
          }),
        url,
      );
      expect(opened).toBe(false);
    }
    await tab.close();
  }

  const { body: session } = await stack.call('ops', 'GET', `${bastionPath}/sessions/${console_.sessionId}`);
  expect(session.state).toBe('Pending');
  const { body: view } = await stack.call('ops', 'GET', `${vmPath('vm-web-01')}/instanceView`);
  expect(JSON.stringify(view)).toContain('PowerState/running');
});

test('A5b the page is in nobody else’s frame, on any of its addresses', async () => {
  const admin = await signIn(browser, stack, 'owner');

  const tab = await visit(admin, evilAt('127.0.0.1'));
  const [, frame] = tab.frames();

  expect(await frame?.locator('body').innerText()).not.toContain('Sallyport');
  expect(frame?.url()).toBe('chrome-error://chromewebdata/');
  for (const path of ['/', '/config.json', '/assets/none', '/sessions']) {
    const { headers } = await fetch(stack.addresses.portal + path);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  }
});

test('A10c A12 a console leaves its ticket nowhere in the browser, and the page asks nobody else for anything', async () => {
  const page = await signIn(browser, stack, 'vmops');
  const requests: { url: string; referer: string | undefined }[] = [];
  const said: string[] = [];
  page.on('request', (request) =>
    requests.push({ url: request.url(), referer: request.headers()['referer'] }),
  );
  page.on('console', (message) => said.push(message.text()));
  const connected = page.waitForResponse((response) => response.url().includes('/serialPorts/0/connect'));

  await page.goto(`${stack.addresses.portal}/serial-console${vmPath('vm-web-01')}`);
  const { connectionString } = await (await connected).json();
  await page.locator('[data-state=connected]').waitFor();

  const url = new URL(connectionString);
  const token = url.searchParams.get('access_token') ?? '';
  const signature = token.split('.')[2] ?? '';
  const kept = await page.evaluate(() =>
    JSON.stringify([localStorage, sessionStorage, location.href, document.referrer, history.state]),
  );
  const cookies = JSON.stringify(await page.context().cookies());
  expect(signature.length).toBeGreaterThan(20);
  for (const text of [kept, cookies, ...said, ...requests.map((one) => `${one.url} ${one.referer}`)]) {
    expect(text).not.toContain(signature);
  }
  const hosts = new Set(requests.map((one) => new URL(one.url).hostname));
  expect([...hosts].filter((host) => host !== 'localhost' && host !== '127.0.0.1')).toEqual([]);
  // Coming back from signing in the browser may tell our own server which of its pages that began on.
  const isTold = ({ url: to, referer = '' }: (typeof requests)[number]): boolean =>
    referer !== '' && new URL(to).origin !== new URL(referer).origin;
  expect(requests.filter(isTold)).toEqual([]);
  expect(cookies).not.toContain('eyJ');
});

test('A23 what an administrator writes is text for the one it is written to, and for who reads about it', async () => {
  const reason = '"><img src=x onerror="window.owned=1"><script>window.owned=1</script>\u202e=1+1';
  const victim = await signIn(browser, stack, 'owner', { path: `/serial-console${vmPath('vm-db-01')}` });
  await victim.locator('[data-state=connected]').waitFor();
  const { body: sessions } = await stack.call('ops', 'GET', `${bastionPath}/sessions`);
  const own = sessions.value.find(
    (one: { userEmail: string; state: string }) =>
      one.userEmail === 'owner@contoso.example' && one.state === 'Active',
  );

  await stack.call('ops', 'DELETE', `${bastionPath}/sessions/${own.sessionId}`, { reason });

  await victim.locator('[data-state=disconnected]').waitFor();
  await expect.poll(() => victim.locator('main').innerText()).toContain('<img src=x');
  const isOwned = (page: Page) =>
    page.evaluate(() => 'owned' in window || document.querySelector('img[src=x]') !== null);
  expect(await isOwned(victim)).toBe(false);
  const admin = await signIn(browser, stack, 'ops', { path: '/sessions' });
  await admin.getByRole('button', { name: 'Refresh' }).waitFor();
  expect(await isOwned(admin)).toBe(false);
});

test('A31b whatever address a sign-in is said to come back to, it ends on a page of the portal', async () => {
  const portal = new URL(stack.addresses.portal).origin;
  for (const wanted of ['//evil.example/x', 'https:evil.example', '/\\evil.example', '/%2F%2Fevil.example']) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(new URL(request.url()).hostname));
    await page.goto(`${portal}/${encodeURI(wanted)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('[data-user="ops@contoso.example"]').waitFor();
    // What the page keeps for its way back, as a script of another day would have left it.
    await visitStorage(page, portal, wanted);
    await page.locator('[data-user="ops@contoso.example"]').click();
    await page.getByRole('button', { name: /^Account of/ }).waitFor();

    expect(new URL(page.url()).origin, wanted).toBe(portal);
    expect(
      asked.filter((host) => host.includes('evil')),
      wanted,
    ).toEqual([]);
    await context.close();
  }
});

/** Session storage belongs to tab and origin: it is changed on the portal, on the way to the identity provider. */
async function visitStorage(page: Page, portal: string, wanted: string): Promise<void> {
  const provider = page.url();
  await page.route(`${portal}/**`, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto(`${portal}/blank`);
  const changed = await page.evaluate((text) => {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith('oidc.'));
    for (const key of keys) {
      const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}') as object;
      sessionStorage.setItem(key, JSON.stringify({ ...kept, data: text }));
    }
    return keys.length;
  }, wanted);
  expect(changed).toBe(1);
  await page.unroute(`${portal}/**`);
  await page.goto(provider);
}
