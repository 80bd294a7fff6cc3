import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ComputeManagementClient } from '@azure/arm-compute';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CertificateFiles, ensureCertificates } from '../../infra/local/certificates.ts';
import { createFunctionsFixture } from '../support/functionsFixture.ts';
import { type SpawnedFunctionsHost, spawnFunctionsHost } from '../support/spawnFunctionsHost.ts';

const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
const resources = new AsyncDisposableStack();
let files: CertificateFiles;
let host: SpawnedFunctionsHost;

beforeAll(async () => {
  files = await ensureCertificates(folder);
  const { appFolder } = resources.use(await createFunctionsFixture());
  const tls = ['--https-port', '0', '--tls-cert', files.certFile, '--tls-key', files.keyFile];
  const args = ['--app', appFolder, '--port', '0', '--no-timers', ...tls];
  host = resources.use(await spawnFunctionsHost({ args, env: {}, onLine: () => undefined }));
});

afterAll(async () => {
  await resources.disposeAsync();
  rmSync(folder, { recursive: true });
});

const httpsPort = (): string => new URL(host.httpsUrl ?? '').port;

function statusOf(
  hostname: string,
  ca?: Buffer,
  over: RequestOptions = {},
): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', servername: hostname, port: httpsPort(), path: '/seen' };
    request({ ...options, ...(ca ? { ca } : {}), ...over, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', (error: NodeJS.ErrnoException) => {
        // What the server said, rather than that something is wrong with the protocol.
        const alert = /tlsv1 alert protocol version/.exec(error.message);
        resolve(alert === null ? error.code : alert[0]);
      })
      .end();
  });
}

test('clients that trust the CA reach the app by https, others do not', async () => {
  const ca = readFileSync(files.caFile);

  expect(await statusOf('localhost', ca)).toBe(200);
  expect(await statusOf('localhost')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect(await statusOf('sallyport.example', ca)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test.each([
  ['TLSv1', 'tlsv1 alert protocol version'],
  ['TLSv1.1', 'tlsv1 alert protocol version'],
  ['TLSv1.2', 200],
  ['TLSv1.3', 200],
] as const)('a client that speaks %s and nothing else gets %s', async (version, expected) => {
  // Without the lower security level the client itself would not offer the old versions.
  const only = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };

  expect(await statusOf('localhost', readFileSync(files.caFile), only)).toBe(expected);
});

test('an unmodified Azure SDK client reaches the app by https', async () => {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(files.caFile, 'utf8')]);
  const credential = {
    getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const endpoint = `https://localhost:${httpsPort()}`;
  const client = new ComputeManagementClient(credential, '00000000-0000-4000-8000-000000000001', {
    endpoint,
  });

  const machine = await client.virtualMachines.get('rg-hub', 'vm-web-01');

  expect(machine).toMatchObject({
    name: 'vm-web-01',
    location: '00000000-0000-4000-8000-000000000001/rg-hub',
    tags: { authorization: 'Bearer a-token' },
  });
});

test('the CA may sign loopback only, and only the server’s owner reads its key', () => {
  const ca = new X509Certificate(readFileSync(files.caFile));
  const certificate = new X509Certificate(readFileSync(files.certFile));

  const nameConstraints = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x1e]);

  expect(ca.ca).toBe(true);
  expect(ca.raw.includes(nameConstraints)).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  expect(statSync(files.keyFile).mode & 0o777).toBe(0o600);
});

test('certificates are kept until they near their end or are damaged', async () => {
  const own = mkdtempSync(join(tmpdir(), 'certificates-'));
  const dayMs = 86_400_000;
  const now = Date.now();
  const serial = async (atMs: number): Promise<string> => {
    const { certFile } = await ensureCertificates(own, new Date(atMs));
    return new X509Certificate(readFileSync(certFile)).serialNumber;
  };

  const first = await serial(now);
  const kept = await serial(now + 300 * dayMs);
  const renewed = await serial(now + 336 * dayMs);
  writeFileSync(join(own, 'ca.pem'), readFileSync(files.caFile));
  const repaired = await serial(now + 336 * dayMs);
  rmSync(own, { recursive: true });

  expect(kept).toBe(first);
  expect(new Set([first, renewed, repaired]).size).toBe(3);
});
