import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Tls = { readonly certFile: string; readonly keyFile: string };
export type LoopbackServer = AsyncDisposable & { readonly url: string; readonly port: number };

// Kestrel's limits, so that a client meets here what it meets in Azure.
const limits = {
  maxHeaderSize: 32_768,
  headersTimeout: 30_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 130_000,
};
const handshakeTimeoutMs = 10_000;
const drainMs = 5_000;

/** Listens on 127.0.0.1. Disposing lets requests in flight finish, but not for longer than `drainMs`. */
export async function startLoopbackServer(
  port: number,
  tls: Tls | undefined,
  listener: RequestListener,
): Promise<LoopbackServer> {
  const server = createServer(tls, listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening'); // rejects when the port is taken
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${bound}`,
    [Symbol.asyncDispose]: () => close(server),
  };
}

function createServer(tls: Tls | undefined, listener: RequestListener): Server {
  if (!tls) return createHttpServer(limits, listener);
  const cert = readFileSync(tls.certFile);
  const key = readFileSync(tls.keyFile);
  // Node's own default, unless an option of the process lowers it.
  const minVersion = 'TLSv1.2';
  const handshakeTimeout = handshakeTimeoutMs;
  return createHttpsServer({ ...limits, cert, key, minVersion, handshakeTimeout }, listener);
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const force = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearInterval(idle);
  clearTimeout(force);
}
