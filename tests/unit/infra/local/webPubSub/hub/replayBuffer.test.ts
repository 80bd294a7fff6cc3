import { expect, test } from 'vitest';
import { createAckHistory } from '../../../../../../infra/local/webPubSub/hub/ackHistory.ts';
import { createReplayBuffer } from '../../../../../../infra/local/webPubSub/hub/replayBuffer.ts';
import { createMessage } from '../../../../../../infra/local/webPubSub/protocol/message.ts';

const message = (expiresAt?: number) =>
  createMessage({ dataType: 'text', text: 'x' }, expiresAt === undefined ? {} : { expiresAt });

test('an acknowledgement releases everything up to it', () => {
  const buffer = createReplayBuffer();
  for (let i = 0; i < 5; i++) buffer.add(message(), 1);

  buffer.release(3);
  buffer.release(2);

  expect(buffer.pending(0).map(({ sequenceId }) => sequenceId)).toEqual([4, 5]);
  expect(buffer.add(message(), 1)).toBe(6);
});

test('what has expired is not replayed', () => {
  const buffer = createReplayBuffer();
  for (const expiresAt of [undefined, 100, 200]) buffer.add(message(expiresAt), 1);

  expect(buffer.pending(100).map(({ sequenceId }) => sequenceId)).toEqual([1, 3]);
});

test('messages and bytes are limited, and room comes back', () => {
  const [many, large] = [createReplayBuffer(), createReplayBuffer()];
  for (let i = 0; i < 1_000; i++) many.add(message(), 1);
  large.add(message(), 16 * 1_048_576);

  expect([many.add(message(), 1), large.add(message(), 1)]).toEqual([undefined, undefined]);
  many.release(1);
  large.release(1);

  expect([many.add(message(), 1), large.add(message(), 1)]).toEqual([1_001, 2]);
});

test('only the last ack ids are remembered', () => {
  const history = createAckHistory(2);
  for (const id of ['1', '2', '3']) history.remember(id);

  expect(['1', '2', '3'].map((id) => history.has(id))).toEqual([false, true, true]);
});
