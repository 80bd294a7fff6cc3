import { expect, test } from 'vitest';
import { nextLink } from '../../../../functions/http/nextLink.ts';
import { httpRequest } from '../../../support/httpRequest.ts';

const link = (path: string, after: string | undefined = 'last') =>
  nextLink(httpRequest({ path }), after).nextLink;

test('the last page has no next one', () => {
  expect(nextLink(httpRequest(), undefined)).toEqual({});
});

test('the next page is this one with another token, and keeps api-version and the rest', () => {
  const { searchParams, pathname } = new URL(link('/a/b?api-version=2025-05-01&$top=5') ?? '', 'http://x');

  expect(pathname).toBe('/a/b');
  expect(Object.fromEntries(searchParams)).toEqual({
    'api-version': '2025-05-01',
    $top: '5',
    $skipToken: 'last',
  });
});

test('an earlier token is replaced, however often and in whatever encoding it is there', () => {
  const { searchParams } = new URL(link('/a?$skipToken=1&%24skipToken=2&$skiptoken=3') ?? '', 'http://x');

  expect([...searchParams]).toEqual([['$skipToken', 'last']]);
});

test('A4a a forged host is not in it', () => {
  expect(nextLink(httpRequest({ path: 'https://evil.example/a' }), 'last').nextLink).toBe(
    '/a?%24skipToken=last',
  );
});

test.each(['//evil.example/x', '/\\evil.example/x', '///evil.example', '//evil.example//subscriptions'])(
  'A31a %s does not lead to another host',
  (path) => {
    const next = new URL(link(path) ?? '', 'https://own.example');

    expect(next.origin).toBe('https://own.example');
  },
);
