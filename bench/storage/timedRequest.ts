import { Agent, type RequestOptions, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

export type Timed = { readonly ms: number; readonly body: string };

/** Sends one request on a kept connection, and comes back as it is told while the answer is 202; the time ends with the last byte of the answer's body. */
export async function timedRequest(url: string, method: 'GET' | 'POST', token?: string): Promise<Timed> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const start = performance.now();
  let { status, ms, chunks, location } = await send(url, { agent, method, headers });
  while (status === 202) {
    await new Promise((resolve) => setTimeout(resolve, comeBackMs));
    ({ status, ms, chunks, location } = await send(new URL(location, url).href, { agent, headers }));
  }
  const body = Buffer.concat(chunks).toString();
  if (status === 200) return { ms: ms - start, body };
  throw new Error(`${method} ${new URL(url).pathname} answered ${status}: ${body.slice(0, 300)}`);
}

type Received = {
  readonly status: number;
  readonly ms: number;
  readonly chunks: Buffer[];
  readonly location: string;
};

/** What `Retry-After` says. */
const comeBackMs = 1_000;

function send(url: string, options: RequestOptions): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, ms: performance.now(), chunks, location: headers.location ?? '' });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
