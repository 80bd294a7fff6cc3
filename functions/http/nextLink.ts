import type { HttpRequest } from '@azure/functions';

/**
 * The next page's address: this request's own path and query with another `$skipToken`. Root-relative, which
 * every Azure SDK accepts: neither a forged Host header nor a proxy can send a client elsewhere. Doubled
 * slashes are collapsed: `//name/…` would be another host.
 */
export function nextLink(request: HttpRequest, after: string | undefined): { nextLink?: string } {
  if (after === undefined) return {};
  const url = new URL(request.url);
  const before = [...url.searchParams.keys()].filter((name) => name.toLowerCase() === '$skiptoken');
  for (const name of before) url.searchParams.delete(name);
  url.searchParams.set('$skipToken', after);
  return { nextLink: `${url.pathname.replaceAll(/\/{2,}/g, '/')}${url.search}` };
}
