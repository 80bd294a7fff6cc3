import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// docs/deploy.md against the two readers of the environment.

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/deploy.md');

/** Names in the first column of the table that follows `start`. */
function namesUnder(start: string): string[] {
  const table = /\n\| setting [^]*?\n\n/.exec(page.slice(page.indexOf(start)))?.[0] ?? '';
  return [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
}

const namesReadBy = (file: string): string[] => [
  ...new Set(
    [...read(file).matchAll(/^ {2}(SALLYPORT_\w+|WebPubSub\w+): z\b/gm)].map(([, name = '']) => name),
  ),
];

test.each([
  ['Of the function app;', 'functions/config.ts'],
  ['Of a relay:', 'relay/config.ts'],
])('%s every setting that is read is in the table, and no other', (start, file) => {
  expect(namesReadBy(file).length).toBeGreaterThan(5);
  expect(namesUnder(start).toSorted()).toEqual(namesReadBy(file).toSorted());
});
