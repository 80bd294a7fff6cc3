import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { SecureVersion } from 'node:tls';
import { expect, test } from 'vitest';
import { ensureCertificates } from '../../infra/local/certificates.ts';
import { eventually } from '../support/eventually.ts';
import { socketRelay, spawnRelay } from '../support/relayProcess.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** A control plane that speaks one version of TLS, and what became of those who called it. */
async function startServer(
  folder: string,
  version: SecureVersion,
): Promise<{ server: Server; seen: string[] }> {
  const { certFile, keyFile } = await ensureCertificates(folder);
  const seen: string[] = [];
  const server = createServer({
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    minVersion: version,
    maxVersion: version,
    // Without the lower security level the server itself would not offer the old versions.
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  server.on('request', (_, response) => {
    seen.push('asked');
    response.writeHead(503).end();
  });
  server.on('tlsClientError', ({ code }: NodeJS.ErrnoException) => void seen.push(code ?? 'refused'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, seen };
}

test.each([
  ['TLSv1.1', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
  ['TLSv1.2', 'asked'],
] as const)('a control plane that speaks %s and nothing else is %s by a relay', async (version, expected) => {
  using folder = temporaryFolder();
  const { server, seen } = await startServer(folder.path, version);
  using _closing = { [Symbol.dispose]: () => server.close().closeAllConnections() };
  const address = `https://localhost:${(server.address() as AddressInfo).port}`;
  const ports = join(folder.path, 'ports.json');
  writeFileSync(ports, JSON.stringify({ ports: [] }));
  await using relay = spawnRelay(socketRelay, {
    NODE_EXTRA_CA_CERTS: join(folder.path, 'ca.pem'),
    SALLYPORT_API: address,
    SALLYPORT_RELAY_ID: 'relay-01',
    SALLYPORT_RELAY_PORTS: ports,
    SALLYPORT_STATE: join(folder.path, 'state'),
    SALLYPORT_TOKEN_ENDPOINT: `${address}/token`,
    SALLYPORT_CLIENT_ID: 'relay',
    SALLYPORT_CLIENT_SECRET: 'secret',
    SALLYPORT_SCOPE: 'api://sallyport/.default',
  });

  await eventually(() => seen.length > 0, { describe: relay.logged });

  expect(new Set(seen)).toEqual(new Set([expected]));
});
