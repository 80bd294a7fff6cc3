import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { securityHeaders } from '../../functions/http/securityHeaders.ts';

const host = JSON.parse(readFileSync(new URL('../../host.json', import.meta.url), 'utf8'));

test('what the host answers by itself has the headers of every other answer, and HSTS', () => {
  expect(host.extensions.http.customHeaders).toEqual(securityHeaders);
  expect(host.extensions.http.hsts).toEqual({ isEnabled: true, maxAge: '365' });
});
