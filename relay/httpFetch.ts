import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** As much of `fetch` as a relay needs, so that a test may bring the real one. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

type FetchInit = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};

export type FetchAnswer = {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
};

/** What a relay of 1,000 ports and 10,000 sessions is answered fits many times. */
const maxAnswerBytes = 33_554_432;

/**
 * `fetch` without the library behind it, which takes 15 MiB for its parser in WebAssembly and its streams. The
 * body has been read when this resolves; a redirect is an answer like any other: no API of ours gives one.
 */
export const httpFetch: Fetch = async (url, init) => {
  try {
    return await send(url, init);
  } catch (fault) {
    // The server closed a kept connection as it was used again: nothing was answered, and calls may be repeated.
    if (!(fault instanceof ReusedConnectionClosed)) throw fault;
    return send(url, init);
  }
};

class ReusedConnectionClosed extends Error {
  override readonly name = 'ReusedConnectionClosed';
  readonly code = 'ECONNRESET';
}

function send(url: string, { method, headers, body, signal }: FetchInit): Promise<FetchAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<FetchAnswer>();
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options: RequestOptions = { method, headers: { ...headers, ...length }, signal };
  const sent = request(url, options, (response) => {
    readAnswer(response).then(resolve, reject);
  });
  sent.on('error', (fault: NodeJS.ErrnoException) => {
    const isStale = sent.reusedSocket && fault.code === 'ECONNRESET';
    reject(isStale ? new ReusedConnectionClosed(fault.message, { cause: fault }) : fault);
  });
  sent.end(body);
  return promise;
}

async function readAnswer(response: IncomingMessage): Promise<FetchAnswer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > maxAnswerBytes) throw new Error('The answer is larger than any that is expected.');
    pieces.push(piece);
  }
  const status = response.statusCode ?? 0;
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: {
      get: (name) => {
        const value = response.headers[name.toLowerCase()];
        return value === undefined ? null : String(value);
      },
    },
    json: async () => JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown,
  };
}
