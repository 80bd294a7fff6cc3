import { expect, test } from 'vitest';
import type { RpcCookie } from '../../../../../infra/local/functionsHost/contract.ts';
import { toSetCookie } from '../../../../../infra/local/functionsHost/setCookie.ts';

const plain = { name: 'n', value: 'v' };

test.each<[RpcCookie, string]>([
  [plain, 'n=v; path=/'],
  [{ name: 'n', value: 'a b;c' }, 'n=a%20b%3Bc; path=/'],
  [{ ...plain, path: { value: '/x' }, domain: { value: 'd.example' } }, 'n=v; domain=d.example; path=/x'],
  [{ ...plain, sameSite: 'none' }, 'n=v; path=/'],
  [{ ...plain, sameSite: 'explicitNone', secure: { value: true } }, 'n=v; path=/; secure; samesite=none'],
  [{ ...plain, sameSite: 'strict', httpOnly: { value: true } }, 'n=v; path=/; samesite=strict; httponly'],
  [{ ...plain, maxAge: { value: 0 }, secure: { value: false } }, 'n=v; max-age=0; path=/'],
  [
    { ...plain, expires: { value: { seconds: 1_767_225_600 } } },
    'n=v; expires=Thu, 01 Jan 2026 00:00:00 GMT; path=/',
  ],
])('%o is sent as %s', (cookie, header) => {
  expect(toSetCookie(cookie)).toBe(header);
});
