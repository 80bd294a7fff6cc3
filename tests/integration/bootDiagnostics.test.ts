import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestsAvailable } from '../../infra/local/guests/guestsAvailable.ts';
import { type AzureSdk, azureSdk } from '../support/azureSdk.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack, vmPath } from '../support/localStack.ts';

const { qemu, why } = guestsAvailable();
const path = `${vmPath('vm-web-01')}/retrieveBootDiagnosticsData`;

describe.skipIf(!qemu)(`boot diagnostics of a real guest${why === undefined ? '' : ` (${why})`}`, () => {
  let stack: LocalStack;
  let ops: AzureSdk;

  beforeAll(async () => {
    stack = await startLocalStack({ guests: 'qemu' });
    ops = await azureSdk(stack.addresses, 'ops');
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  const retrieve = (vm = 'vm-web-01') =>
    ops.compute.virtualMachines.retrieveBootDiagnosticsData('rg-hub', vm, {
      sasUriExpirationTimeInMinutes: 5,
    });
  const get = async (uri: string | undefined): Promise<Buffer> => {
    const answer = await fetch(uri ?? '');
    expect(answer.status).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  };
  const serialLog = (): Buffer => readFileSync(join(stack.stateFolder, 'guests/vm-web-01/serial.log'));

  test('the log has what the guest wrote before anybody looked, from its first byte', async () => {
    await eventually(async () => (await stack.call('ops', 'POST', path)).status === 200, {
      timeoutMs: 60_000,
    });
    const log = async (): Promise<Buffer> => await get((await retrieve()).serialConsoleLogBlobUri);
    await eventually(async () => (await log()).includes('login: '), { timeoutMs: 80_000 });

    const stored = await log();
    expect(stored.equals(serialLog().subarray(0, stored.length))).toBe(true);
  });

  test('the screenshot is new whenever it is asked for: BMP under its documented name, and PNG', async () => {
    const { consoleScreenshotBlobUri = '' } = await retrieve();
    const before = new Date((await fetch(consoleScreenshotBlobUri)).headers.get('last-modified') ?? '');
    const { body } = await stack.call('ops', 'POST', path);
    const bmp = await get(body.consoleScreenshotBlobUri);
    const png = await get(body.consoleScreenshotPngBlobUri);

    expect(new URL(consoleScreenshotBlobUri).pathname).toMatch(
      /\/bootdiagnostics-vmweb01-[0-9a-f-]{36}\/vm-web-01\.[0-9a-f-]{36}\.screenshot\.bmp$/,
    );
    const [width, height] = [bmp.readInt32LE(18), bmp.readInt32LE(22)];
    expect([width, height]).toEqual([720, 400]);
    expect([bmp.toString('latin1', 0, 2), bmp.length]).toEqual(['BM', 54 + width * height * 3]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
    // Not a black rectangle: the boot's messages are on it.
    expect(new Set(bmp.subarray(54)).size).toBeGreaterThan(1);
    expect(Date.now() - before.getTime()).toBeLessThan(60_000);
  });

  test('a simulated machine has no display and no screenshot', async () => {
    await eventually(
      async () => (await stack.call('ops', 'POST', path.replace('vm-web-01', 'vm-win-01'))).status === 200,
      { timeoutMs: 60_000 },
    );

    expect((await retrieve('vm-win-01')).consoleScreenshotBlobUri).toBeUndefined();
  });

  test('the URLs read one blob each, and nothing else', async () => {
    const { serialConsoleLogBlobUri = '' } = await retrieve();
    const url = new URL(serialConsoleLogBlobUri);
    const status = async (method: string, to: URL): Promise<number> =>
      (
        await fetch(to, {
          method,
          ...(method === 'PUT' ? { body: 'x', headers: { 'x-ms-blob-type': 'BlockBlob' } } : {}),
        })
      ).status;
    const another = new URL(url);
    another.pathname = another.pathname.replace('serialconsole.log', 'screenshot.bmp');
    const container = new URL(`${url.href}&restype=container&comp=list`);
    container.pathname = container.pathname.split('/').slice(0, -1).join('/');

    expect(await status('GET', url)).toBe(200);
    expect(await status('DELETE', url)).toBe(403);
    expect(await status('PUT', url)).toBe(403);
    expect(await status('GET', another)).toBe(403);
    expect(await status('GET', container)).toBe(403);
    expect(url.searchParams.get('sp')).toBe('r');
  });

  test('they live from one minute to a day, two hours if nothing is said', async () => {
    const minutes = async (query: string): Promise<number | string> => {
      const { status, body } = await stack.call('ops', 'POST', `${path}${query}`);
      if (status !== 200) return `${status} ${body.error.code}`;
      const until = Date.parse(new URL(body.serialConsoleLogBlobUri).searchParams.get('se') ?? '');
      return Math.round((until - Date.now()) / 60_000);
    };

    expect(await minutes('')).toBe(120);
    expect(await minutes('?sasUriExpirationTimeInMinutes=1')).toBe(1);
    expect(await minutes('?sasUriExpirationTimeInMinutes=1440')).toBe(1440);
    for (const wrong of ['0', '1441', '1.5', '-1', 'soon']) {
      expect(await minutes(`?sasUriExpirationTimeInMinutes=${wrong}`)).toBe('400 InvalidRequest');
    }
  });
});
