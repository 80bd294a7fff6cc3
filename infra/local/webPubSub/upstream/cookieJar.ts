/** Cookies that a handler set for one connection, given back to the same origin with each later event. */
export type CookieJar = {
  keep(headers: Headers, url: string): void;
  addTo(headers: Headers, url: string): void;
};

export function createCookieJar(now: () => number): CookieJar {
  const byOrigin = new Map<string, Map<string, string>>();
  return {
    keep(headers, url) {
      const { origin } = new URL(url);
      const cookies = byOrigin.get(origin) ?? new Map<string, string>();
      for (const line of headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';');
        const equals = pair.indexOf('=');
        if (equals <= 0) continue;
        const name = pair.slice(0, equals).trim();
        if (attributes.some((attribute) => isOver(attribute, now()))) cookies.delete(name);
        else cookies.set(name, pair.slice(equals + 1).trim());
      }
      byOrigin.set(origin, cookies);
    },
    addTo(headers, url) {
      const cookies = byOrigin.get(new URL(url).origin);
      if (cookies === undefined || cookies.size === 0) return;
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    },
  };
}

/** How a handler takes a cookie back. Of others the end of the connection is the end. */
function isOver(attribute: string, now: number): boolean {
  const [name = '', value = ''] = attribute.trim().split('=');
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
  return name.toLowerCase() === 'expires' && Date.parse(value) <= now;
}
