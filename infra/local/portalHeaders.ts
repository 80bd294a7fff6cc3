export type PortalOrigins = {
  /** Where the page may talk to: the API, the identity provider, Web PubSub (`wss://…`), the blobs of recordings. */
  readonly connect: readonly string[];
  /** Where screenshots of machines come from: the blobs of boot diagnostics. */
  readonly images: readonly string[];
};

/**
 * The headers of every document of the portal, wherever it is served. `'unsafe-inline'` is for styles only:
 * xterm.js writes its colours and cell sizes into style elements that it creates, wide or coloured cells get
 * style attributes, and the component library inserts its rules as it draws.
 */
export function portalHeaders({ connect, images }: PortalOrigins): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    ["img-src 'self'", ...images].join(' '),
    ["connect-src 'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Vite puts a hash of the content in these names, so they never change. */
export const hashedFiles = '/assets/';
export const keptForEver = 'public, max-age=31536000, immutable';

/** The same for Azure Static Web Apps: `staticwebapp.config.json` beside the page. Served over HTTPS only. */
export const toStaticWebAppConfig = (origins: PortalOrigins) => ({
  navigationFallback: { rewrite: '/index.html', exclude: [`${hashedFiles}*`, '/config.json'] },
  routes: [{ route: `${hashedFiles}*`, headers: { 'Cache-Control': keptForEver } }],
  globalHeaders: {
    ...portalHeaders(origins),
    'Cache-Control': 'no-cache',
    'Strict-Transport-Security': 'max-age=31536000',
  },
});
