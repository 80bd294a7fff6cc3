import { WebPubSubJsonReliableProtocol, type WebPubSubMessage } from '@azure/web-pubsub-client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withPlainFrames } from '../../../../shared/client/plainFrames.ts';

const library = WebPubSubJsonReliableProtocol();
const plain = withPlainFrames(library);

const buffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const anyBytes = fc.uint8Array({ maxLength: 90 });

test('what is sent is written as the library writes it', () => {
  fc.assert(
    fc.property(fc.string(), anyBytes, fc.boolean(), (group, bytes, noEcho) => {
      const data = buffer(bytes);
      const message = { kind: 'sendToGroup', group, dataType: 'binary', data, noEcho } as const;

      expect(plain.writeMessage(message)).toBe(library.writeMessage(message));
    }),
  );
});

test.each<WebPubSubMessage>([
  { kind: 'sendToGroup', group: 'g', dataType: 'binary', data: new ArrayBuffer(1), noEcho: true, ackId: 3 },
  { kind: 'sendToGroup', group: 'g', dataType: 'json', data: { a: 1 }, noEcho: true },
  { kind: 'sequenceAck', sequenceId: 7 },
])('%j is written as the library writes it', (message) => {
  expect(plain.writeMessage(message)).toBe(library.writeMessage(message));
});

test('a few bytes from a group are read as the library reads them', () => {
  fc.assert(
    fc.property(fc.string(), anyBytes, fc.nat(), (group, bytes, sequenceId) => {
      const data = Buffer.from(bytes).toString('base64');
      const from = { fromUserId: 'alice', sequenceId };
      const text = JSON.stringify({
        type: 'message',
        from: 'group',
        group,
        ...from,
        dataType: 'binary',
        data,
      });

      expect(told(plain.parseMessages(text))).toEqual(told(library.parseMessages(text)));
      expect(told(plain.parseMessages(text))).toEqual({
        kind: 'groupData',
        group,
        ...from,
        bytes: [...bytes],
      });
    }),
  );
});

/** What of a message is looked at; two buffers would always be equal. */
function told(message: WebPubSubMessage | WebPubSubMessage[] | null): unknown {
  if (message === null || Array.isArray(message) || message.kind !== 'groupData') return message;
  const { kind, group, fromUserId, sequenceId, data } = message;
  return { kind, group, fromUserId, sequenceId, bytes: [...new Uint8Array(data as ArrayBuffer)] };
}

test.each([
  '{"sequenceId":1,"type":"message","from":"server","dataType":"binary","data":"AQ=="}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"json","data":"binary"}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"json","data":{"dataType":"binary"}}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ"}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"binary","data":"A*=="}',
  '{"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ=="}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ==","stream":{"streamId":"s","streamSequenceId":1}}',
  '{"type":"ack","ackId":1,"success":true,"note":"binary"}',
  '{"type":"system","event":"connected","userId":"binary","connectionId":"c"}',
])('%s is read by the library', (text) => {
  expect(plain.parseMessages(text)).toEqual(library.parseMessages(text));
});
