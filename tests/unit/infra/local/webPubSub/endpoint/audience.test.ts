import { expect, test } from 'vitest';
import { isForAudience } from '../../../../../../infra/local/webPubSub/endpoint/audience.ts';

const resource = { host: 'localhost:8080', paths: ['/api/hubs/chat/users/a%20b'] };

test.each([
  ['http://localhost:8080/api/hubs/chat/users/a%20b', true],
  ['https://LOCALHOST:8080/api/hubs/chat/users/a%20b?api-version=1', true],
  ['http://localhost:8080/api/hubs/chat/users/a b', true],
  ['http://localhost:8080/api/hubs/chat/users/A%20b', false],
  ['http://localhost:8080/api/hubs/chat', false],
  ['http://localhost:8081/api/hubs/chat/users/a%20b', false],
  ['http://localhost:8080@evil/api/hubs/chat/users/a%20b', false],
  ['/api/hubs/chat/users/a%20b', false],
])('%s', (audience, expected) => {
  expect(isForAudience(audience, resource)).toBe(expected);
});

test('one of several audiences is enough, none is not', () => {
  expect(isForAudience(['x', 'http://localhost:8080/api/hubs/chat/users/a%20b'], resource)).toBe(true);
  expect(isForAudience(undefined, resource)).toBe(false);
});

test('default ports need not be written', () => {
  expect(isForAudience('http://example.org:80/x', { host: 'example.org', paths: ['/x'] })).toBe(true);
});
