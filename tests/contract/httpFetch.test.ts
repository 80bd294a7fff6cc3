import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { type Fetch, httpFetch } from '../../relay/httpFetch.ts';
import { faultFields } from '../../relay/log.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

async function serve(handle: Handle) {
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}

const soon = () => AbortSignal.timeout(5_000);
const both: [string, Fetch][] = [
  ['the platform', fetch],
  ['the relay', httpFetch],
];

test.each(both)('%s sends a request as it is and gives the answer as it is', async (_, subject) => {
  await using world = await serve(async (request, response) => {
    const { method, url, headers } = request;
    const body = await textOf(request);
    response.writeHead(409, { 'x-ms-error-code': 'RelayLeaseHeld' });
    response.end(
      JSON.stringify({ method, url, mine: headers['x-mine'], body, length: headers['content-length'] }),
    );
  });

  const init = { method: 'PUT', headers: { 'x-mine': 'yes' }, body: '{"ä":1}', signal: soon() };
  const answer = await subject(`${world.url}/a?b=c`, init);

  expect([
    answer.ok,
    answer.status,
    answer.headers.get('X-Ms-Error-Code'),
    answer.headers.get('none'),
  ]).toEqual([false, 409, 'RelayLeaseHeld', null]);
  expect(await answer.json()).toEqual({
    method: 'PUT',
    url: '/a?b=c',
    mine: 'yes',
    body: '{"ä":1}',
    length: '8',
  });
});

test.each(both)('%s says of a body that is no JSON that it is none', async (_, subject) => {
  await using world = await serve((_request, response) => void response.end('<html>'));

  const answer = await subject(world.url, { method: 'GET', headers: {}, signal: soon() });

  expect(answer.ok).toBe(true);
  await expect(answer.json()).rejects.toThrow(SyntaxError);
});

test.each(both)('%s gives up when its time is over, also in the middle of an answer', async (_, subject) => {
  await using world = await serve((_request, response) => {
    response.writeHead(200);
    response.write('{');
  });

  const asked = subject(world.url, { method: 'GET', headers: {}, signal: AbortSignal.timeout(50) });

  await expect(asked.then((answer) => answer.json())).rejects.toThrow();
});

test.each(both)('%s rejects with the reason where nobody listens', async (_, subject) => {
  const closed = await serve(() => undefined);
  await closed[Symbol.asyncDispose]();

  const asked = subject(closed.url, { method: 'GET', headers: {}, signal: soon() });

  expect(faultFields(await asked.catch((fault: unknown) => fault))).toMatchObject({ code: 'ECONNREFUSED' });
});

test('a kept connection that the server closed as it was used again is not a fault', async () => {
  let calls = 0;
  await using world = await serve((request, response) => {
    calls += 1;
    if (calls === 2) return void request.socket.resetAndDestroy();
    response.end('{}');
  });
  const ask = () => httpFetch(world.url, { method: 'GET', headers: {}, signal: soon() });
  await ask();

  expect((await ask()).ok).toBe(true);

  expect(calls).toBe(3);
});

test('a new connection that is cut before it is answered is a fault', async () => {
  let calls = 0;
  await using world = await serve((request) => {
    calls += 1;
    request.socket.resetAndDestroy();
  });

  const asked = httpFetch(world.url, { method: 'POST', headers: {}, body: '{}', signal: soon() });

  await expect(asked).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(calls).toBe(1);
});

test('an answer without end is not kept', async () => {
  await using world = await serve((_request, response) => {
    const piece = Buffer.alloc(1_048_576, 0x20);
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
      response.once('drain', more);
    };
    more();
  });

  const asked = httpFetch(world.url, { method: 'GET', headers: {}, signal: soon() });

  await expect(asked).rejects.toThrow(/larger than any/);
});
