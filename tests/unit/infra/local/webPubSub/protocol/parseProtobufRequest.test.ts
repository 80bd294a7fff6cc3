import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedFrame } from '../../../../../../infra/local/webPubSub/protocol/clientRequest.ts';
import { parseProtobufRequest } from '../../../../../../infra/local/webPubSub/protocol/parseProtobufRequest.ts';
import { encodeAny, encodeUpstream } from '../../../../../support/webPubSub/protobufSchema.ts';

const parse = (fields: object) => parseProtobufRequest(encodeUpstream(fields));
const hex = (bytes: string): Buffer => Buffer.from(bytes.replaceAll(' ', ''), 'hex');
const nothing = { ackId: undefined, metadata: undefined };

test('a message to a group', () => {
  const request = parse({
    sendToGroupMessage: {
      group: 'g',
      ackId: '18446744073709551615',
      data: { textData: 'hé' },
      noEcho: true,
      ttlSeconds: 300,
      metadata: { k: 'v' },
    },
  });

  expect(request).toEqual({
    type: 'sendToGroup',
    group: 'g',
    ackId: '18446744073709551615',
    noEcho: true,
    payload: { dataType: 'text', text: 'hé' },
    metadata: { k: 'v' },
    ttlSeconds: 300,
  });
});

test('an event', () => {
  expect(parse({ eventMessage: { event: 'Say', ackId: 0, data: { jsonData: '{"a": 1.0}' } } })).toEqual({
    type: 'event',
    event: 'Say',
    ...nothing,
    ackId: '0',
    payload: { dataType: 'json', text: '{"a": 1.0}' },
  });
});

test('bytes and embedded messages', () => {
  const value = encodeAny('type.googleapis.com/x', Buffer.from([8, 1]));
  const any = { typeUrl: 'type.googleapis.com/x', value: Buffer.from([8, 1]) };

  expect(parse({ eventMessage: { event: 'e', data: { binaryData: Buffer.from([0, 255]) } } })).toEqual({
    type: 'event',
    event: 'e',
    ...nothing,
    payload: { dataType: 'binary', encoded: Buffer.from([0, 255]) },
  });
  expect(parse({ eventMessage: { event: 'e', data: { protobufData: any } } })).toEqual({
    type: 'event',
    event: 'e',
    ...nothing,
    payload: { dataType: 'protobuf', encoded: value },
  });
});

test('the rest', () => {
  const joining = { group: 'g', ackId: 7 };

  expect(parse({ joinGroupMessage: joining })).toEqual({ type: 'joinGroup', group: 'g', ackId: '7' });
  expect(parse({ leaveGroupMessage: { group: 'g' } })).toEqual({
    type: 'leaveGroup',
    group: 'g',
    ackId: undefined,
  });
  expect(parse({ sequenceAckMessage: { sequenceId: 5 } })).toEqual({ type: 'sequenceAck', sequenceId: 5 });
  expect(parse({ sequenceAckMessage: {} })).toEqual({ type: 'sequenceAck', sequenceId: 0 });
  expect(parse({ pingMessage: {} })).toEqual({ type: 'ping' });
});

test('metadata alone is an empty text', () => {
  expect(parse({ eventMessage: { event: 'e', metadata: { k: 'v' } } })).toEqual({
    type: 'event',
    event: 'e',
    ackId: undefined,
    payload: { dataType: 'text', text: '' },
    metadata: { k: 'v' },
  });
});

test.each([
  ['a field of no known number beside the request', '7a 01 ff 32 03 0a 01 67'],
  ['a nested one', '32 06 0a 01 67 7a 01 00'],
  ['a known number with another wire type', '32 08 0d 01 02 03 04 0a 01 67'],
  ['groups, a form of old', '32 07 0a 01 67 7b 08 01 7c'],
  ['a varint that is longer than it must be', '32 04 0a 81 00 67'],
])('%s is passed over', (_name, bytes) => {
  expect(parseProtobufRequest(hex(bytes))).toEqual({ type: 'joinGroup', group: 'g', ackId: undefined });
});

