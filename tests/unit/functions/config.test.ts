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
