import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compressFiles } from '../../infra/local/compressFiles.ts';
import { startPortal } from '../../infra/local/portalServer.ts';

const config = { authority: 'http://localhost:7075', apiUrl: 'http://localhost:7071', clientId: 'c' };
const script = "export const words = 'the same again';\n".repeat(100);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>portal</title>');
  await writeFile(join(folder, 'assets', 'index-abc.js'), '1');
  await writeFile(join(folder, 'assets', 'draw-abc.js'), script);
  compressFiles(folder);
});

afterAll(() => rm(folder, { recursive: true }));

test.each(['/', '/sessions', '/serial-console/subscriptions/s/virtualMachines/vm.with.dots?x=1'])(
  '%s is the page',
  async (path) => {
    await using portal = await startPortal({ port: 0, folder, config });

    const response = await fetch(portal.url + path);

    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<title>portal</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  },
);

test('hashed files are kept for ever, and a missing one is not the page', async () => {
  await using portal = await startPortal({ port: 0, folder, config });

  const found = await fetch(`${portal.url}/assets/index-abc.js`);
  const missing = await fetch(`${portal.url}/assets/index-old.js`);

  expect(found.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(missing.status).toBe(404);
});

test('every answer has the security headers, and connections go only where the configuration says', async () => {
  await using portal = await startPortal({ port: 0, folder, config });

  const answers = await Promise.all(
    ['/', '/config.json', '/assets/none'].map((path) => fetch(portal.url + path)),
  );

  for (const { headers } of answers) {
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(
      "connect-src 'self' http://localhost:7071 http://localhost:7075 ws://localhost:* ws://127.0.0.1:* http://localhost:* http://127.0.0.1:*;",
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect(await answers[1]?.json()).toEqual(config);
});

/** What goes over the network, which `fetch` would unpack. */
async function receive(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  return response;
}

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
])('who takes %s gets %s', async (accepted, encoding, unpack) => {
  await using portal = await startPortal({ port: 0, folder, config });

  const response = await receive(`${portal.url}/assets/draw-abc.js`, { 'accept-encoding': accepted });
  const body = await buffer(response);

  expect(response.headers).toMatchObject({
    'content-encoding': encoding,
    'content-type': 'text/javascript',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  expect(unpack(body).toString()).toBe(script);
  expect(body.length).toBeLessThan(script.length / 10);
});

test('who takes nothing packed, and what is too small for it, gets the file as it is', async () => {
  await using portal = await startPortal({ port: 0, folder, config });

  const plain = await receive(`${portal.url}/assets/draw-abc.js`, {});
  const small = await receive(`${portal.url}/assets/index-abc.js`, { 'accept-encoding': 'br' });

  const encodings = [plain, small].map(({ headers }) => headers['content-encoding']);
  expect(encodings).toEqual([undefined, undefined]);
  expect(plain.headers['content-length']).toBe(String(script.length));
});

test('a page that has not changed is not sent again', async () => {
  await using portal = await startPortal({ port: 0, folder, config });
  const { etag = '' } = (await receive(`${portal.url}/`, {})).headers;

  const again = await receive(`${portal.url}/`, { 'if-none-match': etag });

  expect([etag.startsWith('W/"'), again.statusCode]).toEqual([true, 304]);
});
