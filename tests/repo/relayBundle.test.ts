import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';

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
