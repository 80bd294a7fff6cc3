import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultPorts } from '../../infra/local/addresses.ts';

// docs/architecture.md against what listens and what runs by the clock.

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/architecture.md');

test('every port of the local stack is in the table, and no other', () => {
  const ports = [...page.matchAll(/`(\w+)` (\d{4,5})\b/g)].map(([, name, port]) => [name, Number(port)]);

  expect(Object.fromEntries(ports)).toEqual(defaultPorts);
});

/** As the table says it, in NCRONTAB: `every 10 s` and so on. */
const schedules: Readonly<Record<string, string>> = {
  'every 10 s': '*/10 * * * * *',
  'every 10 s, 5 s after the other': '5-59/10 * * * * *',
  'every minute': '20 * * * * *',
  'hourly, at 15': '0 15 * * * *',
  'hourly, at 30': '0 30 * * * *',
  'hourly, at 45': '0 45 * * * *',
};

test('every timer that is deployed is in the table, with its schedule', () => {
  const deployed = [...read('tests/repo/bundle.functions.txt').matchAll(/^(\w+)\n {2}at (.+)$/gm)];
  const told = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \| /gm)].filter(
    ([, , when = '']) => when in schedules,
  );

  expect(Object.fromEntries(told.map(([, name, when = '']) => [name, schedules[when]]))).toEqual(
    Object.fromEntries(deployed.map(([, name, schedule]) => [name, schedule])),
  );
});
