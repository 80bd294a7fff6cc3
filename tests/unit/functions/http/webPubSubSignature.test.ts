import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isOwnOrigin, isSigned } from '../../../../functions/http/webPubSubSignature.ts';

const key = 'a-key-with-equals-signs==';
const service = `Endpoint=https://hub.webpubsub.azure.com;AccessKey=${key};Version=1.0;`;
const sign = (connectionId: string, with_ = key): string =>
  `sha256=${createHmac('sha256', with_).update(connectionId).digest('hex')}`;
const headers = (values: Record<string, string>) => ({ get: (name: string) => values[name] ?? null });
const signed = (signature: string, connectionId = 'c1') =>
  isSigned(service, headers({ 'ce-connectionid': connectionId, 'ce-signature': signature }));

test('A36 a signature of the configured key is believed, alone or among others', () => {
  expect(signed(sign('c1'))).toBe(true);
  expect(signed(`${sign('c1')},${sign('c1', 'other')}`)).toBe(true);
  expect(signed(`${sign('c1', 'other')}, ${sign('c1')}`)).toBe(true);
});

test.each([
  ['empty', ''],
  ['of another key', sign('c1', 'other')],
  ['of another connection', sign('c2')],
  ['in upper case', sign('c1').toUpperCase()],
  ['truncated', sign('c1').slice(0, -1)],
  ['without its prefix', sign('c1').slice(7)],
  ['of something else', 'sha256='],
  ['a list of nothing', ',,,'],
])('A36 a signature that is %s is not believed', (_, signature) => {
  expect(signed(signature)).toBe(false);
});

test('A36 without a signature, a connection id or a key nothing is believed', () => {
  expect(isSigned(service, headers({ 'ce-connectionid': 'c1' }))).toBe(false);
  expect(isSigned(service, headers({ 'ce-signature': sign('') }))).toBe(false);
  const values = headers({ 'ce-connectionid': 'c1', 'ce-signature': sign('c1', '') });
  expect(isSigned('Endpoint=https://hub.webpubsub.azure.com;Version=1.0;', values)).toBe(false);
  expect(isSigned('Endpoint=https://hub.webpubsub.azure.com;AccessKey=;', values)).toBe(false);
});

test('A38 only the configured service may announce events', () => {
  expect(isOwnOrigin(service, 'hub.webpubsub.azure.com')).toBe(true);
  expect(isOwnOrigin(service, 'HUB.webpubsub.azure.com')).toBe(true);
  const local = 'Endpoint=http://127.0.0.1:8080;AccessKey=k;Version=1.0;';
  expect(isOwnOrigin(local, '127.0.0.1:8080')).toBe(true);
  expect(isOwnOrigin(local, '127.0.0.1')).toBe(true);
});

test.each([
  '',
  '*',
  'evil.example',
  'hub.webpubsub.azure.com.evil.example',
  'xhub.webpubsub.azure.com',
  'hub.webpubsub.azure.com,evil.example',
  'https://hub.webpubsub.azure.com',
])('A38 %j may not', (origin) => {
  expect(isOwnOrigin(service, origin)).toBe(false);
});

test('A38 without an endpoint nobody may', () => {
  expect(isOwnOrigin('AccessKey=k', '')).toBe(false);
});
