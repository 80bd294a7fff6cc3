import { WebPubSubJsonReliableProtocol, type WebPubSubMessage } from '@azure/web-pubsub-client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPlain, withPlainFrames } from '../../../../shared/client/plainFrames.ts';

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

test('a few bytes from a group are read as the library reads them, or not at all', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string()), anyBytes, fc.nat(), (group, user, bytes, sequenceId) => {
      const text = frameOf({ sequenceId, group, user, bytes });
      const isPlain = !text.includes('\\') && text.length <= 512;

      expect(told(readPlain(text))).toEqual(isPlain ? told(library.parseMessages(text)) : undefined);
    }),
  );
});

/** As the service writes it. */
function frameOf(of: { sequenceId: number; group: string; user: string | null; bytes: Uint8Array }): string {
  const { sequenceId, group, user, bytes } = of;
  const from = user === null ? {} : { fromUserId: user };
  const data = Buffer.from(bytes).toString('base64');
  return JSON.stringify({
    sequenceId,
    type: 'message',
    from: 'group',
    group,
    ...from,
    dataType: 'binary',
    data,
  });
}

/** Two buffers would always be equal. */
function told(message: unknown): unknown {
  if (message === undefined) return undefined;
  const { group, sequenceId, data } = message as { group: string; sequenceId: number; data: ArrayBuffer };
  return { group, sequenceId, bytes: [...new Uint8Array(data)] };
}

test.each([
  '{"sequenceId":1,"type":"message","from":"server","dataType":"binary","data":"AQ=="}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"json","data":"binary"}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"json","data":{"dataType":"binary","data":"AQ=="}}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ"}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"binary","data":"A*=="}',
  '{"sequenceId":1.5,"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ=="}',
  '{"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ=="}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","fromUserId":null,"dataType":"binary","data":"AQ=="}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ==","metadata":{"a":"b"}}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ==","stream":{"streamId":"s"}}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g","dataType":"binary","data":"AQ==","x":"y"}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g"}',
  '{"sequenceId":1,"type":"message","from":"group","group":"g',
  '{"sequenceId":1"}',
  '{"type":"ack","ackId":1,"success":true,"note":"binary"}',
  '',
])('%s is left to the library', (text) => {
  expect(readPlain(text)).toBeUndefined();
});
