import { WebPubSubJsonReliableProtocol } from '@azure/web-pubsub-client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedFrame } from '../../../../../../infra/local/webPubSub/protocol/clientRequest.ts';
import { parseJsonRequest } from '../../../../../../infra/local/webPubSub/protocol/parseJsonRequest.ts';
import { parsePlainSend } from '../../../../../../infra/local/webPubSub/protocol/parsePlainSend.ts';

const protocol = WebPubSubJsonReliableProtocol();

function written(group: string, bytes: Uint8Array, noEcho: boolean): string {
  const data = Uint8Array.from(bytes).buffer;
  const text = protocol.writeMessage({ kind: 'sendToGroup', group, dataType: 'binary', data, noEcho });
  return typeof text === 'string' ? text : '';
}

test('bytes as the SDK sends them are read without JSON', () => {
  const group = fc.stringMatching(/^[\w-]{1,40}$/);

  fc.assert(
    fc.property(group, fc.uint8Array({ maxLength: 100 }), fc.boolean(), (name, bytes, noEcho) => {
      const text = written(name, bytes, noEcho);

      expect(parsePlainSend(text)).toEqual(parseJsonRequest(text));
    }),
  );
});

const plain = written('up-1', Buffer.from('ls\r'), true);

test.each([
  ['text', '{"type":"sendToGroup","group":"g","noEcho":true,"dataType":"text","data":"AQ=="}'],
  [
    'an ack id',
    '{"type":"sendToGroup","group":"g","ackId":1,"noEcho":true,"dataType":"binary","data":"AQ=="}',
  ],
  ['an escaped group', plain.replace('up-1', '\\u0041')],
  ['a group of spaces', plain.replace('up-1', ' ')],
  ['a group without end', '{"type":"sendToGroup","group":"g'],
  ['nothing between group and end', '{"type":"sendToGroup","group":"g"}'],
  ['a member behind the data', plain.replace(/}$/, ',"group":"other"}')],
  ['data that is no base64', plain.replace('"data":"', '"data":"*')],
])('%s is left to the parser of any JSON', (_, text) => {
  expect(parsePlainSend(text)).toBeUndefined();
});

test('what is not plain to the letter is either left alone or means the same', () => {
  const edit = fc.tuple(fc.nat(plain.length), fc.nat(3), fc.string({ unit: 'grapheme', maxLength: 3 }));

  fc.assert(
    fc.property(edit, ([at, removed, added]) => {
      const text = plain.slice(0, at) + added + plain.slice(at + removed);
      const quick = parsePlainSend(text);

      if (quick !== undefined) expect(quick).toEqual(parseOrRefuse(text));
    }),
    { numRuns: 5_000 },
  );
});

function parseOrRefuse(text: string): unknown {
  try {
    return parseJsonRequest(text);
  } catch (error) {
    if (error instanceof MalformedFrame) return 'refused';
    throw error;
  }
}
