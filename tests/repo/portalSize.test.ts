import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';

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
  // The words of one language are fetched at once too; every language is about as long.
  for (const file of globSync('assets/en-*.js', { cwd: folder })) found.add(file);
  return found;
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

  expect(scripts.map((file) => file.replace(/-[\w-]{8}\.js$/, '')).toSorted()).toEqual([
    'assets/draw',
    'assets/en',
    'assets/rolldown-runtime',
    'assets/start',
  ]);
  expect(bytes).toBeLessThan(maxInitialBytes);
  expect(scripts.filter((file) => read(file).includes('xterm-helper-textarea'))).toEqual([]);
});
