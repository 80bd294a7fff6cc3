import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

export type Timed = { readonly ms: number; readonly body: string };

/** Sends one request on a kept connection; the time ends with the last byte of the answer's body. */
export async function timedRequest(url: string, method: 'GET' | 'POST', token?: string): Promise<Timed> {
  const start = performance.now();
  const { status, body } = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const sent = request(url, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
  const ms = performance.now() - start;
  if (status !== 200)
    throw new Error(`${method} ${new URL(url).pathname} answered ${status}: ${body.slice(0, 300)}`);
  return { ms, body };
}
