import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { startApplication } from '../../support/webPubSub/applicationServer.ts';
import { signToken } from '../../support/webPubSub/restCall.ts';
import {
  anyGroup,
  json,
  reliable,
  startTestService,
  type TestService,
} from '../../support/webPubSub/service.ts';
import { openWire } from '../../support/webPubSub/wireClient.ts';

let service: TestService;
/** As the other, but it does not wait for slow requests. */
let hasty: TestService;

beforeAll(async () => {
  service = await startTestService();
  hasty = await startTestService({ requestTimeoutMs: 100 });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await hasty[Symbol.asyncDispose]();
});

const upgradeHead = (path: string, ...headers: string[]): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: localhost:${service.port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    ...headers,
    '',
  ].join('\r\n');

const websocketHeaders = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', ''];

async function openSocket(
  bytes: string,
  { port } = service,
): Promise<{ socket: Socket; answer: Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (bytes !== '') socket.write(bytes);
  return { socket, answer: once(socket, 'close').then(() => text.split('\r\n')[0] ?? '') };
}

describe('requests that never end', () => {
  test.each([
    ['nothing at all', () => '', 'HTTP/1.1 408 Request Timeout'],
    ['half a request line', () => 'GET /client/hu', 'HTTP/1.1 408 Request Timeout'],
    ['half an upgrade', () => upgradeHead('/client/hubs/chat'), 'HTTP/1.1 408 Request Timeout'],
  ])('%s is cut off', async (_name, bytes, line) => {
    const { answer } = await openSocket(bytes(), hasty);

    expect(await answer).toBe(line);
  });

  test('half a body is cut off', async () => {
    const token = await signToken({ aud: `${hasty.endpoint}/api/hubs/chat/:send` });
    const head = [
      'POST /api/hubs/chat/:send HTTP/1.1',
      `Host: localhost:${hasty.port}`,
      `Authorization: Bearer ${token}`,
      'Content-Length: 10',
    ];

    const { answer } = await openSocket(`${head.join('\r\n')}\r\n\r\nabc`, hasty);

    expect(await answer).toBe('HTTP/1.1 408 Request Timeout');
  });

  test('a head that drips is cut off although something comes', async () => {
    const { socket, answer } = await openSocket('GET /client/hubs/chat HTTP/1.1\r\n', hasty);
    const drip = setInterval(() => socket.write('x: y\r\n'), 10);

    expect(await answer).toBe('HTTP/1.1 408 Request Timeout');
    clearInterval(drip);
  });

  test('a connected client may be silent for longer', async () => {
    await using client = await hasty.join(json);
    const { answer } = await openSocket('', hasty);
    await answer;

    client.send({ type: 'ping' });

    expect(await client.next()).toBe('{"type":"pong"}');
  });
});

describe('upgrades that are none', () => {
  const token = async (): Promise<string> => (await service.url('chat')).replace(/^.*\?/, '');
  test.each([
    ['another version', ['Sec-WebSocket-Version: 12', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '']],
    ['no key', ['Sec-WebSocket-Version: 13', '']],
    ['half a key', ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: abc', '']],
  ])('%s: 400, and nobody is connected', async (_name, headers) => {
    const { answer } = await openSocket(upgradeHead(`/client/hubs/chat?${await token()}`, ...headers));

    expect(await answer).toBe('HTTP/1.1 400 Bad Request');
    expect(await service.connections()).toEqual([]);
  });

  test.each(['/', '/client', '/client/hubs/', '/client/hubs/a/b', '/api/hubs/chat/:send'])(
    '%s is no place for sockets',
    async (path) => {
      const { answer } = await openSocket(upgradeHead(path, ...websocketHeaders));

      expect(await answer).toMatch(/^HTTP\/1.1 40[04] /);
    },
  );

  test('a client that vanishes while it is refused harms nobody', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 50 }, () => openSocket(upgradeHead('/client/hubs/chat', ...websocketHeaders))),
    );
    for (const { socket } of sockets) socket.resetAndDestroy();

    await using client = await service.join(json);
    expect(client.subprotocol).toBe(json);
  });
});

describe('clients that do not read', () => {
  const mebibyte = 'x'.repeat(1_000_000);

  test.each([json, reliable])(
    'over %s lose their socket before they cost much memory',
    async (subprotocol) => {
      await using stalled = await service.join(subprotocol, { userId: 'stalled' });
      await using witness = await service.join(json, { groups: ['end'] });
      stalled.socket.pause();

      // More than sockets, kernel and service hold together.
      for (let i = 0; i < 60; i++)
        await service.rest('chat').sendToUser('stalled', mebibyte, { contentType: 'text/plain' });
      await service.rest('chat').group('end').sendToAll('end');

      expect(await witness.nextJson()).toMatchObject({ data: 'end' });
      const left = (await service.connections()).filter(({ userId }) => userId === 'stalled');
      expect(left.filter(({ state }) => state === 'attached')).toEqual([]);
      stalled.socket.resume();
      await stalled.closed;
    },
  );

  test('a thousand small messages are enough', async () => {
    await using stalled = await service.join(json, { userId: 'stalled' });
    await using sender = await service.join(json, { roles: anyGroup });
    await service.rest('chat').group('g').addUser('stalled');
    stalled.socket.pause();

    const data = 'x'.repeat(4_000);
    for (let i = 0; i < 10_000; i++) sender.send({ type: 'sendToGroup', group: 'g', dataType: 'text', data });
    await eventually(async () => !(await service.rest('chat').userExists('stalled')));
    stalled.socket.resume();

    expect((await stalled.closed).code).toBe(1006);
  });
});

test('a client that floods a slow handler is slowed down, not buffered', async () => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await using app = await startApplication(async () => {
    await held;
    return { status: 204 };
  });
  await using slow = await startTestService({
    hubs: { chat: [{ urlTemplate: app.url, userEventPattern: '*' }] },
  });
  await using client = await openWire(await slow.url('chat'), json);
  await client.next();
  const event = { type: 'event', event: 'e', dataType: 'text', data: 'x'.repeat(100_000) };

  for (let i = 0; i < 300; i++) client.send(event);
  client.send({ ...event, ackId: 1 });
  await eventually(() => app.events.length === 1);
  await unchanged(() => client.socket.bufferedAmount);

  expect(client.socket.bufferedAmount).toBeGreaterThan(10_000_000);
  letGo();
  expect(await client.nextJson()).toMatchObject({ ackId: 1, success: true });
  expect(app.events).toHaveLength(301);
});

/** Waits until a number has stopped moving. */
async function unchanged(read: () => number): Promise<void> {
  let [last, same] = [read(), 0];
  await eventually(() => {
    const now = read();
    same = now === last ? same + 1 : 0;
    last = now;
    return same === 20;
  });
}
