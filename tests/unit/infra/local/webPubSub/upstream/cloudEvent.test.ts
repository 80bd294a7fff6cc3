import { expect, test } from 'vitest';
import { isAllowedBy } from '../../../../../../infra/local/webPubSub/upstream/abuseProtection.ts';
import { sign } from '../../../../../../infra/local/webPubSub/upstream/cloudEvent.ts';
import { matchesEvent } from '../../../../../../infra/local/webPubSub/upstream/eventHandlers.ts';

test('the signature is the one that other implementations compute', () => {
  expect(sign('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH', 'conn-1')).toBe(
    'sha256=261f7f58ff9fb9bb8be7e4951a807fe6091e5c074885bf63b865eccd28728881',
  );
});

test.each([
  ['*', true],
  ['say', true],
  [' a , SAY ', true],
  ['says', false],
  ['', false],
  [undefined, false],
])('the pattern %s takes the event Say: %s', (pattern, expected) => {
  expect(matchesEvent(pattern, 'Say')).toBe(expected);
});

test.each([
  ['*', true],
  ['example.org, Localhost:8080', true],
  ['localhost', false],
  [null, false],
])('the header %s allows localhost:8080: %s', (header, expected) => {
  expect(isAllowedBy(header, 'localhost:8080')).toBe(expected);
});
