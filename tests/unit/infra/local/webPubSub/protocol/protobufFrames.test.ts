import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessage } from '../../../../../../infra/local/webPubSub/protocol/message.ts';
import type { Payload } from '../../../../../../infra/local/webPubSub/protocol/payload.ts';
import {
  protobufAck,
  protobufConnected,
  protobufDisconnected,
  protobufMessage,
  protobufPong,
  sequencedProtobufMessage,
} from '../../../../../../infra/local/webPubSub/protocol/protobufFrames.ts';
import { decodeDownstream, encodeAny } from '../../../../../support/webPubSub/protobufSchema.ts';

const any = encodeAny('type.googleapis.com/x', Buffer.from([1, 2]));
const anyFields = { typeUrl: 'type.googleapis.com/x', value: Buffer.from([1, 2]) };

test.each<[Payload, object]>([
  [{ dataType: 'text', text: 'hé' }, { textData: 'hé' }],
  [{ dataType: 'text', text: '' }, { textData: '' }],
  [{ dataType: 'json', text: '{"a": 1.0}' }, { jsonData: '{"a": 1.0}' }],
  [{ dataType: 'binary', encoded: 'AQI=' }, { binaryData: Buffer.from([1, 2]) }],
  [{ dataType: 'binary', encoded: Buffer.alloc(0) }, { binaryData: Buffer.alloc(0) }],
  [{ dataType: 'protobuf', encoded: any }, { protobufData: anyFields }],
  [{ dataType: 'protobuf', encoded: any.toString('base64') }, { protobufData: anyFields }],
])('data %j', (payload, data) => {
  expect(decodeDownstream(protobufMessage(createMessage(payload)))).toEqual({
    dataMessage: { from: 'server', data },
  });
});

test('a message from a group, with metadata, does not tell whose it is', () => {
  const payload = { dataType: 'text', text: 'x' } as const;
  const message = createMessage(payload, { group: 'g', fromUserId: 'ann', metadata: { a: '1', b: '' } });

  expect(decodeDownstream(protobufMessage(message))).toEqual({
    dataMessage: { from: 'group', group: 'g', data: { textData: 'x' }, metadata: { a: '1', b: '' } },
  });
});

test('a message is serialised once, however many get it', () => {
  const message = createMessage({ dataType: 'text', text: 'x' });

  expect(protobufMessage(message)).toBe(protobufMessage(message));
  expect(protobufMessage(message).toString('hex')).toBe('120d0a067365727665721a030a0178');
});

test('a sequence id is one more field', () => {
  const sizes = fc.constantFrom(0, 1, 100, 110, 127, 16_000, 16_370, 16_384, 100_000);

  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (size, sequenceId) => {
      const message = createMessage({ dataType: 'binary', encoded: Buffer.alloc(size) }, { group: 'g' });

      expect(decodeDownstream(sequencedProtobufMessage(message, sequenceId))).toEqual({
        dataMessage: {
          from: 'group',
          group: 'g',
          data: { binaryData: Buffer.alloc(size) },
          sequenceId: String(sequenceId),
        },
      });
    }),
  );
});

test('acks', () => {
  const error = { name: 'Forbidden', message: 'No.' } as const;

  expect(decodeDownstream(protobufAck('18446744073709551615', undefined))).toEqual({
    ackMessage: { ackId: '18446744073709551615', success: true },
  });
  expect(decodeDownstream(protobufAck('1', error))).toEqual({ ackMessage: { ackId: '1', error } });
});

test('system messages', () => {
  const connected = { connectionId: 'c', userId: 'ann', reconnectionToken: 't' };
  const anonymous = { connectionId: 'c', userId: undefined, reconnectionToken: undefined };

  expect(decodeDownstream(protobufConnected(connected))).toEqual({
    systemMessage: { connectedMessage: connected },
  });
  expect(decodeDownstream(protobufConnected(anonymous))).toEqual({
    systemMessage: { connectedMessage: { connectionId: 'c' } },
  });
  expect(decodeDownstream(protobufDisconnected('bye'))).toEqual({
    systemMessage: { disconnectedMessage: { reason: 'bye' } },
  });
  expect(decodeDownstream(protobufPong)).toEqual({ pongMessage: {} });
});
