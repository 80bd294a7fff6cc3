import { expect, test } from 'vitest';
import { safeReturnPath } from '../../../../portal/signIn/safeReturnPath.ts';

const origin = 'http://localhost:4280';

test('a sign-in comes back to where it began', () => {
  expect(safeReturnPath('/serial-console/subscriptions/s?x=1', origin)).toBe(
    '/serial-console/subscriptions/s?x=1',
  );
});

test.each([
  undefined,
  42,
  '',
  'sessions',
  '//evil.example',
  '/\\evil.example',
  'https:evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/\t/evil.example',
])('%j leads to the start page', (wanted) => {
  expect(safeReturnPath(wanted, origin)).toBe('/');
});
