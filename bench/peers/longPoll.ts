import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { noteReceived } from '../console/receivedFrames.ts';

export type LongPoll = Disposable & { type(bytes: Uint8Array): void };

type Answer = { readonly session: string; readonly data: string };

const size = { width: '80', height: '24' };
/** Between the first answer and the moment at which the command reads. */
const commandStartsMs = 1_000;

/** What shellinabox's page does: one request after the other waits for output, on connections that are kept. */
export async function openLongPoll(port: number, onOutput: (bytes: Uint8Array) => void): Promise<LongPoll> {
  const agent = new Agent({ keepAlive: true });
  let isOver = false;
  const post = (fields: Readonly<Record<string, string>>): Promise<string> => {
    const body = new URLSearchParams({ ...size, ...fields }).toString();
    return postForm({ agent, port, body });
  };
  const { session } = JSON.parse(await post({ rooturl: `http://127.0.0.1:${port}/` })) as Answer;
  const receive = async (): Promise<void> => {
    while (!isOver) {
      const text = await post({ session });
      noteReceived(text.length);
      const { data } = JSON.parse(text) as Answer;
      if (data !== '') onOutput(Buffer.from(data, 'latin1'));
    }
  };
  const receiving = receive().catch((fault: unknown) => {
    if (!isOver) console.error(`shellinabox: ${String(fault)}`);
  });
  await sleep(commandStartsMs);
  return {
    type: (bytes) => {
      const keys = Buffer.from(bytes).toString('hex').toUpperCase();
      post({ session, keys }).catch(() => undefined); // Nothing comes back then, which is counted.
    },
    [Symbol.dispose]: () => {
      isOver = true;
      agent.destroy();
      void receiving;
    },
  };
}

type Form = { readonly agent: Agent; readonly port: number; readonly body: string };

/** Not `fetch`, which takes longer than the server that is measured. */
function postForm({ agent, port, body }: Form): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const call = request({ agent, port, host: '127.0.0.1', path: '/?', method: 'POST', headers });
    call.on('error', reject);
    call.on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => resolve(Buffer.concat(pieces).toString()));
    });
    call.end(body);
  });
}
