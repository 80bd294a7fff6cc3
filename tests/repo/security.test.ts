import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// docs/security.md against the tests that it names.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');
const page = read('docs/security.md');

const attacks = [
  'A1 A2 A3a A3b A4a A4b A5a A5b A6a A6b A7 A8a A8b A9 A10a A10b A10c A10d A11 A12 A13 A14 A15a A15b A16 A17a A17b A18',
  'A19 A20 A21a A21b A22a A22b A23 A24a A24b A25 A26 A27a A27b A28 A29 A30 A31a A31b A32 A33 A34 A35 A36 A37 A38',
].flatMap((line) => line.split(' '));

/** Each attack with what stands below its heading. */
const entries = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.split(' ')[0] ?? '', text.split(/^## /m)[0] ?? '']),
);
const testsOf = (entry: string) =>
  [...entry.matchAll(/^- `(tests\/[^`]+)`: (.+)$/gm)].map(([, file = '', name = '']) => ({ file, name }));
/** Names as they are read, not as they are quoted. */
const source = (file: string): string => read(file).replaceAll(/\\(['"`])/g, '$1');

test('every attack is on the page, once, and no other', () => {
  const ids = [...page.matchAll(/^### (\S+) /gm)].map(([, id = '']) => id);

  expect(ids.toSorted()).toEqual(attacks.toSorted());
});

test('every attack names the tests that perform it, or says why it cannot apply', () => {
  const without = [...entries].filter(
    ([, text]) => testsOf(text).length === 0 && !text.includes('Cannot apply:'),
  );

  expect(without.map(([id]) => id)).toEqual([]);
});

test('every test that is named is in the file that is named', () => {
  const missing = [...entries].flatMap(([id, text]) =>
    testsOf(text)
      .filter(({ file, name }) => !existsSync(`${root}/${file}`) || !source(file).includes(name))
      .map(({ file, name }) => `${id}: ${file}: ${name}`),
  );

  expect(missing).toEqual([]);
});
