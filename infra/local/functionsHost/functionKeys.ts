import { createHash } from 'node:crypto';
import { isSameSecret } from '../../../shared/access/isSameSecret.ts';

/** The keys of a function app, as far as a local one has them. */
export type FunctionKeys = { readonly master: string; readonly host: string };

export type KeyedRequest = {
  readonly header: string | undefined;
  readonly query: string | undefined;
};

/** The header beats the query: a wrong header is not rescued by a right `code`. */
export function isKeyAccepted(
  keys: FunctionKeys | undefined,
  authLevel: string | undefined,
  { header, query }: KeyedRequest,
): boolean {
  const level = authLevel?.toLowerCase() ?? 'function';
  if (!keys || level === 'anonymous') return true;
  const given = header ?? query;
  if (!given) return false;
  if (isSame(given, keys.master)) return true;
  return level === 'function' && isSame(given, keys.host);
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  return isSameSecret(digest(a), digest(b));
}
