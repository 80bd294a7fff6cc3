import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Recorded = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

export type ApplicationServer = AsyncDisposable & {
  readonly url: string;
  /** Every request but the validations, in order of arrival. */
  readonly events: Recorded[];
  readonly validations: Recorded[];
};

export type Answer = {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
  /** No answer at all. */
  readonly hangsUp?: true;
};

/** An application that allows everybody, writes down what it is told and answers as the test says. */
export async function startApplication(
  answer: (event: Recorded) => Answer | Promise<Answer>,
  validate: (request: Recorded) => Answer = () => ({ headers: { 'WebHook-Allowed-Origin': '*' } }),
): Promise<ApplicationServer> {
  const events: Recorded[] = [];
  const validations: Recorded[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const recorded = { method, url, headers, body: Buffer.concat(chunks) };
    const isEvent = method === 'POST';
    (isEvent ? events : validations).push(recorded);
    const {
      status = 200,
      headers: extra = {},
      body = '',
      hangsUp = false,
    } = isEvent ? await answer(recorded) : validate(recorded);
    if (hangsUp) return void request.socket.destroy();
    response.writeHead(status, extra).end(body);
  };
  return { ...(await listen((request, response) => void handle(request, response))), events, validations };
}

/** Anything that speaks Express' middleware signature, without Express. */
export function startMiddleware(
  middleware: (request: never, response: never, next: () => void) => unknown,
): Promise<AsyncDisposable & { readonly url: string }> {
  return listen((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    Object.assign(request, { baseUrl: '', path: pathname });
    middleware(request as never, response as never, () => response.writeHead(404).end());
  });
}

async function listen(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
