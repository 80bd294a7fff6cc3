import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureCertificates } from '../../infra/local/certificates.ts';
import { signerOf } from '../../shared/azure/readUrls.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { freePort } from '../support/freePort.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const minute = 60_000;

async function storeLog(service: BlobServiceClient): Promise<void> {
  const container = service.getContainerClient('logs');
  await container.create();
  await container.getBlockBlobClient('vm.log').upload('boot', 4);
}
const urlOf = async (service: BlobServiceClient, livesMs: number): Promise<string> =>
  (await signerOf(service, new Date(Date.now() + livesMs)))('logs', 'vm.log');

describe("with the account's key", () => {
  let azurite: Azurite;
  let service: BlobServiceClient;
  beforeAll(async () => {
    azurite = await startAzurite();
    service = BlobServiceClient.fromConnectionString(azurite.connectionString);
    await storeLog(service);
  });
  afterAll(() => azurite[Symbol.asyncDispose]());

  test('a URL works while it lives', async () => {
    expect(await (await fetch(await urlOf(service, minute))).text()).toBe('boot');
  });

  test('a URL whose time is over is dead', async () => {
    expect((await fetch(await urlOf(service, -1_000))).status).toBe(403);
  });

  test('a URL that somebody gave a longer life is dead, too', async () => {
    const url = new URL(await urlOf(service, -1_000));
    url.searchParams.set('se', new Date(Date.now() + minute).toISOString());

    expect((await fetch(url)).status).toBe(403);
  });
});

describe('with a user delegation key, over https', () => {
  const folder = temporaryFolder();
  const parts = new AsyncDisposableStack();
  let service: BlobServiceClient;

  beforeAll(async () => {
    const files = await ensureCertificates(folder.path);
    // Azure's library has no way to be told of a CA.
    setDefaultCACertificates([...getCACertificates(), readFileSync(files.caFile, 'utf8')]);
    const port = await freePort();
    const script = fileURLToPath(
      new URL('../../node_modules/azurite/dist/src/blob/main.js', import.meta.url),
    );
    const where = ['--blobHost', '127.0.0.1', '--blobPort', String(port)];
    const secure = ['--oauth', 'basic', '--cert', files.certFile, '--key', files.keyFile];
    const rest = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent'];
    const child = spawn(process.execPath, [script, ...where, ...secure, ...rest]);
    parts.defer(async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    });
    await once(child.stdout, 'data');
    service = new BlobServiceClient(`https://localhost:${port}/devstoreaccount1`, {
      getToken: async () => ({ token: azuriteToken(), expiresOnTimestamp: Date.now() + 60 * minute }),
    });
    await storeLog(service);
  });
  afterAll(async () => {
    await parts.disposeAsync();
    folder[Symbol.dispose]();
  });

  const get = async (url: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(url);
    return { status: answer.status, text: await answer.text() };
  };

  test('a URL works while it lives, is of https only and names no account key', async () => {
    const url = await urlOf(service, minute);

    expect(await get(url)).toEqual({ status: 200, text: 'boot' });
    const words = new URL(url).searchParams;
    expect([words.get('spr'), words.get('sp'), words.get('sr')]).toEqual(['https', 'r', 'b']);
    expect(words.has('skoid')).toBe(true);
  });

  test('a URL whose time is over is dead', async () => {
    const url = await urlOf(service, 1_000);

    await expect.poll(async () => (await get(url)).status, { timeout: 20_000 }).toBe(403);
  });
});

/** Azurite reads a token's claims and checks no signature. */
function azuriteToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const tenant = '70000000-0000-4000-8000-000000000001';
  const claims = {
    aud: 'https://storage.azure.com',
    iss: `https://sts.windows.net/${tenant}/`,
    iat: now - 60,
    nbf: now - 60,
    exp: now + 3_600,
    oid: '20000000-0000-4000-8000-000000000001',
    tid: tenant,
  };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}
