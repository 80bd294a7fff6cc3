import type { RpcCookie } from './contract.ts';

const sameSites = { none: undefined, lax: 'lax', strict: 'strict', explicitNone: 'none' } as const;

/** One `Set-Cookie` value in ASP.NET's order and with its default path. */
export function toSetCookie(cookie: RpcCookie): string {
  const sameSite = sameSites[cookie.sameSite ?? 'none'];
  const expires = cookie.expires && new Date(cookie.expires.value.seconds * 1000).toUTCString();
  return [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    expires && `expires=${expires}`,
    cookie.maxAge && `max-age=${cookie.maxAge.value}`,
    cookie.domain && `domain=${cookie.domain.value}`,
    `path=${cookie.path?.value ?? '/'}`,
    cookie.secure?.value && 'secure',
    sameSite && `samesite=${sameSite}`,
    cookie.httpOnly?.value && 'httponly',
  ]
    .filter((part) => typeof part === 'string')
    .join('; ');
}
