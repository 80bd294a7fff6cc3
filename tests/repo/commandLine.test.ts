import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandList } from '../../cli/commandList.ts';
import { exitCodes } from '../../cli/failure.ts';
import { globalOptions } from '../../cli/globalOptions.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

/** What the page says of a command, which shares its row with its kin. */
const lastWord = (name: string): string => name.split(' ').at(-1) ?? '';

test('docs/cli.md has every command and each of its options', () => {
  const missing = commandList.flatMap(({ name, options }) => [
    ...(page.includes(lastWord(name)) ? [] : [name]),
    ...Object.keys(options)
      .filter((option) => !page.includes(`--${option}`))
      .map((option) => `${name} --${option}`),
  ]);

  expect(missing).toEqual([]);
});

test('docs/cli.md has every setting with its variable, and nothing else is told to be one', () => {
  const settings = Object.keys(globalOptions).filter((option) => !['json', 'help'].includes(option));
  const told = [...page.matchAll(/^\| `--([\w-]+)`(?:, `-\w`)? \| `(SALLYPORT_\w+)` \|/gm)];

  expect(new Set(told.map(([, option, variable]) => `${option} ${variable}`))).toEqual(
    new Set(settings.map((option) => `${option} SALLYPORT_${option.toUpperCase().replaceAll('-', '_')}`)),
  );
});

test('docs/cli.md has every exit code', () => {
  const told = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));

  expect(told).toEqual(Object.values(exitCodes));
});
