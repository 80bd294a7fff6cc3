import { Agent, type RequestOptions, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

export type Timed = { readonly ms: number; readonly body: string };

/** Sends one request on a kept connection; the time ends with the last byte of the answer's body. */
export async function timedRequest(url: string, method: 'GET' | 'POST', token?: string): Promise<Timed> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const start = performance.now();
  const { status, ms, chunks } = await send(url, { agent, method, headers });
  const body = Buffer.concat(chunks).toString();
  if (status === 200) return { ms: ms - start, body };
  throw new Error(`${method} ${new URL(url).pathname} answered ${status}: ${body.slice(0, 300)}`);
}

function send(
  url: string,
  options: RequestOptions,
): Promise<{ status: number; ms: number; chunks: Buffer[] }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now(), chunks }));
    });
    sent.on('error', reject);
    sent.end();
  });
}
