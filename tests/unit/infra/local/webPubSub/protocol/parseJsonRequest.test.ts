import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedFrame } from '../../../../../../infra/local/webPubSub/protocol/clientRequest.ts';
import { jsonMembers } from '../../../../../../infra/local/webPubSub/protocol/jsonMembers.ts';
import { parseJsonRequest } from '../../../../../../infra/local/webPubSub/protocol/parseJsonRequest.ts';

test('a message to a group', () => {
  const text = '{"type":"sendToGroup","group":"g","ackId":3,"noEcho":true,"ttlSeconds":5,"data":{"b": 1.50}}';

  expect(parseJsonRequest(text)).toEqual({
    type: 'sendToGroup',
    group: 'g',
    ackId: '3',
    noEcho: true,
    ttlSeconds: 5,
    payload: { dataType: 'json', text: '{"b": 1.50}' },
    metadata: undefined,
  });
});

test('an event with metadata needs no data', () => {
  expect(parseJsonRequest('{"type":"EVENT","event":"Say","metadata":{"k":"v"}}')).toEqual({
    type: 'event',
    event: 'Say',
    ackId: undefined,
    payload: { dataType: 'text', text: '' },
    metadata: { k: 'v' },
  });
});

test('base64 is passed on as it came', () => {
  expect(
    parseJsonRequest('{"type":"sendToGroup","group":"g","dataType":"binary","data":"AQ=="}'),
  ).toMatchObject({ payload: { dataType: 'binary', encoded: 'AQ==' } });
});

test.each(['7', '"7"'])('a sequence ack of %s', (sequenceId) => {
  expect(parseJsonRequest(`{"type":"sequenceAck","sequenceId":${sequenceId}}`)).toEqual({
    type: 'sequenceAck',
    sequenceId: 7,
  });
});

test.each([
  '{"type":1}',
  '{"type":"joinGroup","group":" "}',
  '{"type":"joinGroup","group":"g","ackId":-1}',
  '{"type":"joinGroup","group":"g","ackId":1.5}',
  '{"type":"joinGroup","group":"g","ackId":18446744073709551616}',
  '{"type":"joinGroup","group":"g","ackId":"1"}',
  '{"type":"sendToGroup","group":"g","data":1,"noEcho":"true"}',
  '{"type":"sendToGroup","group":"g","data":1,"ttlSeconds":301}',
  '{"type":"sendToGroup","group":"g","data":1,"dataType":"xml"}',
  '{"type":"sendToGroup","group":"g"}',
  '{"type":"event","event":"1a","data":1}',
  '{"type":"event","event":"a","dataType":"protobuf","data":"/w=="}',
  '{"type":"event","event":"a","data":1,"metadata":{"é":"x"}}',
  '{"type":"event","event":"a","data":1,"metadata":{"k":1}}',
  `{"type":"event","event":"a","data":1,"metadata":{"k":"${'x'.repeat(1_025)}"}}`,
  '{"type":"sequenceAck","sequenceId":-1}',
  '{"type":"invoke"}',
])('%s is malformed', (text) => {
  expect(() => parseJsonRequest(text)).toThrow(MalformedFrame);
});

test('members keep their values as written', () => {
  const text = ' { "a" : [1, {"b":"]}\\""}] , "c\\n":1e400,"a":"\\\\" }\n';

  expect(jsonMembers(text)).toEqual([
    { key: 'a', value: '[1, {"b":"]}\\""}]' },
    { key: 'c\n', value: '1e400' },
    { key: 'a', value: '"\\\\"' },
  ]);
  expect(jsonMembers('{}')).toEqual([]);
});

test('members of any object are what JSON.parse finds', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue());

  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 2), (value, indent) => {
      const members = jsonMembers(JSON.stringify(value, null, indent));

      expect(members.map(({ key, value: written }) => [key, JSON.parse(written) as unknown])).toEqual(
        Object.entries(JSON.parse(JSON.stringify(value)) as object),
      );
    }),
  );
});

test('data arrives as it was sent, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter((value) => value !== null),
      (data) => {
        const request = parseJsonRequest(JSON.stringify({ type: 'event', event: 'e', data }));

        expect(request).toMatchObject({ payload: { dataType: 'json', text: JSON.stringify(data) } });
      },
    ),
  );
});

test('base64 is what RFC 4648 says', () => {
  const strict = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  const letters = fc.string({
    unit: fc.constantFrom('A', 'z', '9', '+', '/', '=', '-', '_', ' ', 'é'),
    maxLength: 12,
  });

  fc.assert(
    fc.property(fc.oneof(letters, fc.base64String()), (data) => {
      const parse = () =>
        parseJsonRequest(JSON.stringify({ type: 'event', event: 'e', dataType: 'binary', data }));

      if (strict.test(data)) expect(parse()).toMatchObject({ payload: { encoded: data } });
      else expect(parse).toThrow(MalformedFrame);
    }),
  );
});

test('whatever the text, it is a request or a MalformedFrame', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        parseJsonRequest(text);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedFrame);
      }
    }),
  );
});
