/** Where to go on after a sign-in: only ever a path of our own; all else lands on the start page. */
export function safeReturnPath(wanted: unknown, origin: string): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/';
  if (!URL.canParse(wanted, origin)) return '/';
  const url = new URL(wanted, origin);
  // `//host` and `/\host` are addresses of other machines to a browser.
  return url.origin === origin ? `${url.pathname}${url.search}` : '/';
}
