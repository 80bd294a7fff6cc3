import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { hashedFiles, keptForEver, type PortalOrigins, portalHeaders } from './portalHeaders.ts';

export type PortalServerOptions = {
  /** 0 = any free port. */
  readonly port?: number;
  /** The built page. */
  readonly folder: string;
  /** Becomes `/config.json`; its `authority` and `apiUrl` are what the page may talk to. */
  readonly config: { readonly authority: string; readonly apiUrl: string } & Readonly<
    Record<string, unknown>
  >;
};

export type PortalServer = AsyncDisposable & { readonly url: string };

const defaultPort = 4280;

/** Serves the built portal as a static host would: one page for all addresses, configuration, strict headers. */
export async function startPortal(options: PortalServerOptions): Promise<PortalServer> {
  const { folder, config, port = defaultPort } = options;
  const headers = portalHeaders(onLoopback([config.apiUrl, config.authority]));
  const files = sirv(folder, {
    etag: true,
    // Made by the build, beside each file.
    brotli: true,
    gzip: true,
    setHeaders(response, path) {
      const isHashed = path.startsWith(hashedFiles);
      response.setHeader('Cache-Control', isHashed ? keptForEver : 'no-cache');
    },
  });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/config.json') return sendJson(response, config);
    files(request, response, () => {
      if (path.startsWith(hashedFiles)) return sendNotFound(response);
      // Every address of the page is the page: it finds out by itself what to show.
      request.url = '/';
      files(request, response, () => sendNotFound(response));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Web PubSub's emulator and the blobs are on loopback, on whichever ports the stack gave them. */
const onLoopback = (apis: readonly string[]): PortalOrigins => ({
  connect: [
    ...new Set(apis.map((url) => new URL(url).origin)),
    'ws://localhost:*',
    'ws://127.0.0.1:*',
    'http://localhost:*',
    'http://127.0.0.1:*',
  ],
  images: ['http://localhost:*', 'http://127.0.0.1:*'],
});

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

function sendNotFound(response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
}
