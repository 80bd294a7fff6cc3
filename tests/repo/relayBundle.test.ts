import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { bundleRelay } from '../../infra/local/build.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a bundle takes of the libraries, by file. */
function bundled(entry: { readonly path: string } | { readonly code: string }): string[] {
  const { metafile } = buildSync({
    ...('path' in entry
      ? { entryPoints: [resolve(root, entry.path)] }
      : { stdin: { contents: entry.code, resolveDir: root } }),
    outdir: '/unwritten',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['*.node', 'cpu-features'],
    metafile: true,
    write: false,
    absWorkingDir: root,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : [],
  );
}

const languages = (paths: readonly string[]): string[] =>
  paths.filter((path) => /zod\/v4\/locales\//.test(path) && !/\/(?:en|index)\.js$/.test(path));

test('a relay holds the messages of its schemas in one language: the others are 13 MiB of its memory', () => {
  const inputs = bundled({ path: 'relay/main.ts' });

  expect(inputs.some((path) => path.includes('node_modules/zod/v4/'))).toBe(true);
  expect(languages(inputs)).toEqual([]);
});

test('they would all be there if one file imported the library’s namespace by its name', () => {
  const inputs = bundled({ code: "import { z } from 'zod'; console.log(z.string());" });

  expect(languages(inputs).length).toBeGreaterThan(10);
});

test('what a relay loads when it is first needed is in files of its own, and each of them loads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-relay-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await bundleRelay(folder);

  const parts = readdirSync(folder).filter((name) => name !== 'main.mjs');
  const script = `for (const part of ${JSON.stringify(parts)}) await import('${folder}/' + part);`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script]);

  expect(parts.some((name) => name.startsWith('sshServer-'))).toBe(true);
});
