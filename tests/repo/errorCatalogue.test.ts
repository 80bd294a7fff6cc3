import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCatalog } from '../../shared/contracts/errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const documented = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (yes|no) \| (.+) \| (.+) \|$/gm)].map(
  ([, code, status, retryable, meaning, remedy]) => ({ code, status, retryable, meaning, remedy }),
);

test('docs/errors.md has one row per code, in the order of the catalogue, with its status and whether to retry', () => {
  const rows = documented.map(({ code, status, retryable }) => `${code} ${status} ${retryable}`);

  const catalogue = Object.entries(errorCatalog).map(
    ([code, { status, retryable }]) => `${code} ${status} ${retryable ? 'yes' : 'no'}`,
  );
  expect(rows).toEqual(catalogue);
});

test('every row says what it means and what to do', () => {
  for (const { code, meaning = '', remedy = '' } of documented) {
    expect(meaning.length, `${code}: meaning`).toBeGreaterThan(10);
    expect(remedy.length, `${code}: what to do`).toBeGreaterThan(5);
  }
});

test('every row of the table could be read', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));

  expect(rows).toHaveLength(documented.length);
});
