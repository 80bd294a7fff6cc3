import { request } from 'node:http';

export type RawAnswer = {
  readonly status: number;
  readonly code: string | undefined;
  readonly target: string | undefined;
};

/** Sends a path and headers exactly as given, which `fetch` would tidy up. */
export function rawRequest(
  origin: string,
  input: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | Buffer | undefined;
    /** Sent in chunks, without saying how long it is. */
    readonly isChunked?: boolean | undefined;
  },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const { method, path, body, isChunked = false } = input;
  const length = body === undefined || isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers: { ...input.headers, ...length } });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        const { error } = text === '' ? {} : JSON.parse(text);
        resolve({ status: response.statusCode ?? 0, code: error?.code, target: error?.target });
      });
    });
    if (isChunked) outgoing.flushHeaders();
    outgoing.end(body);
  });
}
