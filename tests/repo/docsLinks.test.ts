import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// A page that names a file names one that is there.

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })];
const folders = /^(?:bench|cli|docs|functions|infra|portal|relay|shared|tests)\//;
/** Files are named as from the root; those of the portal and of tests also as from their own folder. */
const bases = ['', 'portal', 'tests'];

function filesNamedBy(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, path = '']) =>
    normalize(join(dirname(page), path)),
  );
  const quoted = [...text.matchAll(/`([\w./-]+)`/g)].map(([, path = '']) => path);
  return [...linked, ...quoted.filter((path) => folders.test(path) || /\/.*\.tsx?$/.test(path))];
}

test.each(pages)('%s names no file that is not there', (page) => {
  expect(
    filesNamedBy(page).filter((path) => !bases.some((base) => existsSync(join(root, base, path)))),
  ).toEqual([]);
});
