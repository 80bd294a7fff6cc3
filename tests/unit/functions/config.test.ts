import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig } from '../../../functions/config.ts';

const sample = JSON.parse(
  readFileSync(new URL('../../../local.settings.sample.json', import.meta.url), 'utf8'),
) as { Values: Record<string, string> };

test('the rules of the serial console are the current ones unless the setting says 2020', () => {
  const { SALLYPORT_CONSOLE_RULES: _, ...without } = sample.Values;

  expect(readConfig(without).consoleRules).toBe('current');
  expect(readConfig({ ...without, SALLYPORT_CONSOLE_RULES: '2020' }).consoleRules).toBe('2020');
});

test('rules that do not exist stop the app with the name of the setting', () => {
  expect(() => readConfig({ ...sample.Values, SALLYPORT_CONSOLE_RULES: '2019' })).toThrow(
    'Missing or malformed settings: SALLYPORT_CONSOLE_RULES.',
  );
});

test('origins are exact: a pattern, a path or another spelling stops the app', () => {
  const given = { ...sample.Values, SALLYPORT_ORIGINS: 'https://one.example http://localhost:4280' };
  const origins = (text: string) => () => readConfig({ ...sample.Values, SALLYPORT_ORIGINS: text });

  expect(readConfig(given).origins).toEqual(['https://one.example', 'http://localhost:4280']);
  for (const bad of ['*', 'https://*.one.example', 'https://one.example/', 'HTTPS://one.example', 'null']) {
    expect(origins(bad)).toThrow('Missing or malformed settings: SALLYPORT_ORIGINS.');
  }
});

test('roles come from the table unless the setting names a service over TLS', () => {
  const { SALLYPORT_ACCESS: _, SALLYPORT_ACCESS_STALENESS_SECONDS: __, ...without } = sample.Values;
  const access = (text: string) => () => readConfig({ ...without, SALLYPORT_ACCESS: text });

  expect(readConfig(without)).toMatchObject({ access: 'tables', accessStalenessMs: 60_000 });
  expect(access('https://management.usgovcloudapi.net')().access).toBe(
    'https://management.usgovcloudapi.net',
  );
  expect(access('http://127.0.0.1:9')().access).toBe('http://127.0.0.1:9');
  for (const bad of ['arm', '', 'http://management.azure.com', 'ftp://localhost.example']) {
    expect(access(bad)).toThrow('Missing or malformed settings: SALLYPORT_ACCESS.');
  }
});

test('A8b issuers, audiences and tenants are lists of at least one', () => {
  const one = '70000000-0000-4000-8000-000000000001';
  const two = '70000000-0000-4000-8000-000000000002';
  const issuers = 'https://sts.windows.net/{tenantid}/ https://login.microsoftonline.com/{tenantid}/v2.0';
  const settings = {
    SALLYPORT_ISSUER: issuers,
    SALLYPORT_AUDIENCE: 'api://a  b',
    SALLYPORT_TENANT: `${one} ${two}`,
  };

  expect(readConfig({ ...sample.Values, ...settings })).toMatchObject({
    issuers: issuers.split(' '),
    audiences: ['api://a', 'b'],
    tenantIds: [one, two],
  });
  for (const name of Object.keys(settings)) {
    expect(() => readConfig({ ...sample.Values, [name]: ' ' })).toThrow(`settings: ${name}.`);
  }
  expect(() => readConfig({ ...sample.Values, SALLYPORT_TENANT: `${one},${two}` })).toThrow(
    'SALLYPORT_TENANT',
  );
});

test('A8a keys and groups come over TLS, or from this machine', () => {
  for (const name of ['SALLYPORT_JWKS', 'SALLYPORT_GRAPH']) {
    const given = (text: string) => () => readConfig({ ...sample.Values, [name]: text });

    expect(given('https://example.org/keys')).not.toThrow();
    expect(given('http://localhost:7075/jwks')).not.toThrow();
    for (const bad of ['http://example.org/keys', 'http://localhost.example.org', 'keys']) {
      expect(given(bad)).toThrow(`settings: ${name}.`);
    }
  }
});

test('A9 the header of App Service counts only where the setting says so', () => {
  const { SALLYPORT_APP_SERVICE_AUTH: _, ...without } = sample.Values;
  const given = (text: string) => () => readConfig({ ...without, SALLYPORT_APP_SERVICE_AUTH: text });

  expect([readConfig(without).appServiceAuth, given('off')().appServiceAuth]).toEqual([false, false]);
  expect(given('on')().appServiceAuth).toBe(true);
  for (const bad of ['', 'true', '1', 'ON']) expect(given(bad)).toThrow('SALLYPORT_APP_SERVICE_AUTH');
});
