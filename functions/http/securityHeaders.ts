/**
 * What every answer says to a browser that shows it against our will: it is data, of no other type than it says,
 * in nobody's frame, and for nobody's cache or log. `host.json` gives the same to what the host answers by itself.
 */
export const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  vary: 'Origin',
  'x-content-type-options': 'nosniff',
} as const;
