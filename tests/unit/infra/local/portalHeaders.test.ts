import { expect, test } from 'vitest';
import { portalHeaders, toStaticWebAppConfig } from '../../../../infra/local/portalHeaders.ts';

const origins = {
  connect: ['https://api.example', 'https://login.example', 'wss://hub.example'],
  images: ['https://pictures.example'],
};

test('A5b the page runs its own scripts only, talks to whom it was told, and is in no frame', () => {
  expect(portalHeaders(origins)['Content-Security-Policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
      "img-src 'self' https://pictures.example; " +
      "connect-src 'self' https://api.example https://login.example wss://hub.example; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

test('a static web app has the same headers, and HTTPS for a year', () => {
  const { globalHeaders, navigationFallback } = toStaticWebAppConfig(origins);

  expect(globalHeaders).toMatchObject({
    ...portalHeaders(origins),
    'Strict-Transport-Security': 'max-age=31536000',
  });
  expect(navigationFallback.rewrite).toBe('/index.html');
});
