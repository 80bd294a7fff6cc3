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
