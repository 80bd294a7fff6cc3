import type { WebPubSubClient } from '@azure/web-pubsub-client';
import { expect, test } from 'vitest';
import { withDirectFrames } from '../../../../shared/client/directFrames.ts';
import { leapingId } from '../../../../shared/client/quickAcks.ts';

const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer;

/** A frame with one byte, as the service writes it. */
const frame = (sequenceId: number, more: object = {}): string =>
  JSON.stringify({
    sequenceId,
    type: 'message',
    from: 'group',
    group: 'g',
    dataType: 'binary',
    data: 'AQ==',
    ...more,
  });

/** A client whose one socket is in the test's hands. */
function openClient(options: { bookId?: (id: number) => number; onBytes?: () => void } = {}) {
  let last = 0;
  let arrive: (data: unknown) => void = () => undefined;
  const told: string[] = [];
  const sent: unknown[] = [];
  const socket = {
    isOpen: () => true,
    onmessage: (handler: typeof arrive) => {
      arrive = handler;
    },
    send: async (data: string) => void sent.push(JSON.parse(data)),
  };
  const inside = {
    _getWebSocketClientFactory: () => ({ create: () => socket }),
    _sequenceId: {
      tryUpdate: (id: number) => {
        const ahead = Math.max(0, id - last);
        last += ahead;
        return ahead;
      },
    },
  };
  const send = withDirectFrames(inside as unknown as WebPubSubClient, {
    ...options,
    onBytes: (group, data) => {
      told.push(`${group}: ${new Uint8Array(data).join(' ')}`);
      options.onBytes?.();
    },
  });
  const open = (): void =>
    inside
      ._getWebSocketClientFactory()
      .create()
      .onmessage((data) => void told.push(`client: ${String(data)}`));
  return { send, open, told, sent, receive: (data: unknown) => arrive(data) };
}

test('few bytes from a group come past the client, each id once', () => {
  const { open, told, receive } = openClient();
  open();

  for (const id of [1, 2, 2, 1, 3]) receive(frame(id));

  expect(told).toEqual(['g: 1', 'g: 1', 'g: 1']);
});

test.each([
  frame(1, { dataType: 'json', data: { a: 'binary' } }),
  frame(1, { from: 'server', group: undefined }),
  frame(1, { data: 'AQEB'.repeat(200) }),
  frame(1, { stream: { streamId: 's', streamSequenceId: 1 } }),
  frame(1, { sequenceId: undefined }),
  '{"type":"ack","ackId":1,"success":true}',
])('%s is for the client', (text) => {
  const { open, told, receive } = openClient();
  open();

  receive(text);

  expect(told).toEqual([`client: ${text}`]);
});

test('where ids leap it is acknowledged at once, by the id that the service gave', () => {
  const { open, sent, receive } = openClient({ bookId: leapingId });
  open();

  for (let id = 1; id <= 130; id += 1) receive(frame(id));

  expect(sent).toEqual([
    { type: 'sequenceAck', sequenceId: 64 },
    { type: 'sequenceAck', sequenceId: 128 },
  ]);
});

test('what the reader of the bytes throws ends nothing', () => {
  const onBytes = (): never => {
    throw new Error('a bug');
  };
  const { open, told, receive } = openClient({ onBytes });
  open();

  receive(frame(1));
  receive(frame(2));

  expect(told).toEqual(['g: 1', 'g: 1']);
});

test('bytes are sent over the socket, and left to the client where there is none', async () => {
  const { send, open, sent } = openClient();

  const without = send('g', bytes(1), true);
  open();
  await send('g', bytes(1), true);

  expect(without).toBeUndefined();
  expect(sent).toEqual([{ type: 'sendToGroup', group: 'g', noEcho: true, dataType: 'binary', data: 'AQ==' }]);
});

test('a client that is made in another way does everything itself', () => {
  const other = {} as WebPubSubClient;

  const send = withDirectFrames(other, { onBytes: () => undefined });

  expect(send('g', bytes(1), true)).toBeUndefined();
});
