import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { namespaces } from '../../portal/i18n/namespaces.ts';

// What a browser has to fetch before the Sessions page is there. Terminal, replay and the other pages come later.

const maxInitialBytes = 300_000;
const folder = mkdtempSync(join(tmpdir(), 'sallyport-portal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

/** Scripts that the page names, and whatever these import before they run. */
function initialScripts(): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, name] of read(file).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      follow(`assets/${name}`);
  };
  for (const [, name] of read('index.html').matchAll(/(?:src|href)="\/(assets\/[\w.-]+\.js)"/g))
    follow(name ?? '');
  // The words of one language are fetched at once too.
  for (const namespace of namespaces) found.add(wordsOf(namespace));
  return found;
}

/** English comes first in the list that the page chooses from; every language is about as long. */
function wordsOf(namespace: string): string {
  const text = readFileSync(new URL(`../../portal/locales/en/${namespace}.json`, import.meta.url), 'utf8');
  const first = Object.values(JSON.parse(text) as object).find(
    (value) => typeof value === 'string',
  ) as string;
  const file = globSync(`assets/${namespace}-*.js`, { cwd: folder }).find((one) => read(one).includes(first));
  return file ?? `assets/${namespace} is not there`;
}

test('the first page needs at most 300 KB of compressed scripts, and no terminal', () => {
  const configFile = fileURLToPath(new URL('../../portal/vite.config.ts', import.meta.url));
  // In a process of its own: this one is a test, and React would be built for one.
  const vite = fileURLToPath(new URL('../../node_modules/.bin/vite', import.meta.url));
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(vite, ['build', '-c', configFile, '--outDir', folder, '--emptyOutDir', '-l', 'error'], {
    env,
  });

  const scripts = [...initialScripts()];
  const bytes = scripts.map((file) => gzipSync(read(file)).length).reduce((sum, size) => sum + size, 0);

  expect(scripts.length).toBeGreaterThan(1);
  expect(bytes).toBeLessThan(maxInitialBytes);
  expect(scripts.filter((file) => read(file).includes('xterm-helper-textarea'))).toEqual([]);
});
