import type { AddressInfo } from 'node:net';
import { WebPubSubClient } from '@azure/web-pubsub-client';
import { expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { withDirectFrames } from '../../shared/client/directFrames.ts';
import { createPubSubClient, type PubSubHandlers } from '../../shared/client/pubSubClient.ts';

/** A Web PubSub that accepts everybody and every recovery, and remembers sockets and frames. */
async function startService() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const sockets: WebSocket[] = [];
  const frames: unknown[] = [];
  server.on('connection', (socket, request) => {
    sockets.push(socket);
    socket.on('message', (data: Buffer) => void frames.push(JSON.parse(data.toString())));
    if (request.url?.includes('awps_connection_id')) return;
    const connected = { type: 'system', event: 'connected', connectionId: 'c1', reconnectionToken: 't1' };
    socket.send(JSON.stringify(connected));
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/client/hubs/console`,
    sockets,
    frames,
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function recordCalls(): { calls: string[]; handlers: PubSubHandlers } {
  const calls: string[] = [];
  return {
    calls,
    handlers: {
      onUp: () => void calls.push('up'),
      onBroken: () => void calls.push('broken'),
      onDown: () => void calls.push('down'),
      onMessage: (group, data) => void calls.push(`${group}: ${JSON.stringify(data)}`),
    },
  };
}

test('a broken socket is told at once, and the same connection goes on over the next', async () => {
  await using service = await startService();
  const { calls, handlers } = recordCalls();
  const client = createPubSubClient(service.url, handlers);
  await expect.poll(() => calls).toEqual(['up']);

  service.sockets[0]?.terminate();
  await expect.poll(() => service.sockets.length).toBe(2);
  const message = {
    sequenceId: 1,
    type: 'message',
    from: 'group',
    group: 'g',
    dataType: 'json',
    data: { a: 1 },
  };
  service.sockets[1]?.send(JSON.stringify(message));
  await expect.poll(() => calls).toEqual(['up', 'broken', 'g: {"a":1}']);

  client.stop();
});

test('what the service refuses to recover is down, once', async () => {
  await using service = await startService();
  const { calls, handlers } = recordCalls();
  createPubSubClient(service.url, handlers);
  await expect.poll(() => calls).toEqual(['up']);

  service.sockets[0]?.close(1000);
  await expect.poll(() => service.sockets.length).toBe(2);
  service.sockets[1]?.close(1008);
  await expect.poll(() => calls.at(-1)).toBe('down');

  expect(calls).toEqual(['up', 'broken', 'down']);
});

test('a service that is not there is down', async () => {
  const { calls, handlers } = recordCalls();

  createPubSubClient('ws://127.0.0.1:1/client/hubs/console', handlers);

  await expect.poll(() => calls).toEqual(['down']);
});

test('bytes travel as binary, everything else as json, and the close event waits for its answer', async () => {
  await using service = await startService();
  const { calls, handlers } = recordCalls();
  const client = createPubSubClient(service.url, handlers);
  await expect.poll(() => calls).toEqual(['up']);

  client.send('up', new Uint8Array([104, 105]).buffer);
  client.send('up', { kind: 'resume', offset: null });
  let isAnswered = false;
  const closing = client.sendEvent('close').then(() => {
    isAnswered = true;
  });
  await expect.poll(() => service.frames.length).toBe(3);
  const wasAnswered = isAnswered;
  service.sockets[0]?.send(JSON.stringify({ type: 'ack', ackId: 1, success: true }));
  await closing;
  client.stop();

  expect(wasAnswered).toBe(false);
  expect(service.frames).toMatchObject([
    { type: 'sendToGroup', group: 'up', dataType: 'binary', data: 'aGk=' },
    { type: 'sendToGroup', group: 'up', dataType: 'json', data: { kind: 'resume', offset: null } },
    { type: 'event', event: 'close', dataType: 'json', data: {} },
  ]);
});

test('a client that was stopped while its socket was broken opens no other', async () => {
  await using service = await startService();
  const { calls, handlers } = recordCalls();
  const sockets: number[] = [];
  const client = createPubSubClient(service.url, {
    ...handlers,
    onBroken() {
      sockets.push(service.sockets.length);
      client.stop();
    },
  });
  await expect.poll(() => calls).toEqual(['up']);

  service.sockets[0]?.terminate();
  await expect.poll(() => sockets).toEqual([1]);

  expect(calls).toEqual(['up']);
});

test.each([
  ['json', {}],
  ['binary', 'AQ=='],
])(
  'a flood of %s is acknowledged while it comes, by the ids that the service gave',
  async (dataType, data) => {
    await using service = await startService();
    const { calls, handlers } = recordCalls();
    const client = createPubSubClient(service.url, handlers);
    await expect.poll(() => calls).toEqual(['up']);

    for (let sequenceId = 1; sequenceId <= 200; sequenceId += 1) {
      const message = { sequenceId, type: 'message', from: 'group', group: 'g', dataType, data };
      service.sockets[0]?.send(JSON.stringify(message));
    }

    await expect
      .poll(() => service.frames)
      .toEqual(expect.arrayContaining([64, 128, 192].map((id) => ({ type: 'sequenceAck', sequenceId: id }))));
    client.stop();
  },
);

test('bytes that a recovered connection gets again are not told again', async () => {
  await using service = await startService();
  const { calls, handlers } = recordCalls();
  const client = createPubSubClient(service.url, {
    ...handlers,
    onMessage: (_group, data) => void calls.push(Buffer.from(data as ArrayBuffer).toString()),
  });
  const give = (socket: number, sequenceId: number, text: string): void => {
    const data = Buffer.from(text).toString('base64');
    const message = { sequenceId, type: 'message', from: 'group', group: 'g', dataType: 'binary', data };
    service.sockets[socket]?.send(JSON.stringify(message));
  };
  await expect.poll(() => calls).toEqual(['up']);

  give(0, 1, 'one');
  await expect.poll(() => calls).toEqual(['up', 'one']);
  service.sockets[0]?.terminate();
  await expect.poll(() => service.sockets.length).toBe(2);
  for (const [index, text] of ['one', 'two', 'three'].entries()) give(1, index + 1, text);
  await expect.poll(() => calls).toEqual(['up', 'one', 'broken', 'two', 'three']);

  client.stop();
});

test('few bytes come past the client that the library has, and its listeners hear the rest', async () => {
  await using service = await startService();
  const client = new WebPubSubClient(service.url, { autoReconnect: false });
  const calls: string[] = [];
  withDirectFrames(client, { onBytes: (group) => void calls.push(`bytes of ${group}`) });
  client.on('group-message', ({ message }) => void calls.push(`${message.dataType} of ${message.group}`));
  await client.start();

  for (const [index, content] of [
    { dataType: 'binary', data: 'AQ==' },
    { dataType: 'json', data: {} },
    { dataType: 'binary', data: 'Ag==' },
  ].entries()) {
    const message = { sequenceId: index + 1, type: 'message', from: 'group', group: 'g', ...content };
    service.sockets[0]?.send(JSON.stringify(message));
  }
  await expect.poll(() => calls).toEqual(['bytes of g', 'json of g', 'bytes of g']);
  await expect.poll(() => service.frames.at(-1)).toEqual({ type: 'sequenceAck', sequenceId: 3 });

  client.stop();
});
