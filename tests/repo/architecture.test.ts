import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultPorts } from '../../infra/local/addresses.ts';

// docs/architecture.md against what listens, what runs by the clock, and what imports what.

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

const root = new URL('../..', import.meta.url);
const folders = globSync('shared/*/', { cwd: root }).map((path) => path.split('/')[1] ?? '');
const rows = Object.fromEntries(
  [...page.matchAll(/^\| `shared\/(\w+)\/` \| .+ \| ([^|]+) \|$/gm)].map(([, name = '', below = '']) => [
    name,
    below,
  ]),
);

test('every folder of shared is in the code map', () => {
  expect(Object.keys(rows).toSorted()).toEqual(folders.toSorted());
});

test.each(Object.entries(rows).filter(([, below]) => below !== 'all of the above'))(
  'shared/%s imports what the code map lets it: %s',
  (folder, below) => {
    const allowed = [folder, ...below.split(', ')];
    const imported = globSync(`shared/${folder}/**/*.ts`, { cwd: root }).flatMap((file) =>
      [...read(file).matchAll(/from '(?:\.\.\/)+(\w+)\/[^']+'/g)].map(([, name = '']) => name),
    );

    expect(
      [...new Set(imported)].filter((name) => folders.includes(name) && !allowed.includes(name)),
    ).toEqual([]);
  },
);
