import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// The tables of the docs that say which test shows which feature: a row without a test says why, and every test
// that is named is there.

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = { 'docs/serial-console.md': 55, 'docs/session-monitoring.md': 12 };
const reasons = /^(?:cannot apply|not built): \S/;

type Row = { readonly number: string; readonly feature: string; readonly shownBy: string };

function rowsOf(page: string): readonly Row[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^\| (\d+) \| (.+?) \| (.+) \|$/gm)].map(
    ([, number = '', feature = '', shownBy = '']) => ({ number, feature, shownBy }),
  );
}

/** `file` “title”, “title” → each title with its file. */
function namedTests(shownBy: string): readonly (readonly [file: string, title: string])[] {
  return [...shownBy.matchAll(/`([^`]+\.ts)`((?:,? “[^”]+”)+)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => [`tests/${file}`, title] as const),
  );
}

/** As the first argument of a test, or as the name of a case of one. */
function isIn(file: string, title: string): boolean {
  if (!existsSync(join(root, file))) return false;
  const source = readFileSync(join(root, file), 'utf8');
  return [`'${title}',`, `"${title}",`, `\`${title}\`,`, `\`${title}\${`].some((text) =>
    source.includes(text),
  );
}

test.each(Object.entries(pages))('%s has all of its %i features, in order', (page, count) => {
  const numbers = rowsOf(page).map(({ number }) => Number(number));

  expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index + 1));
});

test.each(Object.keys(pages))('every feature of %s names its test, or says why there is none', (page) => {
  const silent = rowsOf(page).filter(
    ({ shownBy }) => !reasons.test(shownBy) && namedTests(shownBy).length === 0,
  );

  expect(silent).toEqual([]);
});

test.each(Object.keys(pages))('every test that %s names is there', (page) => {
  const named = rowsOf(page).flatMap(({ shownBy }) => namedTests(shownBy));
  const quoted = rowsOf(page).flatMap(({ shownBy }) => shownBy.match(/“/g) ?? []);

  expect(named.length).toBe(quoted.length);
  expect(named.filter(([file, title]) => !isIn(file, title))).toEqual([]);
});