test('of several requests the last counts, and parts of one are merged', () => {
  const ping = encodeUpstream({ pingMessage: {} });
  const group = encodeUpstream({ sendToGroupMessage: { group: 'g', metadata: { a: '1', b: '1' } } });
  const data = encodeUpstream({ sendToGroupMessage: { data: { textData: 'x' }, metadata: { a: '2' } } });

  expect(parseProtobufRequest(Buffer.concat([group, ping]))).toEqual({ type: 'ping' });
  expect(parseProtobufRequest(Buffer.concat([ping, group, data]))).toMatchObject({
    group: 'g',
    payload: { text: 'x' },
    metadata: { a: '2', b: '1' },
  });
});

test.each<[string, object]>([
  ['no request', {}],
  ['no group', { joinGroupMessage: {} }],
  ['a blank group', { leaveGroupMessage: { group: ' ' } }],
  ['no event', { eventMessage: { data: { textData: '' } } }],
  ['a bad event', { eventMessage: { event: '1', data: { textData: '' } } }],
  ['no data', { sendToGroupMessage: { group: 'g' } }],
  ['empty data', { sendToGroupMessage: { group: 'g', data: {} } }],
  ['a long life', { sendToGroupMessage: { group: 'g', data: { textData: '' }, ttlSeconds: 301 } }],
  ['a bad key', { sendToGroupMessage: { group: 'g', data: { textData: '' }, metadata: { é: '' } } }],
  ['what is not JSON', { sendToGroupMessage: { group: 'g', data: { jsonData: '1,"from":"server"' } } }],
  ['a stream', { sendToGroupMessage: { group: 'g', data: { textData: '' }, stream: { streamId: 's' } } }],
])('%s is malformed', (_name, fields) => {
  expect(() => parse(fields)).toThrow(MalformedFrame);
});

test.each([
  ['text that is not UTF-8', '32 03 0a 01 ff'],
  ['a length beyond the end', '32 7f 0a 01 67'],
  ['a length of four gigabytes', '32 ff ff ff ff 0f'],
  ['a number without an end', '42 0b 08 ff ff ff ff ff ff ff ff ff ff'],
  ['a group that nobody opened', '32 04 0a 01 67 0c'],
  ['the field number 0', '02 00'],
  ['an embedded message that is none', '2a 0b 0a 01 65 12 06 1a 04 0a 7f 00 00'],
  ['a message in a ping that is none', '4a 01 ff'],
])('%s is malformed', (_name, bytes) => {
  expect(() => parseProtobufRequest(hex(bytes))).toThrow(MalformedFrame);
});

test('a mebibyte of nothing but nesting or repetition is judged, not suffered', () => {
  const groups = Buffer.alloc(1_048_576, 0x7b);
  const parts = Buffer.alloc(1_048_576, hex('0a 00'));

  expect(() => parseProtobufRequest(groups)).toThrow(MalformedFrame);
  expect(() => parseProtobufRequest(parts)).toThrow(MalformedFrame);
});

test('whatever another library writes arrives', () => {
  const request = fc.record(
    {
      group: fc.stringMatching(/^[a-zé€]{1,40}$/),
      ackId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
      noEcho: fc.boolean(),
      ttlSeconds: fc.nat(300),
      textData: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    },
    { requiredKeys: ['group', 'textData'] },
  );

  fc.assert(
    fc.property(request, ({ textData, ...fields }) => {
      expect(parse({ sendToGroupMessage: { ...fields, data: { textData } } })).toEqual({
        type: 'sendToGroup',
        noEcho: false,
        ttlSeconds: 0,
        ackId: undefined,
        metadata: undefined,
        ...fields,
        payload: { dataType: 'text', text: textData },
      });
    }),
  );
});

test('whatever the bytes, they are a request or a MalformedFrame', () => {
  const fields = { group: 'g', ackId: 1, data: { protobufData: { typeUrl: 'x' } }, metadata: { k: 'v' } };
  const valid = encodeUpstream({ sendToGroupMessage: fields });
  const damaged = fc
    .tuple(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length))
    .map(([at, byte, end]) => {
      const copy = Buffer.from(valid);
      copy[at] = byte;
      return copy.subarray(0, end);
    });

  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), damaged), (bytes) => {
      try {
        parseProtobufRequest(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedFrame);
      }
    }),
    { numRuns: 2_000 },
  );
});
